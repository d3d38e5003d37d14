"""FakeAsterisk over real sockets: start and stop, threads, clocks, verification, errors before anything is started."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
import trustme

from astami_fake import ConfigError, FakeAsterisk, FakeError, Violation, glob

PATIENCE = 10.0 * float(os.environ.get("ASTAMI_TEST_PATIENCE", "1"))
ETC = Path(__file__).parents[2] / "conformance" / "etc"


class Peer:
    """A client of plain bytes."""

    def __init__(self, host: str, port: int, wrap: ssl.SSLContext | None = None) -> None:
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        if wrap is not None:
            self.socket = wrap.wrap_socket(self.socket, server_hostname="localhost")
        self._received = b""
        self.greeting = self.until(b"\r\n")

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()

    def until(self, end: bytes) -> bytes:
        while end not in self._received:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError(self._received)
            self._received += data
        found, _, self._received = self._received.partition(end)
        return found

    def do(self, *lines: str) -> str:
        """Send an action; its answer."""
        self.send(*lines)
        return self.frame()

    def send(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())

    def frame(self) -> str:
        return self.until(b"\r\n\r\n").decode().replace("\r\n", "\n")

    def login(self, pbx: FakeAsterisk, events: str = "off") -> Peer:
        self.do("Action: Login", f"Username: {pbx.username}", f"Secret: {pbx.secret}", f"Events: {events}")
        return self


@pytest.fixture
def pbx() -> Iterator[FakeAsterisk]:
    """A loose fake in its own thread, on a manual clock."""
    with FakeAsterisk(strict=False, clock="manual") as server:
        yield server


@pytest.fixture
def peer(pbx: FakeAsterisk) -> Iterator[Peer]:
    """A client that is logged in."""
    with Peer(pbx.host, pbx.port) as client:
        yield client.login(pbx)


def test_in_a_thread_and_gone_again() -> None:
    """The sync context manager listens inside, and leaves no thread and no listener behind."""
    before = threading.active_count()
    with FakeAsterisk() as pbx:
        client = Peer(pbx.host, pbx.port)
        assert client.greeting == b"Asterisk Call Manager/11.0.0"
        assert threading.active_count() == before + 1
    assert client.socket.recv(1) == b""
    client.socket.close()
    assert threading.active_count() == before
    with pytest.raises(OSError, match=r".*"):
        socket.create_connection((pbx.host, pbx.port), timeout=1)
    gc.collect()  # an unclosed socket or loop would warn, and warnings are errors


def open_files() -> int:
    """How many files and sockets this process has open."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="only Linux tells what is open")
@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("clock", ["real", "manual", "jump"])
def test_nothing_is_left(
    overlay: Callable[[str], Path], clock: Literal["real", "manual", "jump"], restarts: bool
) -> None:
    """No thread, no socket and no timer: not of an action that waits, of a call, of HTTP, nor of a restart to come.
    Clients that are there at the end hear that it is over."""
    etc, threads, files = overlay("manager"), threading.active_count(), open_files()
    with contextlib.ExitStack() as stack:
        clients = []
        with FakeAsterisk(etc=etc, clock=clock, strict=False) as pbx:
            for _ in range(2):
                peer = stack.enter_context(Peer(pbx.host, pbx.port))
                login = b"Action: Login\r\nUsername: admin\r\nSecret: %s\r\n\r\n" % pbx.secret.encode()
                peer.socket.sendall(login)
                clients.append(peer.socket)
            clients[-1].sendall(b"Action: WaitEvent\r\nTimeout: 1000\r\n\r\n")
            assert pbx.http_port is not None
            clients.append(stack.enter_context(socket.create_connection((pbx.host, pbx.http_port))))
            clients[-1].sendall(b"GET /rawman?action=ping HTTP/1.1\r\n\r\n")
            assert clients[-1].recv(4096).startswith(b"HTTP/1.1 200")
            pbx.phone("1001").answers(after=0.01)
            pbx.phone("1000").calls("1001")
            pbx.wait_for("WaitEvent")
            if restarts:
                pbx.faults.restart(3600)
        for client in clients:
            client.settimeout(PATIENCE)
            with contextlib.suppress(ConnectionResetError):
                while client.recv(65536):
                    pass
    assert (threading.active_count(), open_files()) == (threads, files)


def test_stop_right_after_start() -> None:
    """A fake may be stopped before its thread has done anything; stopping twice does no harm."""
    for _ in range(20):
        pbx = FakeAsterisk()
        pbx.start()
        pbx.stop()
        pbx.stop()


