"""astami's AMIClient: events as functions given to ``on``."""

from _measure import blocking

from astami import AMIClient


class Peer:
    def __init__(self, port: int) -> None:
        self._ami = AMIClient("127.0.0.1", port, "admin", "secret", timeout=60)
        self._ami.connect()
        self._ami.login()

    def ping(self):
        return self._ami.ping().headers["Ping"]

    def flight(self, count: int):
        return [answer.headers["Ping"] for answer in self._ami.send_actions(["Ping"] * count)]

    def listen(self, handler) -> None:
        self._ami.on(queue=10_000_000)(handler)

    def replay(self, count: int, chunk: int, done) -> None:
        self._ami.send_action({"Action": "Replay", "Count": count, "Chunk": chunk}, timeout=300)

    def close(self) -> None:
        self._ami.disconnect()

    @staticmethod
    def name(event):
        return event.name

    @staticmethod
    def four(event):
        return event.name, event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")

    @staticmethod
    def whole(event):
        return event.data


blocking(Peer)
