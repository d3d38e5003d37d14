"""pystrix: blocking, with a reader thread and a dispatcher thread that polls."""

from typing import ClassVar

from _measure import blocking
from pystrix.ami import Manager, core
from pystrix.ami.ami import _Request


class Peer:
    cannot: ClassVar = {"flight": "send_action waits for each answer"}

    def __init__(self, port: int) -> None:
        self._manager = Manager()
        self._manager.connect("127.0.0.1", port)
        self._manager.send_action(core.Login("admin", "secret"))

    def ping(self):
        return self._manager.send_action(_Request("Ping")).result["Ping"]

    def listen(self, handler) -> None:
        self._manager.register_callback("", lambda event, _: handler(event))

    def replay(self, count: int, chunk: int, done) -> None:
        request = _Request("Replay")
        request.update(Count=str(count), Chunk=str(chunk))
        self._manager.send_action(request)

    def close(self) -> None:
        self._manager.close()

    @staticmethod
    def name(event):
        return event.name

    @staticmethod
    def four(event):
        return event.name, event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")

    @staticmethod
    def whole(event):
        return dict(event)


blocking(Peer)
