"""No library at all: the least that a round trip takes on a blocking socket: a Ping made beforehand."""

import socket

from _measure import blocking

PING = b"Action: Ping\r\n\r\n"


class Floor:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._ask(b"Action: Login\r\nUsername: admin\r\nSecret: secret\r\nEvents: off\r\n\r\n")

    def _ask(self, action: bytes) -> bytes:
        self._socket.sendall(action)
        data = b""
        while b"Response: " not in data:
            data = self._socket.recv(65536)
        return data

    def ping(self):
        data = self._ask(PING)
        return "Pong" if b"Pong" in data else data

    def close(self) -> None:
        self._socket.close()


blocking(Floor)
