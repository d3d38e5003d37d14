"""panoramisk: asyncio."""

import asyncio

from _measure import asynchronous
from panoramisk import Manager


class Peer:
    concurrent = True

    def __init__(self, manager: Manager) -> None:
        self._manager = manager

    @classmethod
    async def connect(cls, port: int) -> "Peer":
        manager = Manager(host="127.0.0.1", port=port, username="admin", secret="secret", ping_delay=3600)
        await manager.connect()
        while not manager.authenticated:  # noqa: ASYNC110  it offers nothing to wait for
            await asyncio.sleep(0.001)
        return cls(manager)

    async def ping(self):
        return (await self._manager.send_action({"Action": "Ping"})).ping

    async def listen(self, handler) -> None:
        self._manager.register_event("*", lambda _, message: handler(message))

    async def replay(self, count: int, chunk: int) -> None:
        self._manager.send_action({"Action": "Replay", "Count": str(count), "Chunk": str(chunk)})

    async def close(self) -> None:
        self._manager.close()

    @staticmethod
    def name(message):
        return message.event

    @staticmethod
    def four(message):
        return message.event, message.channel, message.uniqueid, message.linkedid

    @staticmethod
    def whole(message):
        return dict(message)


asynchronous(Peer)
