"""panoramisk: asyncio."""

import asyncio

from _measure import Measured, worker
from panoramisk import Manager


async def _client(port: int) -> Manager:
    manager = Manager(host="127.0.0.1", port=port, username="admin", secret="secret", ping_delay=3600)
    await manager.connect()
    while not manager.authenticated:  # noqa: ASYNC110  it offers nothing to wait for
        await asyncio.sleep(0.001)
    return manager


async def _ping(port: int, count: int) -> Measured:
    manager = await _client(port)
    with Measured(count) as measured:
        for _ in range(count):
            response = await manager.send_action({"Action": "Ping"})
            assert response.ping == "Pong"
    manager.close()
    return measured


async def _events(port: int, count: int, chunk: int) -> Measured:
    manager = await _client(port)
    done, seen = asyncio.Event(), []

    def on_event(_, message):
        name = message.event
        if name == "ReplayDone":
            done.set()
        else:
            seen.append((name, message.channel, message.uniqueid, message.linkedid))

    manager.register_event("*", on_event)
    with Measured(count) as measured:
        manager.send_action({"Action": "Replay", "Count": str(count), "Chunk": str(chunk)})
        await asyncio.wait_for(done.wait(), 300)
    assert len(seen) >= count
    manager.close()
    return measured


worker(
    ping=lambda port, count: asyncio.run(_ping(port, count)),
    events=lambda port, count, chunk: asyncio.run(_events(port, count, chunk)),
)
