"""Measure what the fake costs a test, and beside a real Asterisk of the same configuration what an answer costs.

    python benchmarks/fake.py                          prints the table
    python benchmarks/fake.py --real NAME              beside the real Asterisk in the running container NAME
    python benchmarks/fake.py --real NAME --write      and writes benchmarks/RESULTS-fake.md

Start, stop and whole tests are wall time in this process, as a test feels it. Answers, fan-out and connections are CPU
time and memory of the server's process (all its threads), driven by the same plain sockets for fake and real, in turns.
Another server answers whatever comes with the same few bytes: what asyncio takes before the fake has done anything.
Needs the extra ``cli``, uvloop, Linux (``/proc``), and for ``--real`` that the container runs `conformance/etc`.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import importlib.util
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from astami_fake import FakeAsterisk
from astami_fake.config.manager import load as load_manager

HERE = Path(__file__).parent
ETC = HERE.parent / "conformance" / "etc"
USER = "admin"
LISTENERS = 100
CONNECTIONS = 1000
#: A real one in a container may open 1,024 files, and each connection is three of them.
REAL_CONNECTIONS = 300
#: How many of the servers are fakes: on asyncio and on uvloop.
FAKES = 2
BARE = """
import asyncio, socket, sys, threading

BUFFER = memoryview(bytearray(65536))
ANSWER = b"Response: Success\\r\\nPing: Pong\\r\\nTimestamp: 1700000000.000000\\r\\n\\r\\n"

class Answers(asyncio.BufferedProtocol):
    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    def get_buffer(self, sizehint):
        return BUFFER
    def buffer_updated(self, nbytes):
        self.transport.write(ANSWER)

async def main():
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

threading.Thread(target=asyncio.run, args=(main(),), daemon=True).start()
sys.stdin.read()
"""


class Client:
    """A plain blocking socket that has logged in."""

    def __init__(self, host: str, port: int, secret: str, events: str = "off") -> None:
        self._socket = socket.create_connection((host, port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        answer = self.ask(f"Action: Login\r\nUsername: {USER}\r\nSecret: {secret}\r\nEvents: {events}")
        if b"Success" not in answer:
            raise click.ClickException(f"{host}:{port} refuses {USER}: {answer!r}")

    def ask(self, action: str) -> bytes:
        """Send one action and give the frame that answers it."""
        self._socket.sendall(action.encode() + b"\r\n\r\n")
        return self.until(b"Response: ")

    def until(self, mark: bytes) -> bytes:
        """Read up to the end of the frame that has *mark* in it."""
        while True:
            at = self._rest.find(mark)
            end = self._rest.find(b"\r\n\r\n", at) if at >= 0 else -1
            if end >= 0:
                frame, self._rest = self._rest[at:end], self._rest[end + 4 :]
                return frame
            more = self._socket.recv(65536)
            if not more:
                raise click.ClickException("the server closed the connection")
            self._rest = self._rest[-4096:] + more

    def close(self) -> None:
        self._socket.close()


@dataclass(frozen=True)
class Server:
    """A server to measure: where it is, which process it is, and how many connections it bears."""

    name: str
    host: str
    port: int
    pid: int
    secret: str
    connections: int = CONNECTIONS

    def client(self, events: str = "off") -> Client:
        return Client(self.host, self.port, self.secret, events)

    def cpu(self) -> float:
        """Seconds of CPU time that all its threads have had."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes of memory in use."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))