def test_may_be_started_again() -> None:
    """A stopped fake can be started again."""
    pbx = FakeAsterisk()
    for _ in range(2):
        with pbx, Peer(pbx.host, pbx.port) as peer:
            assert peer.greeting


@pytest.mark.asyncio
async def test_on_the_running_loop() -> None:
    """The async context manager uses the running loop, needs no thread, and leaves no task."""
    threads, tasks = threading.active_count(), len(asyncio.all_tasks())
    async with FakeAsterisk() as pbx:
        reader, writer = await asyncio.open_connection(pbx.host, pbx.port)
        assert (await reader.readline()).startswith(b"Asterisk Call Manager/")
        assert threading.active_count() == threads
    assert await reader.read() == b""
    writer.close()
    assert len(asyncio.all_tasks()) == tasks


@pytest.mark.asyncio
async def test_words_on_the_running_loop() -> None:
    """emit, advance and async_wait_for work on the fake's own loop; wait_for would block it and says so."""
    async with FakeAsterisk(clock="manual") as pbx:
        reader, writer = await asyncio.open_connection(pbx.host, pbx.port)
        writer.write(f"Action: Login\r\nUsername: {pbx.username}\r\nSecret: {pbx.secret}\r\n\r\n".encode())
        assert (await pbx.async_wait_for("Login", timeout=PATIENCE)).get("Username") == "admin"
        pbx.advance(1)
        pbx.emit("Hello", {"A": 1})
        assert b"Event: Hello\r\nPrivilege: call,all\r\nA: 1\r\n\r\n" in await reader.readuntil(b"A: 1\r\n\r\n")
        with pytest.raises(FakeError, match="async_wait_for"):
            pbx.wait_for("Ping")
        with pytest.raises(FakeError, match="async with"):
            pbx.stop()
        with pytest.raises(Violation, match=r"Ping did not come within 0 s; no Ping was received"):
            await pbx.async_wait_for("Ping", timeout=0)
        writer.close()


@pytest.mark.asyncio
async def test_called_from_another_thread() -> None:
    """A fake on a loop can be spoken to from another thread."""
    async with FakeAsterisk(clock="manual") as pbx:
        now = pbx.pbx.clock.now()
        await asyncio.to_thread(pbx.advance, 5)
        assert pbx.pbx.clock.now() == now + 5


def test_users_and_access(pbx: FakeAsterisk) -> None:
    """Without a configuration there is one user who may do everything."""
    assert (pbx.username, list(pbx.users)) == ("admin", ["admin"])
    assert pbx.secret not in repr(pbx.users)
    assert pbx.secret not in repr(pbx)


def test_clients_of_it(pbx: FakeAsterisk) -> None:
    """client() gives a client that knows where and as whom; options are passed on."""
    with pbx.client(timeout=PATIENCE) as ami:
        assert ami.ping().data["Ping"] == "Pong"
    pbx.astdb["family"]["key"] = "value"
    with pbx.client() as ami:
        assert ami.database_get("family", "key").data["Val"] == "value"


@pytest.mark.asyncio
async def test_async_client_of_it() -> None:
    """async_client() does the same for a loop, on which the fake may run too."""
    async with FakeAsterisk(etc=ETC) as pbx, pbx.async_client(username="operator") as ami:
        assert (await ami.command("core show version")).output[0].startswith("Asterisk 22.10.1")


def test_configuration_folder() -> None:
    """With a folder, its users are there; port and address of manager.conf are not used."""
    with FakeAsterisk("16.28", ETC) as pbx:
        assert pbx.port != 5038
        with Peer(pbx.host, pbx.port) as peer:
            assert peer.login(pbx).do("Action: Logoff").startswith("Response: Goodbye")
        assert list(pbx.users)[1] == "watcher"


def test_wrong_secret_on_pbx_time(pbx: FakeAsterisk) -> None:
    """The second after a wrong secret passes when the test lets it pass."""
    with Peer(pbx.host, pbx.port).socket as raw:
        raw.sendall(b"Action: Login\r\nUsername: admin\r\nSecret: wrong\r\n\r\n")
        pbx.wait_for("Login", timeout=PATIENCE)
        pbx.advance(1)
        assert raw.recv(1024) == b"Response: Error\r\nMessage: Authentication failed\r\n\r\n"
        assert raw.recv(1024) == b""


def test_jump_clock_needs_no_advance() -> None:
    """With a jumping clock the second passes by itself."""
    with FakeAsterisk(clock="jump") as pbx, Peer(pbx.host, pbx.port).socket as raw:
        raw.sendall(b"Action: Login\r\nUsername: admin\r\nSecret: wrong\r\n\r\n")
        assert raw.recv(1024).startswith(b"Response: Error")


