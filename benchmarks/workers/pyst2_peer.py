"""pyst2: blocking, with three threads."""

import warnings
from typing import ClassVar

from _measure import blocking

warnings.simplefilter("ignore")  # it uses names of threading that are deprecated
from asterisk.manager import Manager  # noqa: E402


class Peer:
    cannot: ClassVar = {"flight": "send_action waits for each answer"}

    def __init__(self, port: int) -> None:
        self._manager = Manager()
        self._manager.connect("127.0.0.1", port)
        self._manager.login("admin", "secret")

    def ping(self):
        return self._manager.ping().get_header("Ping")

    def listen(self, handler) -> None:
        self._manager.register_event("*", lambda event, _: handler(event))

    def replay(self, count: int, chunk: int, done) -> None:
        self._manager.send_action({"Action": "Replay", "Count": str(count), "Chunk": str(chunk)})

    def close(self) -> None:
        """Its own close waits for a thread that never ends; the process does not wait for it."""

    @staticmethod
    def name(event):
        return event.name

    @staticmethod
    def four(event):
        get = event.get_header
        return event.name, get("Channel"), get("Uniqueid"), get("Linkedid")

    @staticmethod
    def whole(event):
        return event.headers


blocking(Peer)