@contextlib.contextmanager
def fake_server(release: str, secret: str, loop: str = "asyncio") -> Iterator[Server]:
    """The fake in a process of its own; *loop* is the package whose event loop it runs on."""
    code = (
        f"import sys, {loop}; from astami_fake import FakeAsterisk\n"
        f"with FakeAsterisk({release!r}, {str(ETC)!r}, strict=False, loop_factory={loop}.new_event_loop) as pbx:\n"
        "    print(pbx.port, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        name = f"fake {release}{'' if loop == 'asyncio' else f' on {loop}'}"
        yield Server(name, "127.0.0.1", int(process.stdout.readline()), process.pid, secret)
        assert process.stdin is not None
        process.stdin.close()


@contextlib.contextmanager
def bare_server() -> Iterator[Server]:
    """A server on asyncio that does nothing but answer, reading as the fake does, in a process of its own."""
    with subprocess.Popen([sys.executable, "-c", BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Server("asyncio alone", "127.0.0.1", int(process.stdout.readline()), process.pid, "")
        assert process.stdin is not None
        process.stdin.close()


def real_server(container: str, engine: str, secret: str) -> Server:
    """The real Asterisk in the container of that name."""
    command = [engine, "inspect", container]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise click.ClickException(f"{' '.join(command)}: {getattr(error, 'stderr', '') or error}") from None
    found = json.loads(done.stdout)[0]
    networks = found["NetworkSettings"]
    address = networks.get("IPAddress") or next(one["IPAddress"] for one in networks["Networks"].values())
    name = f"real, {found['Config']['Image'].rpartition('/')[2]}"
    return Server(name, address, 5038, found["State"]["Pid"], secret, REAL_CONNECTIONS)


# What a test feels


def in_thread(etc: Path | None) -> None:
    with FakeAsterisk(etc=etc):
        pass


async def on_loop(etc: Path | None) -> None:
    async with FakeAsterisk(etc=etc):
        pass


def whole_test(etc: Path | None) -> None:
    with FakeAsterisk(etc=etc) as pbx, contextlib.closing(Client(pbx.host, pbx.port, pbx.secret)) as client:
        client.ask("Action: Ping")
        client.ask("Action: Logoff")


def wall(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Milliseconds of the first time and of the median of *count* more."""
    taken = []
    for _ in range(count + 1):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1e3)
    return taken[0], statistics.median(taken[1:])


def loop_wall(etc: Path | None, count: int) -> tuple[float, float]:
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        return wall(lambda: loop.run_until_complete(on_loop(etc)), count)


# What the server's process takes


def answers(server: Server, action: str, count: int) -> float:
    """Microseconds of CPU time an answer, one after the other."""
    with contextlib.closing(server.client()) as client:
        client.ask("Action: DBPut\r\nFamily: benchmark\r\nKey: key\r\nVal: value")
        for _ in range(200):
            client.ask(action)
        begin = server.cpu()
        for _ in range(count):
            client.ask(action)
        return (server.cpu() - begin) / count * 1e6


def fan_out(server: Server, count: int) -> float:
    """Microseconds of CPU time an event that a hundred listeners get, for each of them."""
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(contextlib.closing(server.client("on"))) for _ in range(LISTENERS)]
        sender = stack.enter_context(contextlib.closing(server.client()))
        begin = server.cpu()
        for number in range(count):
            sender.ask(f"Action: UserEvent\r\nUserEvent: Load\r\nNumber: {number}.")
            for listener in listeners:
                listener.until(b"Number: %d." % number)
        return (server.cpu() - begin) / count / LISTENERS * 1e6


def connections(server: Server) -> tuple[float, float]:
    """Kilobytes and threads that a connection takes which has logged in."""
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(contextlib.closing(server.client()))
        memory, threads = server.memory(), server.threads()
        for _ in range(server.connections):
            stack.enter_context(contextlib.closing(server.client()))
        count = server.connections
        return (server.memory() - memory) / count / 1000, (server.threads() - threads) / count


def idle(server: Server) -> float:
    """Milliseconds of CPU time that a second takes in which nothing happens."""
    begin = server.cpu()
    time.sleep(2)  # that nothing happens is what is measured
    return (server.cpu() - begin) / 2 * 1e3


@dataclass(frozen=True)
class Row:
    """A line of the table; *met*: whether the goal is, by the fake on each loop; empty where there is none."""

    question: str
    figures: tuple[str, ...]
    goal: str = ""
    met: tuple[bool, ...] = ()

    @property
    def verdict(self) -> str:
        words = ["met" if met else "not met" for met in self.met]
        return f"{self.goal}: {', on uvloop '.join(words)}" if words else ""


def felt(count: int) -> list[Row]:
    """What a test feels; no real server can be started so often."""
    rows = []
    for etc, what in ((None, "without configuration"), (ETC, "with conformance/etc")):
        for name, (first, usual), goal in (
            ("start + stop on a running loop", loop_wall(etc, count), 0.4),
            ("start + stop with its own thread", wall(lambda etc=etc: in_thread(etc), count), 1.0),
            ("start, log in, ping, log off, stop", wall(lambda etc=etc: whole_test(etc), count), 3.0),
        ):
            goals = (f"≤ {goal:g} ms", (usual <= goal,)) if etc is None else ()
            rows.append(Row(f"{name}, {what}", (f"{usual:.2f} ms (first {first:.1f})",), *goals))
    return rows


def taken(servers: list[Server], bare: Server, rounds: int, scale: float) -> list[Row]:
    """What the servers' processes take, in turns; of the *bare* one an answer only, the same to all actions."""
    count = max(1, int(20_000 * scale))
    asked: tuple[tuple[str, str, Callable[[Server], float], float | None], ...] = (
        ("CPU of a Ping", "{:.1f} µs", lambda server: answers(server, "Action: Ping", count), 1.5),
        (
            "CPU of a DBGet",
            "{:.1f} µs",
            lambda server: answers(server, "Action: DBGet\r\nFamily: benchmark\r\nKey: key", count),
            1.5,
        ),
        (
            f"CPU of an event to {LISTENERS} listeners, each",
            "{:.2f} µs",
            lambda server: fan_out(server, max(1, count // 40)),
            None,
        ),
        ("CPU of a second in which nothing happens", "{:.1f} ms", idle, None),
    )
    found: dict[tuple[str, str], list[float]] = {}
    ping = asked[0][0]
    for _ in track(range(rounds), "measuring", transient=True):
        for question, _, measure, _ in asked:
            for server in (*servers, bare) if question == ping else servers:
                found.setdefault((question, server.name), []).append(measure(server))
    rows = []
    for question, form, _, goal in asked:
        figures = [statistics.median(found[question, server.name]) for server in servers]
        fakes = figures[:FAKES]
        met = tuple(figure <= goal * figures[FAKES] for figure in fakes) if goal and len(figures) > FAKES else ()
        if question == ping:
            figures.append(statistics.median(found[question, bare.name]))
        rows.append(Row(question, tuple(form.format(figure) for figure in figures), f"≤ {goal}× real", met))
    kept = [connections(server) for server in servers]
    texts = tuple(f"{memory:.1f} kB, {threads:.2f} threads" for memory, threads in kept)
    question = f"one of {CONNECTIONS:,} connections (real: {REAL_CONNECTIONS})"
    rows.append(Row(question, texts, "≤ 10 kB", tuple(memory <= 10 for memory, _ in kept[:FAKES])))
    return rows


@click.command()
@click.option("--real", metavar="NAME", help="a running container with a real Asterisk of the same configuration")
@click.option("--engine", default="podman", show_default=True, help="whose container it is")
@click.option("--release", default="22.10", show_default=True, help="which Asterisk the fake is")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0, min_open=True))
@click.option("--write", is_flag=True, help="write RESULTS-fake.md")
def main(real: str | None, engine: str, release: str, rounds: int, scale: float, write: bool) -> None:
    """Measure, print the table."""
    if importlib.util.find_spec("uvloop") is None:
        raise click.ClickException("the fake is measured on uvloop too, which is not here: pip install uvloop")
    secret = load_manager(ETC).users[USER].secret
    count = max(3, int(100 * scale))
    rows = felt(count)
    with (
        fake_server(release, secret) as fake,
        fake_server(release, secret, "uvloop") as faster,
        bare_server() as bare,
    ):
        servers = [fake, faster, *([real_server(real, engine, secret)] if real else [])]
        rows += taken(servers, bare, rounds, scale)
        head = ("measure", *(server.name for server in (*servers, bare)), "goal")
    table = Table(*head)
    lines = [
        "# What the fake costs",
        "",
        f"`python benchmarks/fake.py{' --real NAME' if real else ''}`, {dt.datetime.now(dt.UTC):%Y-%m-%d}, "
        f"{platform.python_implementation()} {platform.python_version()}, {rounds} rounds in turns, medians.",
        "The ratios are what counts; the times are this machine's.",
        "",
        "| " + " | ".join(head) + " |",
        "|---" * len(head) + "|",
    ]
    for row in rows:
        cells = (row.question, *row.figures, *[""] * (len(head) - 2 - len(row.figures)), row.verdict)
        table.add_row(*cells)
        lines.append("| " + " | ".join(cells) + " |")
    console = Console()
    console.print(table)
    if write:
        (HERE / "RESULTS-fake.md").write_text("\n".join(lines) + "\n")
        console.print("written: benchmarks/RESULTS-fake.md")


if __name__ == "__main__":
    main()
