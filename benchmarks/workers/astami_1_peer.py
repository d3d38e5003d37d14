"""The astami 1.1 of the registry, asyncio: answers only."""

from typing import ClassVar

from _measure import asynchronous

from astami import AsyncAMIClient


class Peer:
    concurrent = False
    cannot: ClassVar = {"listen": "has no events", "flight": "one action at a time"}

    def __init__(self, ami: AsyncAMIClient) -> None:
        self._ami = ami

    @classmethod
    async def connect(cls, port: int) -> "Peer":
        ami = AsyncAMIClient("127.0.0.1", port, "admin", "secret")
        await ami.connect()
        await ami.login()
        return cls(ami)

    async def ping(self):
        return (await self._ami.send_action({"Action": "Ping"})).data["Ping"]

    async def close(self) -> None:
        await self._ami.disconnect()


asynchronous(Peer)
