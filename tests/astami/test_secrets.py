"""The secret of a client that lives through everything: on no surface, whichever way it logs in."""

from __future__ import annotations

import copy
import gc
import io
import logging
import pickle
import threading
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami import AMIClient, AMIError, Backoff
from astami.messages import Secret
from astami_fake import FakeAsterisk

Drive = Any  # the Driver of conftest.py

SECRET = "kn0wn-s3cret-word"
FAST = Backoff(first=0.01, longest=0.05)


class Surface:
    """All that a person or a program could read."""

    def __init__(self) -> None:
        self.text = io.StringIO()
        self.errors: set[str] = set()

    def show(self, *things: object) -> None:
        """As one would print them."""
        for thing in things:
            print(thing, repr(thing), f"{thing!a}", file=self.text)

    def show_error(self, error: AMIError) -> None:
        """With its traceback, the variables in it, what hangs on it, and as another process would get it."""
        self.errors.add(type(error).__name__)
        self.text.writelines(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        self.show(error, vars(error), error.args, copy.copy(error), pickle.loads(pickle.dumps(error)))

    def show_all_objects(self) -> None:
        """Each living object of ours, and what its attributes show of themselves."""
        for thing in gc.get_objects():
            if str(type(thing).__module__).startswith("astami.") and not isinstance(thing, type):
                self.show(thing)
                if isinstance(thing, Secret):  # the one place where it stands
                    continue
                names = [*getattr(thing, "__dict__", ()), *getattr(type(thing), "__slots__", ())]
                self.show(*(getattr(thing, name, None) for name in names))


def made(drive: Drive, pbx: FakeAsterisk, auth: str) -> Any:
    """A client; made here, since the variables of who makes it are not ours to hide."""
    return drive.client(pbx.port, username=pbx.username, secret=SECRET, auth=auth, reconnect=FAST)


def whole_life(drive: Drive, pbx: FakeAsterisk, client: Any, surface: Surface, trace: Path) -> None:
    """Connect, log in, act, be refused, time out, lose the link, come back, leave."""

    def fails(method: Callable[..., Any], *args: Any, **options: Any) -> None:
        try:
            drive.call(method, *args, **options)
        except AMIError as error:
            surface.show_error(error)
        else:
            pytest.fail("it was answered")

    drive.call(client.connect)
    drive.call(client.trace, trace)
    surface.show(drive.call(client.login))
    stream = drive.call(client.events)
    surface.show(drive.call(client.ping), drive.call(client.core_settings), client.stats, stream)
    pbx.emit("Mark")
    surface.show(drive.call(stream.get, timeout=20))
    fails(client.connect)
    fails(client.command, "no such command")
    fails(client.hangup, "Local/nobody")
    fails(client.database_put, "family", "key", "two\r\nlines")
    # In an action of the caller's own it is masked too.
    surface.show(drive.call(client.send_action, {"Action": "Login", "Username": "x", "Secret": SECRET}))
    pbx.faults.action("Ping").lose()
    fails(client.ping, timeout=0.1)
    pbx.faults.action("Ping").reset()
    fails(client.ping)
    drive.call(client.wait_connected, 20)
    surface.show_all_objects()
    drive.call(stream.close)
    surface.show(drive.call(client.logoff))
    fails(client.ping)


@pytest.mark.parametrize("auth", ["plain", "md5"])
def test_whole_life(
    drive: Drive,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    auth: str,
) -> None:
    """Not in repr, log, trace, error, traceback, pickle, warning or output; nor in what the server refused."""
    caplog.set_level(logging.DEBUG)
    surface = Surface()
    with FakeAsterisk(strict=False) as pbx, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        pbx.users[pbx.username].secret = SECRET
        whole_life(drive, pbx, made(drive, pbx, auth), surface, tmp_path / "life.ami")
        # Refused: another secret is wrong for the server, and must be shown as little.
        pbx.users[pbx.username].secret = "another"
        try:
            drive.block(made(drive, pbx, auth))
        except AMIError as error:
            surface.show_error(error)
        # Dropped: the warning about it shows the client.
        pbx.users[pbx.username].secret = SECRET
        dropped = made(drive, pbx, auth)
        drive.call(dropped.connect)
        drive.call(dropped.login)
        drive._clients.clear()
        del dropped
        gc.collect()
        surface.show(*(str(one.message) for one in warned))
    read = (tmp_path / "life.ami").read_text(encoding="utf-8")
    assert "Login" in read
    assert any(issubclass(one.category, ResourceWarning) for one in warned)
    assert len(caplog.records) >= 4
    assert surface.errors >= {
        "AMIActionError",
        "AMIAuthenticationError",
        "AMIConnectionLost",
        "AMITimeoutError",
        "AMIUsageError",
    }
    shown = surface.text.getvalue() + read + caplog.text + "".join(capfd.readouterr())
    assert [shown[max(0, at - 300) : at + 40] for at in range(len(shown)) if shown.startswith(SECRET, at)][:3] == []


def test_a_secret_in_a_variable_of_ours_is_seen() -> None:
    """The surface above would show it: it is no test that cannot fail."""
    surface = Surface()
    client = AMIClient(username="admin", secret=SECRET)
    client.leaked = SECRET  # type: ignore[attr-defined] - planted
    surface.show_all_objects()
    assert SECRET in surface.text.getvalue()


def test_reset_while_the_login_is_written(drive: Drive, peer: Callable[..., int]) -> None:
    """The error of the system call comes from frames whose variables are what was being written."""
    connected, gone = threading.Event(), threading.Event()

    def script(line: Any) -> None:
        line.greet()
        connected.wait(20)
        line.reset()
        gone.set()

    surface = Surface()
    client = drive.client(peer(script), secret=SECRET)
    drive.call(client.connect)
    connected.set()
    assert gone.wait(20)
    with pytest.raises(AMIError) as caught:
        drive.call(client.login)
    # Some tracebacks show variables; those of this test are not ours to hide.
    error: BaseException | None = caught.value
    shown = []
    while error is not None:
        trace = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
        shown += [f"{frame.filename}: {frame.locals}" for frame in trace.stack if frame.filename != __file__]
        error = error.__cause__ or error.__context__
    assert len(shown) > 3
    assert [one for one in shown if SECRET in one] == []
    surface.show_error(caught.value)
