"""asterisk-ami: blocking sockets, a reader thread, futures."""

import threading

from _measure import Measured, worker
from asterisk.ami import AMIClient
from asterisk.ami.action import SimpleAction


def _client(port: int) -> AMIClient:
    client = AMIClient(address="127.0.0.1", port=port)
    client.login("admin", "secret").response  # noqa: B018  the property waits for the answer
    return client


def ping(port: int, count: int) -> Measured:
    client = _client(port)
    with Measured(count) as measured:
        for _ in range(count):
            response = client.send_action(SimpleAction("Ping")).response
            assert response.keys["Ping"] == "Pong"
    client.disconnect()
    return measured


def events(port: int, count: int, chunk: int) -> Measured:
    client = _client(port)
    done, seen = threading.Event(), []

    def on_event(event, **_):
        if event.name == "ReplayDone":
            done.set()
        else:
            keys = event.keys
            seen.append((event.name, keys.get("Channel"), keys.get("Uniqueid"), keys.get("Linkedid")))

    client.add_event_listener(on_event)
    with Measured(count) as measured:
        client.send_action(SimpleAction("Replay", Count=str(count), Chunk=str(chunk)))
        assert done.wait(300)
    assert len(seen) == count
    client.disconnect()
    return measured


worker(ping=ping, events=events)
