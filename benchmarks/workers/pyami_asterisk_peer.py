"""pyami-asterisk: asyncio streams; answers and events come to callbacks."""

import asyncio

from _measure import asynchronous
from loguru import logger
from pyami_asterisk import AMIClient

logger.remove()


class Peer:
    concurrent = True

    def __init__(self, client: AMIClient) -> None:
        self._client = client
        self._handler = None
        # Without a pattern it closes the connection after the first answer.
        client.register_event(["*"], self._on_event)

    def _on_event(self, event) -> None:
        if self._handler is not None and "Event" in event:
            self._handler(event)

    @classmethod
    async def connect(cls, port: int) -> "Peer":
        client = AMIClient(host="127.0.0.1", port=port, username="admin", secret="secret", ping_delay=0)
        peer = cls(client)
        peer._task = asyncio.create_task(client.connect_ami())
        while not client._authenticated:  # noqa: ASYNC110  it offers nothing to wait for
            await asyncio.sleep(0.001)
        return peer

    async def _send(self, action) -> dict:
        answer = asyncio.get_running_loop().create_future()
        await self._client._send_action(action, callback=answer.set_result)
        return await answer

    async def ping(self):
        return (await self._send({"Action": "Ping"}))["Ping"]

    async def listen(self, handler) -> None:
        self._handler = handler

    async def replay(self, count: int, chunk: int) -> None:
        await self._send({"Action": "Replay", "Count": str(count), "Chunk": str(chunk)})

    async def close(self) -> None:
        self._task.cancel()
        self._client._writer.close()

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
