"""Events, started calls and the life of a connection, with both public clients, on the target."""

import contextlib
import socket
import threading

import pytest

from astami import (
    AMIClient,
    AMIConnectionLost,
    AMITimeoutError,
    Backoff,
)

PATIENCE = 20


@pytest.fixture
def other(ami_settings):
    """Somebody else on the same server."""
    with AMIClient(**ami_settings) as client:
        yield client


def tell(client, name, **headers):
    """Have the server send a UserEvent."""
    assert client.send_action({"Action": "UserEvent", "UserEvent": name, **headers}).success


class Proxy:
    """Between a client and the server: a network that can break."""

    def __init__(self, host, port):
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.frozen = threading.Event()
        self._sockets = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, far = self._listener.accept()[0], socket.create_connection(self._server)
                self._sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    self._threads.append(threading.Thread(target=self._pump, args=pair, daemon=True))
                    self._threads[-1].start()

    def _pump(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not self.frozen.is_set():
                    target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        source.close()

    def cut(self):
        """Break all connections."""
        while self._sockets:
            with contextlib.suppress(OSError):
                self._sockets.pop().shutdown(socket.SHUT_RDWR)

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(PATIENCE)


@pytest.fixture
def proxy(ami_settings):
    """A breakable network in front of the target."""
    made = Proxy(ami_settings["host"], ami_settings["port"])
    yield made
    made.close()


def test_events_as_asked_for(connect, other):
    """By name, pattern and header; from the call on, in order."""
    ami = connect()
    mine, pattern = (
        ami.events("UserEvent", UserEvent="astami-a"),
        ami.events("User*", UserEvent=["astami-a", "astami-b"]),
    )
    ami.ping()
    for number in range(3):
        tell(other, "astami-b", Number=number)
        tell(other, "astami-a", Number=number)
    assert [mine.get(PATIENCE)["Number"] for _ in range(3)] == ["0", "1", "2"]
    assert [pattern.get(PATIENCE)["UserEvent"] for _ in range(6)] == ["astami-b", "astami-a"] * 3
    mine.close()
    pattern.close()


def test_no_subscription_no_events(connect, other):
    """Before the first and after the last one the server sends none."""
    ami = connect()
    tell(other, "astami-c")
    ami.ping()
    assert ami.stats.events == 0
    stream = ami.events("UserEvent", UserEvent="astami-c")
    ami.ping()
    tell(other, "astami-c")
    stream.get(PATIENCE)
    stream.close()
    ami.ping()
    before = ami.stats.events
    tell(other, "astami-c")
    ami.ping()
    assert ami.stats.events == before


def test_handler_and_wait_for(connect, other):
    """A function is called with what fits; one event can be waited for."""
    ami = connect()
    seen = []
    got = threading.Event()

    def handler(event):
        seen.append(event["Number"])
        if event["Number"] == "2":
            got.set()

    ami.register(handler, "UserEvent", UserEvent="astami-d")
    # The client's own UserEvents come back to it.
    for number in range(3):
        tell(ami, "astami-d", Number=number)
    ami.ping()
    assert got.wait(PATIENCE)
    assert seen == ["0", "1", "2"]
    timer = threading.Timer(0.3, tell, (other, "astami-e"))
    timer.start()
    assert ami.wait_for("UserEvent", UserEvent="astami-e", timeout=PATIENCE).name == "UserEvent"
    timer.join()
    with pytest.raises(AMITimeoutError):
        ami.wait_for("UserEvent", UserEvent="astami-f", timeout=0.1)


def test_three_calls_answer_out_of_order(connect):
    """Each started call has its own OriginateResponse."""
    ami = connect()
    extensions = ("1003", "1001", "1004")  # rings for ever, answers, is busy
    calls = [
        ami.originate(f"Local/{exten}@default", application="Wait", data="0", async_=True, timeout=600)
        for exten in extensions
    ]
    outcomes = [call.wait(PATIENCE) for call in calls]
    assert [event["ActionID"] for event in outcomes] == [call.action_id for call in calls]
    assert [event["Channel"].split("@")[0] for event in outcomes] == [f"Local/{exten}" for exten in extensions]
    assert [event["Response"] for event in outcomes] == ["Failure", "Success", "Failure"]
    assert calls[1].uniqueid == outcomes[1]["Uniqueid"]
    assert calls[0].uniqueid is None


@pytest.mark.parametrize("events", ["on", "call"])
def test_wait_booted(connect, events):
    """The login waits for FullyBooted; then no events are asked for."""
    ami = connect(wait_booted=True, events=events)
    assert ami.authenticated
    assert ami.stats.events >= 1
    assert ami.ping().success


def test_lost_connection_comes_back(connect, other, proxy):
    """With login, subscription and handlers; the consumer sees the gap, and nothing is sent twice."""
    ami = connect(host="127.0.0.1", port=proxy.port, reconnect=Backoff(first=0.05, longest=0.2))
    stream = ami.events("UserEvent", "Client*", UserEvent="astami-g")
    ami.ping()
    tell(other, "astami-g", Number=1)
    assert stream.get(PATIENCE)["Number"] == "1"
    proxy.cut()
    with contextlib.suppress(AMIConnectionLost):
        ami.ping()
    ami.wait_connected(PATIENCE)
    assert [stream.get(PATIENCE).name for _ in range(2)] == ["ClientDisconnected", "ClientReconnected"]
    ami.ping()
    tell(other, "astami-g", Number=2)
    assert stream.get(PATIENCE)["Number"] == "2"
    assert (stream.gaps, ami.stats.reconnects) == (1, 1)
    stream.close()


def test_keepalive_finds_a_dead_link(connect, proxy):
    """A network that swallows everything is noticed without any action."""
    ami = connect(host="127.0.0.1", port=proxy.port, ping_interval=0.1, timeout=2)
    stream = ami.events("Nothing")
    ami.ping()
    with pytest.raises(AMITimeoutError):
        stream.get(1)  # pings are answered all the while
    proxy.frozen.set()
    with pytest.raises(AMIConnectionLost, match="keepalive"):
        stream.get(PATIENCE)


def test_trace_holds_the_traffic_and_no_secret(connect, ami_settings, tmp_path):
    """What was sent and received, as a transcript."""
    ami = connect()
    path = tmp_path / "client.ami"
    trace = ami.trace(path)
    ami.command("core show version")
    trace.close()
    ami.ping()
    text = path.read_text(encoding="utf-8")
    assert ">  Action: Command\n" in text
    assert "Output: Asterisk" in text
    assert "Ping" not in text
    assert ami_settings["secret"] not in text
