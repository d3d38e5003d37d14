"""astami's AsyncAMIClient. Its events are taken where the session hands them out, as subscriptions will take them."""

import asyncio

from _measure import Measured, worker

from astami import AMIEvent, AsyncAMIClient


def _client(port: int) -> AsyncAMIClient:
    return AsyncAMIClient("127.0.0.1", port, "admin", "secret", events="on")


async def _ping(port: int, count: int) -> Measured:
    async with _client(port) as ami:
        with Measured(count) as measured:
            for _ in range(count):
                response = await ami.ping()
                assert response.data["Ping"] == "Pong"
    return measured


async def _events(port: int, count: int, chunk: int) -> Measured:
    done, seen = asyncio.Event(), []

    def on_event(event: AMIEvent) -> None:
        name = event.name
        if name == "ReplayDone":
            done.set()
        elif name != "FullyBooted":
            seen.append((name, event.get("Channel"), event.get("Uniqueid"), event.get("Linkedid")))

    async with _client(port) as ami:
        ami._connection.session._on_event = on_event
        with Measured(count) as measured:
            await ami.send_action({"Action": "Replay", "Count": count, "Chunk": chunk}, timeout=300)
            await asyncio.wait_for(done.wait(), 300)
    assert len(seen) == count
    return measured


worker(
    ping=lambda port, count: asyncio.run(_ping(port, count)),
    events=lambda port, count, chunk: asyncio.run(_events(port, count, chunk)),
)
