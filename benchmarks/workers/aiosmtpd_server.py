"""aiosmtpd's Controller: an SMTP server for tests in its own thread."""

import socket

from _measure import Measured, worker
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink


def start_stop(_port: int, count: int) -> Measured:
    def once(port: int) -> None:
        controller = Controller(Sink(), hostname="127.0.0.1", port=port)
        controller.start()
        controller.stop()

    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    once(free)
    with Measured(count) as measured:
        for _ in range(count):
            once(free)
    return measured


worker(start_stop=start_stop)
