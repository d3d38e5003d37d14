"""pytest-httpserver: an HTTP server for tests in its own thread."""

from _measure import Measured, worker
from pytest_httpserver import HTTPServer


def start_stop(_port: int, count: int) -> Measured:
    count = min(count, 4)  # half a second each
    with Measured(count) as measured:
        for _ in range(count):
            with HTTPServer(port=0):
                pass
    return measured


worker(start_stop=start_stop)
