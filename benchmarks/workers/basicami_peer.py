"""basicami: asyncio streams; events are fetched from a queue."""

import asyncio

from _measure import asynchronous
from basicami import BasicAMI


class Peer:
    concurrent = True

    def __init__(self, ami: BasicAMI) -> None:
        self._ami = ami
        self._task = None

    @classmethod
    async def connect(cls, port: int) -> "Peer":
        return cls(await BasicAMI.connect("127.0.0.1", port, "admin", "secret"))

    async def ping(self):
        return (await self._ami.send_action({"Action": "Ping"}))["Ping"]

    async def listen(self, handler) -> None:
        async def fetch() -> None:
            while True:
                for event in await self._ami.get_events(timeout=0.02):
                    handler(event)

        self._task = asyncio.create_task(fetch())

    async def replay(self, count: int, chunk: int) -> None:
        await self._ami.send_action({"Action": "Replay", "Count": str(count), "Chunk": str(chunk)}, timeout=300)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self._ami.close()

    @staticmethod
    def name(event):
        return event["Event"]

    @staticmethod
    def four(event):
        return event["Event"], event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")

    @staticmethod
    def whole(event):
        return event


asynchronous(Peer)
