"""astami's AsyncAMIClient: events as functions given to ``on``."""

from _measure import asynchronous

from astami import AsyncAMIClient


class Peer:
    concurrent = True

    def __init__(self, ami: AsyncAMIClient) -> None:
        self._ami = ami

    @classmethod
    async def connect(cls, port: int) -> "Peer":
        ami = AsyncAMIClient("127.0.0.1", port, "admin", "secret", timeout=60)
        await ami.connect()
        await ami.login()
        return cls(ami)

    async def ping(self):
        return (await self._ami.ping()).headers["Ping"]

    async def flight(self, count: int):
        return [answer.headers["Ping"] for answer in await self._ami.send_actions(["Ping"] * count)]

    async def listen(self, handler) -> None:
        self._ami.on(queue=10_000_000)(handler)

    async def replay(self, count: int, chunk: int) -> None:
        await self._ami.send_action({"Action": "Replay", "Count": count, "Chunk": chunk}, timeout=300)

    async def close(self) -> None:
        await self._ami.disconnect()

    @staticmethod
    def name(event):
        return event.name

    @staticmethod
    def four(event):
        return event.name, event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")

    @staticmethod
    def whole(event):
        return event.data


asynchronous(Peer)
