"""No library at all: the least that a round trip, and taking events apart, costs on asyncio.

It sends a Ping made beforehand and looks for Pong; it cuts what comes at blank lines, and searches the text of each
event for what is asked. No ActionID, no check of anything, no limit, no timeout.
"""

import asyncio

from _measure import asynchronous

PING = b"Action: Ping\r\n\r\n"
END = b"\r\n\r\n"


def value(text: str, name: str) -> str:
    start = text.find(f"\r\n{name}: ") + len(name) + 4
    return text[start : text.find("\r\n", start)]


class Floor(asyncio.BufferedProtocol):
    concurrent = False

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._buffer = memoryview(bytearray(256 * 1024))
        self._handler = None
        self._rest = b""
        self._ask(b"Action: Login\r\nUsername: admin\r\nSecret: secret\r\nEvents: off\r\n\r\n")

    @classmethod
    async def connect(cls, port: int) -> "Floor":
        _, self = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        await self._answered
        return self

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._buffer[:nbytes])
        if self._handler is not None:
            whole, _, self._rest = (self._rest + data).rpartition(END)
            for text in whole.decode().split("\r\n\r\n"):
                if text.startswith("Event: "):
                    self._handler(text)
        elif b"Response: " in data and not self._answered.done():
            self._answered.set_result("Pong" if b"Pong" in data else data)

    def _ask(self, action: bytes) -> asyncio.Future:
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(action)
        return self._answered

    async def ping(self):
        return await self._ask(PING)

    async def listen(self, handler) -> None:
        self._handler = handler

    async def replay(self, count: int, chunk: int) -> None:
        self._ask(f"Action: Replay\r\nCount: {count}\r\nChunk: {chunk}\r\n\r\n".encode())

    async def close(self) -> None:
        self._transport.close()

    @staticmethod
    def name(text):
        return text[7 : text.find("\r\n")]

    @staticmethod
    def four(text):
        return text[7 : text.find("\r\n")], value(text, "Channel"), value(text, "Uniqueid"), value(text, "Linkedid")

    @staticmethod
    def whole(text):
        return dict(line.split(": ", 1) for line in text.split("\r\n"))


asynchronous(Floor)
