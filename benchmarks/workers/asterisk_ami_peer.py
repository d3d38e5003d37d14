"""asterisk-ami: blocking sockets, a reader thread, futures."""

from _measure import blocking
from asterisk.ami import AMIClient
from asterisk.ami.action import SimpleAction


class Peer:
    def __init__(self, port: int) -> None:
        self._client = AMIClient(address="127.0.0.1", port=port)
        self._client.login("admin", "secret").response  # noqa: B018  the property waits for the answer

    def ping(self):
        return self._client.send_action(SimpleAction("Ping")).response.keys["Ping"]

    def flight(self, count: int):
        futures = [self._client.send_action(SimpleAction("Ping")) for _ in range(count)]
        return [future.response.keys["Ping"] for future in futures]

    def listen(self, handler) -> None:
        self._client.add_event_listener(lambda event, **_: handler(event))

    def replay(self, count: int, chunk: int, done) -> None:
        self._client.send_action(SimpleAction("Replay", Count=str(count), Chunk=str(chunk)))

    def close(self) -> None:
        self._client.disconnect()

    @staticmethod
    def name(event):
        return event.name

    @staticmethod
    def four(event):
        keys = event.keys
        return event.name, keys.get("Channel"), keys.get("Uniqueid"), keys.get("Linkedid")

    @staticmethod
    def whole(event):
        return {"Event": event.name, **event.keys}


blocking(Peer)
