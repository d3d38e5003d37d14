"""astami_fake's FakeAsterisk as a sync context manager: its own thread, a listening socket, and all gone again."""

from _measure import Measured, worker

from astami_fake import FakeAsterisk


def start_stop(_port: int, count: int) -> Measured:
    with FakeAsterisk():
        pass
    with Measured(count) as measured:
        for _ in range(count):
            with FakeAsterisk():
                pass
    return measured


worker(start_stop=start_stop)
