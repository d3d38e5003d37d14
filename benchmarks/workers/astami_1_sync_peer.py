"""The astami 1.1 of the registry, blocking: answers only."""

from typing import ClassVar

from _measure import blocking

from astami import AMIClient


class Peer:
    cannot: ClassVar = {"listen": "has no events", "flight": "one action at a time"}

    def __init__(self, port: int) -> None:
        self._ami = AMIClient("127.0.0.1", port, "admin", "secret").__enter__()

    def ping(self):
        return self._ami.send_action({"Action": "Ping"}).data["Ping"]

    def close(self) -> None:
        self._ami.__exit__(None, None, None)


blocking(Peer)