def test_jump_clock_leaves_a_client_time_to_log_in() -> None:
    """Somebody else waits for 40 s of PBX time; who logs in behind it can, for authtimeout counts real seconds."""
    with FakeAsterisk(clock="jump") as pbx, Peer(pbx.host, pbx.port) as slow, Peer(pbx.host, pbx.port) as waiting:
        before = pbx.pbx.clock.now()
        waiting.login(pbx).do("Action: WaitEvent", "Timeout: 40")
        assert pbx.pbx.clock.now() >= before + 40
        assert slow.login(pbx).do("Action: Ping").startswith("Response: Success")


def test_dropped_connection_is_reset_or_closed(pbx: FakeAsterisk, peer: Peer) -> None:
    """drop() ends the connection without an answer."""
    pbx.on("Ping").drop()
    peer.send("Action: Ping")
    with pytest.raises((EOFError, ConnectionError)):
        peer.frame()


def test_a_client_that_does_not_read_is_dropped(pbx: FakeAsterisk) -> None:
    """When more than 4 MB wait for a client, it is dropped, and others go on."""
    client = Peer(pbx.host, pbx.port)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.login(pbx, events="on")
    for _ in range(200):
        pbx.emit("Big", A="x" * 100_000)
    assert pbx.pbx.managers.connected == []
    client.socket.close()


def test_advance_needs_another_clock() -> None:
    """Real time cannot be advanced; a stopped fake does nothing at all."""
    pbx = FakeAsterisk()
    with pbx, pytest.raises(FakeError, match="manual"):
        pbx.advance(1)
    with pytest.raises(FakeError, match="not running"):
        pbx.emit("X")
    assert repr(pbx) == "<FakeAsterisk 22.10 not running>"


def test_errors_of_a_word_reach_its_caller(pbx: FakeAsterisk) -> None:
    """What goes wrong in the fake's thread is raised where the word was said."""
    with pytest.raises(ValueError, match="does not go back"):
        pbx.advance(-1)


def test_emit(pbx: FakeAsterisk) -> None:
    """emit reaches who may see the event, with the class that Privilege names or call."""
    peer = Peer(pbx.host, pbx.port).login(pbx, events="user,call")
    pbx.emit("One", [("A", "1"), ("A", "2")])
    pbx.emit("Two", Privilege="user,all", B=2)
    pbx.emit("Three", Privilege="system,all")
    pbx.emit("Four")
    assert [peer.frame() for _ in range(3)] == [
        "Event: One\nPrivilege: call,all\nA: 1\nA: 2",
        "Event: Two\nPrivilege: user,all\nB: 2",
        "Event: Four\nPrivilege: call,all",
    ]
    peer.socket.close()


def test_command_rule(pbx: FakeAsterisk, peer: Peer) -> None:
    """A rule on a CLI command holds however its words are parted."""
    pbx.command("sip show peers").output(["none"])
    assert peer.do("Action: Command", "Command:  sip  show peers").endswith("Output: none")


def test_received_and_assertions(pbx: FakeAsterisk, peer: Peer) -> None:
    """What was received can be asked for, counted and expected not to be."""
    pbx.expect_nothing()
    peer.do("Action: Ping", "ActionID: 1")
    peer.do("Action: Ping", "ActionID: 2")
    assert [action.name for action in pbx.received] == ["Login", "Ping", "Ping"]
    assert len(pbx.assert_received("Ping", times=2)) == 2
    assert pbx.assert_received("ping", ActionID=glob("[2-9]"))[0].action_id == (("ActionID", "2"),)
    pbx.assert_received("Hangup", times=0)
    with pytest.raises(Violation, match=r"(?s)Ping, ActionID: '3': 0 received, at least 1 wanted; .*ActionID is '1'"):
        pbx.assert_received("Ping", ActionID="3")
    with pytest.raises(Violation, match="Ping: 2 received, 1 wanted"):
        pbx.assert_received("Ping", times=1)
    with pytest.raises(Violation, match=r"no action was to come; received: <Action Action: Ping, ActionID: 1>"):
        pbx.expect_nothing()
    assert pbx.traffic
    assert "1>  Action: Ping" in pbx.transcript()


