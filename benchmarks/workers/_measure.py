"""What every worker shares: the questions, and the command line that run.py speaks.

A worker drives one library behind a small class, ``Peer`` (blocking) or ``AsyncPeer``: how it connects, pings, has
many actions under way, and hands events over. The questions are asked here, in the same words for all. A question for
which its class has no method is one that the library cannot do, and ``cannot`` says why.
"""

import asyncio
import gc
import json
import os
import sys
import threading
import time

#: Operations before the clock starts.
WARM_UP = 200
#: Events before the memory is looked at for the first time.
FIRST_EVENTS = 20_000
IN_FLIGHT = 100
#: Seconds without a new event after which a library is taken to hang.
STALLED = 15


class Cannot(Exception):
    """The library has no way to do this."""


class Lost(Exception):
    """Events did not come."""


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

    def result(self) -> dict[str, float]:
        """For run.py."""
        return {"count": self.count, "cpu": self.cpu, "wall": self.wall}


def rss() -> int:
    """Bytes of memory that this process has in use."""
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Counter:
    """Takes events as a handler of an application does, and knows when the last has come.

    Args:
        peer: whose events these are; it knows how to read them.
        look: ``four`` reads the name and three further headers, ``whole`` makes a dictionary of all of them.
        done: called when the replay is over.
    """

    def __init__(self, peer, look: str, done) -> None:
        self._name, self._look, self._done = peer.name, getattr(peer, look), done
        self.seen = 0
        self.last: object = None

    def __call__(self, event) -> None:
        """Take one event."""
        name = self._name(event)
        if name == "ReplayDone":
            self._done()
        elif name != "FullyBooted":
            self.last = self._look(event)
            self.seen += 1


def _is_pong(answer) -> None:
    if answer != "Pong":
        raise AssertionError(f"the answer to a Ping is {answer!r}")


def _has(peer, what: str) -> None:
    if not hasattr(peer, what):
        raise Cannot(peer.cannot[what])


def _check(counter: Counter, count: int) -> None:
    if counter.seen != count or not counter.last:
        raise Lost(f"{counter.seen} of {count} events came")


def blocking(peer_type) -> None:
    """Ask a blocking library; the command line names the question."""

    def ping(port: int, count: int):
        _has(peer_type, "ping")
        peer = peer_type(port)
        for _ in range(WARM_UP):
            peer.ping()
        with Measured(count) as measured:
            for _ in range(count):
                _is_pong(peer.ping())
        peer.close()
        return measured.result()

    def flight(port: int, count: int):
        _has(peer_type, "flight")
        peer = peer_type(port)
        peer.flight(IN_FLIGHT)
        with Measured(count // IN_FLIGHT * IN_FLIGHT) as measured:
            for _ in range(count // IN_FLIGHT):
                for answer in peer.flight(IN_FLIGHT):
                    _is_pong(answer)
        peer.close()
        return measured.result()

    def replay(peer, count: int, chunk: int, look: str) -> None:
        done = threading.Event()
        counter = Counter(peer, look, done.set)
        peer.listen(counter)
        peer.replay(count, chunk, done)
        seen = -1
        while not done.wait(STALLED):
            if counter.seen == seen:
                raise TimeoutError(f"stalls after {counter.seen} of {count} events")
            seen = counter.seen
        _check(counter, count)

    def events(port: int, count: int, chunk: int, look: str = "four"):
        _has(peer_type, "listen")
        peer = peer_type(port)
        with Measured(count) as measured:
            replay(peer, count, chunk, look)
        peer.close()
        return measured.result()

    def memory(port: int, count: int):
        _has(peer_type, "listen")
        peer = peer_type(port)
        replay(peer, FIRST_EVENTS, 50, "four")
        before = rss()
        replay(peer_type(port), count, 50, "four")
        return {"count": 1, "bytes": max(0, rss() - before)}

    def idle(port: int, count: int):
        first = peer_type(port)
        before = rss()
        peers = [peer_type(port) for _ in range(count)]
        taken = rss() - before
        for peer in (first, *peers):
            peer.close()
        return {"count": count, "bytes": taken}

    _main(ping=ping, flight=flight, events=events, dicts=lambda *n: events(*n, look="whole"), memory=memory, idle=idle)


def asynchronous(peer_type) -> None:
    """Ask an asyncio library; the command line names the question."""

    async def ping(port: int, count: int):
        _has(peer_type, "ping")
        peer = await peer_type.connect(port)
        for _ in range(WARM_UP):
            await peer.ping()
        with Measured(count) as measured:
            for _ in range(count):
                _is_pong(await peer.ping())
        await peer.close()
        return measured.result()

    async def flight(port: int, count: int):
        if not peer_type.concurrent:
            raise Cannot(peer_type.cannot["flight"])
        peer = await peer_type.connect(port)

        async def together(number: int):
            """As the library does it, or else as tasks."""
            if hasattr(peer, "flight"):
                return await peer.flight(number)
            return await asyncio.gather(*(peer.ping() for _ in range(number)))

        await together(IN_FLIGHT)
        with Measured(count // IN_FLIGHT * IN_FLIGHT) as measured:
            for _ in range(count // IN_FLIGHT):
                for answer in await together(IN_FLIGHT):
                    _is_pong(answer)
        await peer.close()
        return measured.result()

    async def replay(peer, count: int, chunk: int, look: str) -> None:
        done = asyncio.Event()
        counter = Counter(peer, look, done.set)
        await peer.listen(counter)
        await peer.replay(count, chunk)
        seen = -1
        while not done.is_set():
            try:
                await asyncio.wait_for(done.wait(), STALLED)
            except TimeoutError:
                if counter.seen == seen:
                    raise TimeoutError(f"stalls after {counter.seen} of {count} events") from None
                seen = counter.seen
        _check(counter, count)

    async def events(port: int, count: int, chunk: int, look: str = "four"):
        _has(peer_type, "listen")
        peer = await peer_type.connect(port)
        with Measured(count) as measured:
            await replay(peer, count, chunk, look)
        await peer.close()
        return measured.result()

    async def memory(port: int, count: int):
        _has(peer_type, "listen")
        peer = await peer_type.connect(port)
        await replay(peer, FIRST_EVENTS, 50, "four")
        before = rss()
        await replay(await peer_type.connect(port), count, 50, "four")
        return {"count": 1, "bytes": max(0, rss() - before)}

    async def idle(port: int, count: int):
        first = await peer_type.connect(port)
        before = rss()
        peers = [await peer_type.connect(port) for _ in range(count)]
        taken = rss() - before
        for peer in (first, *peers):
            await peer.close()
        return {"count": count, "bytes": taken}

    def run(question):
        return lambda *numbers, **options: asyncio.run(question(*numbers, **options))

    _main(
        ping=run(ping),
        flight=run(flight),
        events=run(events),
        dicts=lambda *numbers: run(events)(*numbers, look="whole"),
        memory=run(memory),
        idle=run(idle),
    )


def worker(**measures) -> None:
    """Run the measure that the command line names, of a worker that is no AMI client."""
    _main(**{name: lambda *numbers, ask=ask: ask(*numbers).result() for name, ask in measures.items()})


def _main(**measures) -> None:
    name, *numbers = sys.argv[1:]
    try:
        print(json.dumps(measures[name](*map(int, numbers))), flush=True)
    except Cannot as reason:
        print(json.dumps({"cannot": str(reason)}), flush=True)
    # What a library left running (threads, tasks, connections) must not keep the process.
    sys.stdout.flush()
    os._exit(0)
