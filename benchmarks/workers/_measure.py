"""What every worker shares: CPU and wall time of a block, and the command line that run.py speaks."""

import json
import sys
import time


class Measured:
    """CPU and wall seconds of the ``with`` block, for *count* operations."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.cpu = self.wall = 0.0

    def __enter__(self) -> "Measured":
        self.cpu, self.wall = -time.process_time(), -time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu += time.process_time()
        self.wall += time.perf_counter()


def worker(**measures) -> None:
    """Run the measure that the command line names (``NAME INT INT …``) and print what it took as JSON."""
    name, *numbers = sys.argv[1:]
    measured = measures[name](*map(int, numbers))
    print(json.dumps({"count": measured.count, "cpu": measured.cpu, "wall": measured.wall}))