def test_wait_for(pbx: FakeAsterisk, peer: Peer) -> None:
    """wait_for gives what has come, waits for what comes, and says what came instead."""
    peer.do("Action: Ping", "ActionID: 1")
    assert pbx.wait_for("Ping").get("ActionID") == "1"
    threading.Timer(0.01, peer.send, ("Action: Ping", "ActionID: 2")).start()
    assert pbx.wait_for("Ping", timeout=PATIENCE, ActionID="2").get("ActionID") == "2"
    with pytest.raises(Violation, match=r"(?s)Ping, ActionID: '3' did not come within 0\.01 s; .*ActionID is '2'"):
        pbx.wait_for("Ping", timeout=0.01, ActionID="3")
    peer.do("Action: Ping", "ActionID: 3")


def test_strict_fake_complains_at_its_end() -> None:
    """Unknown actions and rules never met are raised at the end of the with block."""
    pbx = FakeAsterisk()
    pbx.start()
    with Peer(pbx.host, pbx.port) as peer:
        peer.login(pbx).do("Action: Frob")
    pbx.on("Originate").error("no")
    assert len(pbx.violations) == 2
    with pytest.raises(Violation) as caught:
        pbx.__exit__(None, None, None)
    assert "has no action Frob" in str(caught.value)
    assert "no action has met the rule <Rule on Originate" in str(caught.value)


def test_strict_fake_does_not_hide_the_body_error() -> None:
    """When the body raised, that is what the test fails with."""

    def body() -> None:
        with FakeAsterisk() as pbx:
            pbx.on("Originate").error("no")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        body()


@pytest.mark.asyncio
async def test_strictness_on_a_loop() -> None:
    """The async context manager complains at its end as the sync one does, and hides no error of the body."""

    async def use(error: Exception | None) -> None:
        async with FakeAsterisk() as pbx:
            pbx.on("Originate").error("no")
            if error is not None:
                raise error

    with pytest.raises(Violation, match="no action has met"):
        await use(None)
    with pytest.raises(ZeroDivisionError):
        await use(ZeroDivisionError())


def test_loose_fake_does_not_complain() -> None:
    """A loose fake lists violations and raises nothing."""
    with FakeAsterisk(strict=False) as pbx:
        pbx.on("Originate").error("no")
    assert len(pbx.violations) == 1


def test_tls() -> None:
    """With a context it speaks TLS."""
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(server)
    authority.configure_trust(client)
    with FakeAsterisk(tls=server) as pbx, Peer(pbx.host, pbx.port, client) as peer:
        assert peer.login(pbx).do("Action: Ping").startswith("Response: Success")


def test_refused_before_anything_starts(tmp_path: Path) -> None:
    """A wrong release, clock, context, configuration or port raises, and leaves nothing open."""
    with pytest.raises(ValueError, match=r"no release '13'.*16\.28, 22\.10"):
        FakeAsterisk("13")
    with pytest.raises(ValueError, match="no clock 'sun'"):
        FakeAsterisk(clock="sun")  # type: ignore[arg-type]  what is refused
    with pytest.raises(TypeError, match=r"ssl\.SSLContext"):
        FakeAsterisk(tls=True)  # type: ignore[arg-type]  what is refused
    with pytest.raises(ConfigError, match=r"^manager\.conf: there is no such file"):
        FakeAsterisk(etc=tmp_path).start()
    with FakeAsterisk() as pbx:
        with pytest.raises(OSError, match=r"in use"):
            FakeAsterisk(port=pbx.port).start()
        with pytest.raises(FakeError, match="running already"):
            pbx.start()
    gc.collect()


#: As all who had logged in before got it at the end of the start: 22.10.1, 16.28.0 and 22.11.0-rc2, three starts each.
FULLY_BOOTED = "Event: FullyBooted\nPrivilege: system,all\nStatus: Fully Booted\nUptime: 2\nLastReload: 2"


def test_late_boot() -> None:
    """Who logs in before the end of the start hears FullyBooted then, and not at the login; actions are answered."""
    with FakeAsterisk(clock="manual", boots_after=2.0) as pbx, Peer(pbx.host, pbx.port).login(pbx, "system") as peer:
        assert peer.do("Action: Ping").startswith("Response: Success")
        pbx.advance(1.9)
        assert peer.do("Action: Ping").startswith("Response: Success")
        pbx.advance(0.1)
        assert peer.frame() == FULLY_BOOTED


def test_login_behind_a_late_boot() -> None:
    """Who logs in later gets FullyBooted behind the answer to the login, as ever."""
    with FakeAsterisk(clock="manual", boots_after=2.0) as pbx:
        pbx.advance(2.0)
        with Peer(pbx.host, pbx.port).login(pbx, "system") as peer:
            assert peer.frame().startswith("Event: FullyBooted\nPrivilege: system,all\nUptime: 2")


