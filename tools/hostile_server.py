"""Every fault of a hostile server at every point of a session, with both clients: what comes of it.

    python tools/hostile_server.py            play them all and write docs/hostile-server.md
    python tools/hostile_server.py --check    exit with 1 and a diff if the page is not what they come to

The server is the fake with its faults. Each combination must end within the timeout, in the right answer or a typed
error; with a connection that works, or a closed one on which connect() and login() work again; with nothing left over
(sockets, tasks, threads) and the secret nowhere. Anything else is an error here, not a row.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import difflib
import inspect
import io
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from astami import AMIConnectError, AMIConnectionLost, AMIError, AMITimeoutError, Backoff
from astami_fake import FakeAsterisk

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "hostile-server.md"

#: Seconds: a call that gets its answer, on a slow machine; a call that is meant to get none. A play in which this
#: process stood still for a good part of the latter (a busy machine) says nothing, and is begun anew with the next one.
PATIENCE: Final = 20.0
SHORT: Final = (0.4, 0.4, 0.8, 1.6, 3.2, 6.4)
STILL: Final = 1 / 4
SECRET: Final = "very-s3cret-word"

Place = Callable[[FakeAsterisk], Any]


class Unacceptable(Exception):
    """What no fault may lead to."""


@dataclass(frozen=True)
class Kind:
    """One fault: its row, how it is made (for a call that waits so long), whether what it hits is never to come."""

    title: str
    make: Callable[[Any, float], object]
    swallows: bool = False


@dataclass(frozen=True)
class Point:
    """One point of a session: its column, where the fault strikes, what the client does there and what before."""

    title: str
    place: Place
    act: Callable[[Any, FakeAsterisk, float], object]
    options: Mapping[str, Any] = field(default_factory=dict)
    connects_before: bool = True
    logs_in_before: bool = True


KINDS: Final = (
    Kind("refuse", lambda fault, short: fault.refuse()),
    Kind("reset", lambda fault, short: fault.reset()),
    Kind("close", lambda fault, short: fault.close()),
    Kind("half-close", lambda fault, short: fault.half_close()),
    Kind("truncated frame", lambda fault, short: fault.truncate()),
    Kind("restart", lambda fault, short: fault.restart()),
    Kind("silence", lambda fault, short: fault.silence(), swallows=True),
    Kind("lost", lambda fault, short: fault.lose(), swallows=True),
    Kind("late, after the timeout", lambda fault, short: fault.late(2 * short), swallows=True),
    Kind("slow, byte by byte", lambda fault, short: fault.slow(0.001)),
    Kind("split, byte by byte", lambda fault, short: fault.split()),
    Kind("garbage before", lambda fault, short: fault.garbage()),
    Kind("oversize line before", lambda fault, short: fault.oversize(200_000)),
    Kind("invalid UTF-8 inside", lambda fault, short: fault.invalid_utf8()),
    Kind("doubled", lambda fault, short: fault.double()),
    Kind("foreign answer before", lambda fault, short: fault.foreign()),
    Kind("flood of 20,000 events before", lambda fault, short: fault.flood(20_000)),
)


def _login(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    ami.login(timeout=timeout)
    _expect(ami.authenticated, "a login ended well, and nobody is logged in")


def _pong(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    _expect(ami.ping(timeout=timeout).data.get("Ping") == "Pong", "a Ping was answered by something else")


def _output(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    lines = ami.command("core show version", timeout=timeout).output
    _expect(len(lines) == 1 and lines[0].startswith("Asterisk "), "a command's output was not whole")


def _again(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    """The link is lost and comes back, whatever happens to the first try."""
    pbx.faults.action("Ping").reset()
    with contextlib.suppress(AMIConnectionLost):
        ami.ping()
    ami.wait_connected(PATIENCE)
    _pong(ami, pbx, PATIENCE)


def _list(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    response = ami.send_action({"Action": "CoreShowChannels"}, timeout=timeout)
    _expect(response.success and response.completion is not None, "a list was cut and counted as whole")


def _event(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    stream = ami.events("Mark")
    try:
        ami.ping()
        pbx.emit("Mark", Number=7)
        _expect(stream.get(timeout)["Number"] == "7", "another event came")
    finally:
        stream.close()


def _goodbye(ami: Any, pbx: FakeAsterisk, timeout: float) -> None:
    _expect(ami.logoff(timeout=timeout).response == "Goodbye", "a Logoff was answered by something else")


#: A try that hangs is given up soon; the next one is not far.
COMING_BACK: Final = {"reconnect": Backoff(first=0.01, longest=0.1), "timeout": 2.0}

POINTS: Final = (
    Point(
        "greeting",
        lambda pbx: pbx.faults.connection(),
        lambda ami, pbx, timeout: ami.connect(),
        connects_before=False,
        logs_in_before=False,
    ),
    Point("login", lambda pbx: pbx.faults.action("Login"), _login, logs_in_before=False),
    Point("challenge (MD5)", lambda pbx: pbx.faults.action("Challenge"), _login, {"auth": "md5"}, logs_in_before=False),
    Point("login (MD5)", lambda pbx: pbx.faults.action("Login"), _login, {"auth": "md5"}, logs_in_before=False),
    Point(
        "`wait_booted`",
        lambda pbx: pbx.faults.event("FullyBooted"),
        _login,
        {"wait_booted": True},
        logs_in_before=False,
    ),
    Point("answer", lambda pbx: pbx.faults.action("Ping"), _pong),
    Point("output of a command", lambda pbx: pbx.faults.action("Command"), _output),
    Point("list, first frame", lambda pbx: pbx.faults.action("CoreShowChannels"), _list),
    Point("list, last frame", lambda pbx: pbx.faults.action("CoreShowChannels", frame=2), _list),
    Point("event", lambda pbx: pbx.faults.event("Mark"), _event),
    Point("greeting when coming back", lambda pbx: pbx.faults.connection(), _again, COMING_BACK),
    Point("login when coming back", lambda pbx: pbx.faults.action("Login"), _again, COMING_BACK),
    Point("logoff", lambda pbx: pbx.faults.action("Logoff"), _goodbye),
)
CLIENTS: Final = ("async", "sync")


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise Unacceptable(what)


class Blocking:
    """Something of an AsyncAMIClient whose methods wait."""

    def __init__(self, runner: asyncio.Runner, thing: object) -> None:
        self._runner = runner
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        if not inspect.ismethod(value):
            return value

        def method(*args: Any, **options: Any) -> Any:
            async def run() -> Any:
                result = value(*args, **options)
                return await result if inspect.iscoroutine(result) else result

            result = self._runner.run(run())
            return Blocking(self._runner, result) if hasattr(result, "__aiter__") else result

        return method


@contextlib.contextmanager
def a_client(kind: str, pbx: FakeAsterisk, timeout: float, more: Mapping[str, Any]) -> Iterator[Any]:
    """A client that is not connected yet; afterwards nothing of it may be left."""
    options: dict[str, Any] = {"timeout": timeout, "max_frame": 100_000, **more}
    before = _threads()
    if kind == "sync":
        ami: Any = pbx.client(**options)
        yield ami
        ami.disconnect()
    else:
        with asyncio.Runner() as runner:
            ami = Blocking(runner, pbx.async_client(**options))
            yield ami
            ami.disconnect()
            tasks = runner.run(_tasks())
            _expect(not tasks, f"tasks were left: {tasks}")
    _expect(not ami.connected, "disconnect() left a connection")
    end = time.monotonic() + PATIENCE
    while left := _threads() - before:
        _expect(time.monotonic() < end, f"threads were left: {left}")
        time.sleep(0.001)


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name.startswith("astami-")}


async def _tasks() -> list[str]:
    return [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]


class Watch:
    """How long, at most, this process did not run (s)."""

    def __enter__(self) -> Watch:
        self.longest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="watch")
        self._thread.start()
        return self

    def _tick(self) -> None:
        last = time.monotonic()
        ended = False
        while not ended:
            ended = self._ended.wait(0.01)
            now = time.monotonic()
            self.longest = max(self.longest, now - last)
            last = now

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        self._thread.join()


def play(kind: Kind, point: Point, client: str) -> str:
    """What comes of it: ``answer`` or the error, then the state of the connection.

    Raises:
        Unacceptable: something that no fault may lead to.
    """
    for short in SHORT:
        with Watch() as watch:
            try:
                outcome = _play_secretly(kind, point, client, short)
            except Unacceptable:
                if not kind.swallows or watch.longest < STILL * short:
                    raise
        if not kind.swallows or watch.longest < STILL * short:
            return outcome
    raise Unacceptable(f"this machine stands still too often, even for a timeout of {short} s")


def _play_secretly(kind: Kind, point: Point, client: str, short: float) -> str:
    shown = io.StringIO()
    handler = logging.StreamHandler(shown)
    log = logging.getLogger("astami")
    old, log.propagate = log.level, False
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    try:
        sockets = _sockets()
        with FakeAsterisk(strict=False) as pbx:
            pbx.users[pbx.username].secret = SECRET
            outcome = _play(kind, point, client, pbx, shown, short)
        _expect(_sockets() == sockets, "a socket was left")
    finally:
        log.removeHandler(handler)
        log.setLevel(old)
        log.propagate = True
    _expect(SECRET not in shown.getvalue(), "the secret was shown")
    return outcome


def _play(kind: Kind, point: Point, client: str, pbx: FakeAsterisk, shown: io.StringIO, short: float) -> str:
    timeout = short if kind.swallows else PATIENCE
    # connect() knows no other timeout than the client's.
    with a_client(client, pbx, PATIENCE if point.connects_before else timeout, point.options) as ami:
        if point.connects_before:
            ami.connect()
        if point.logs_in_before:
            ami.login()
        fault = kind.make(point.place(pbx), short)
        begun = time.monotonic()
        try:
            point.act(ami, pbx, timeout)
        except AMIError as error:
            outcome = type(error).__name__
            if isinstance(error, (AMIConnectionLost, AMITimeoutError)) and error.sent is not None:
                outcome += ", may be executed" if error.sent else ", not sent"
            shown.writelines(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        else:
            outcome = "answer"
        print(ami, repr(ami), vars(getattr(ami, "_thing", ami)), file=shown)
        taken = time.monotonic() - begun
        _expect(taken < (short + 5 if kind.swallows else PATIENCE), f"it took {taken:.1f} s")
        _expect(fault.struck, "the fault did not strike")  # type: ignore[attr-defined] - a Fault
        return f"{outcome}; {_state(ami, pbx, point, 2 * short if kind.title == 'silence' else PATIENCE)}"


def _state(ami: Any, pbx: FakeAsterisk, point: Point, timeout: float) -> str:
    """Whether the connection works; if not, that another one does."""
    state = "closed"
    if ami.connected and point.title != "logoff":
        state = "usable"
        try:
            if not ami.authenticated:
                ami.login(timeout=timeout)
            _pong(ami, pbx, timeout)
        except (AMIConnectionLost, AMITimeoutError):
            # Nobody can know that a silent server stays silent.
            state = "open, silent"
    if state != "usable":
        ami.disconnect()
        pbx.faults.clear()
        _connect(ami)
        ami.login()
        _pong(ami, pbx, PATIENCE)
    return state


def _connect(ami: Any) -> None:
    """Connect, as soon as a server that restarts listens again."""
    end = time.monotonic() + PATIENCE
    while not ami.connected:
        try:
            ami.connect()
        except AMIConnectError:
            _expect(time.monotonic() < end, "there is no server any more")


def _sockets() -> int:
    count = 0
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            count += os.readlink(entry).startswith("socket:")
    return count


def table() -> str:
    """The page, after playing everything."""
    lines = [
        "# What a hostile server can do to a client",
        "",
        "Written by `python tools/hostile_server.py`: the fake with its faults (`pbx.faults`) against `AsyncAMIClient`",
        "and `AMIClient`. Each cell is a run that ended within the timeout; afterwards no socket, task or thread was",
        "left, and the secret was in no log, error, traceback or `repr`. *answer*: the right one. *usable*: the same",
        "connection answered a Ping. *closed*: it was closed, and `connect()` and `login()` worked again.",
        "*open, silent*: the server said nothing more, which ends each call with its timeout. *when coming back*: with",
        "`reconnect=`, the first new connection meets the fault, and the client tries again.",
        "One entry stands for both clients unless they differ.",
        "",
        f"| fault | {' | '.join(point.title for point in POINTS)} |",
        "|---" * (len(POINTS) + 1) + "|",
    ]
    return "\n".join([*lines, *map(row, KINDS)]) + "\n"


def row(kind: Kind) -> str:
    """The row of one fault, after playing it."""
    cells = []
    for point in POINTS:
        outcomes = {client: play(kind, point, client) for client in CLIENTS}
        same = len(set(outcomes.values())) == 1
        cells.append(next(iter(outcomes.values())) if same else "<br>".join(f"{c}: {o}" for c, o in outcomes.items()))
    return f"| {kind.title} | {' | '.join(cells)} |"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Play every fault at every point and write the table.")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 and a diff if it differs")
    options = parser.parse_args(arguments)
    wanted = table()
    if not options.check:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    sys.stdout.writelines(
        difflib.unified_diff(found.splitlines(keepends=True), wanted.splitlines(keepends=True), str(PAGE), "played")
    )
    return int(found != wanted)


if __name__ == "__main__":
    sys.exit(main())
