"""py-Asterisk: blocking, one thread, which reads events while it serves."""

from typing import ClassVar

from _measure import blocking
from Asterisk.Manager import CoreManager


class _Listening(CoreManager):
    handler = None

    def on_Event(self, event) -> None:  # its name
        if self.handler is not None:
            self.handler(event)


class Peer:
    cannot: ClassVar = {"flight": "each method waits for its answer"}

    def __init__(self, port: int) -> None:
        self._manager = _Listening(("127.0.0.1", port), "admin", "secret")

    def ping(self):
        return self._manager.Ping()["Ping"]

    def listen(self, handler) -> None:
        self._manager.handler = handler

    def replay(self, count: int, chunk: int, done) -> None:
        self._manager._write_action("Replay", {"Count": str(count), "Chunk": str(chunk)})
        while not done.is_set():
            self._manager._dispatch_packet(self._manager._read_packet())

    def close(self) -> None:
        self._manager.sock.close()

    @staticmethod
    def name(event):
        return event["Event"]

    @staticmethod
    def four(event):
        return event["Event"], event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")

    @staticmethod
    def whole(event):
        return event


blocking(Peer)