def test_command_that_waits_for_the_boot() -> None:
    """``core waitfullybooted`` answers when the start ends, before FullyBooted; other sessions go on meanwhile."""
    with (
        FakeAsterisk(clock="manual", boots_after=2.0) as pbx,
        Peer(pbx.host, pbx.port).login(pbx, "system") as waiting,
        Peer(pbx.host, pbx.port).login(pbx) as other,
    ):
        waiting.send("Action: Command", "Command: core waitfullybooted")
        pbx.wait_for("Command")
        assert other.do("Action: Ping").startswith("Response: Success")
        pbx.advance(2.0)
        assert waiting.frame().endswith("Output: Asterisk has fully booted.")
        assert waiting.frame() == FULLY_BOOTED


def test_client_waits_for_the_boot() -> None:
    """A client with wait_booted is logged in when the start has ended, and not before."""
    with FakeAsterisk(boots_after=0.05) as pbx, pbx.client(wait_booted=True) as ami:
        assert ami.command("core waitfullybooted").output == ["Asterisk has fully booted."]
        assert pbx.pbx.booted.kept


def test_what_clients_have_written_is_read_first() -> None:
    """What a test does in its own words comes behind what its clients have written, though the fake was busy when they
    wrote: somebody who subscribes, and does not wait for the answer, misses nothing."""
    may_go_on = threading.Event()
    with FakeAsterisk() as pbx, pbx.client() as client:
        pbx._started.loop.call_soon_threadsafe(may_go_on.wait)
        with client.events("UserEvent") as events:
            threading.Timer(0.05, may_go_on.set).start()  # too early would only show less
            pbx.emit("UserEvent", UserEvent="Now")
            assert events.get(timeout=PATIENCE)["UserEvent"] == "Now"


def test_a_loop_of_its_own() -> None:
    """`loop_factory` makes the loop of the fake's own thread, and of no other; it is closed with the fake."""
    uvloop = pytest.importorskip("uvloop")  # is not there on Windows
    made: list[asyncio.AbstractEventLoop] = []

    def make() -> asyncio.AbstractEventLoop:
        made.append(uvloop.new_event_loop())
        return made[-1]

    with FakeAsterisk(loop_factory=make) as pbx, Peer(pbx.host, pbx.port).login(pbx, "off") as peer:
        assert peer.do("Action: Ping").startswith("Response: Success\nPing: Pong\n")
    assert [loop.is_closed() for loop in made] == [True]

    async def on_this_loop() -> None:
        async with FakeAsterisk(loop_factory=make):
            pass

    asyncio.run(on_this_loop())
    assert len(made) == 1


def test_documentation() -> None:
    """Of the folder that is given, a path or its text; a file or nothing there is a mistake, and nothing is started."""
    folder = ETC.parent / "etc-documentation" / "documentation"
    for given in (folder, str(folder)):
        with FakeAsterisk(documentation=given) as pbx, pbx.client() as ami:
            assert "Plant a tree and water it. " in ami.command("manager show command Ping").output
    for wrong in (folder / "astami-en_US.xml", folder / "none"):
        with pytest.raises(ConfigError, match="Asterisk's folder 'documentation' is expected"):
            FakeAsterisk(documentation=wrong).start()


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_boots_after_is_a_time(seconds: float) -> None:
    """What is no span of time is refused before anything starts."""
    with pytest.raises(ValueError, match="boots_after"):
        FakeAsterisk(boots_after=seconds)


def test_settled(pbx: FakeAsterisk, peer: Peer) -> None:
    """What clients have sent without waiting is taken and answered when it returns."""
    for number in range(50):
        peer.send("Action: DBPut", "Family: f", f"Key: {number}", "Val: v")
    pbx.settled()
    assert len(pbx.astdb["f"]) == 50
    peer.socket.setblocking(False)
    assert peer.socket.recv(1 << 20).count(b"Success") == 50


@pytest.mark.asyncio
async def test_settled_on_a_loop() -> None:
    """On the fake's own loop it is awaited: also what a connection brings that nobody has accepted yet is taken."""
    async with FakeAsterisk() as pbx:
        with pytest.raises(FakeError, match="async_settled"):
            pbx.settled()
        login = f"Action: Login\r\nUsername: {pbx.username}\r\nSecret: {pbx.secret}\r\nEvents: off\r\n\r\n"
        with socket.create_connection((pbx.host, pbx.port)) as client:
            client.sendall(login.encode() + b"Action: Ping\r\n\r\n" * 50)
            await pbx.async_settled()
            assert len(pbx.received) == 51
            assert client.recv(1 << 20).count(b"Ping: Pong") == 50
