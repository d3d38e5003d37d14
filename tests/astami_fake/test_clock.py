"""PBX time: real, advanced by hand, or jumping when clients are idle."""

from __future__ import annotations

import asyncio

import pytest

from astami_fake.clock import JumpClock, ManualClock, RealClock


def test_manual_time_stands_still() -> None:
    """A manual clock moves only when it is told to."""
    clock = ManualClock(100.0)
    called: list[float] = []
    clock.call_later(1.0, lambda: called.append(clock.now()))
    assert (clock.now(), called) == (100.0, [])
    clock.advance(0.5)
    assert (clock.now(), called) == (100.5, [])
    clock.advance(2.0)
    assert (clock.now(), called) == (102.5, [101.0])


def test_due_in_order_also_what_is_added_on_the_way() -> None:
    """Callbacks come by time, those of one time in order of asking; what they ask for within the span comes too."""
    clock = ManualClock(0.0)
    called: list[str] = []

    def first() -> None:
        called.append("first")
        clock.call_later(0.5, lambda: called.append("added"))

    clock.call_later(2.0, lambda: called.append("last"))
    clock.call_later(1.0, first)
    clock.call_later(1.0, lambda: called.append("second"))
    clock.call_later(-5.0, lambda: called.append("overdue"))
    clock.advance(2.0)
    assert called == ["overdue", "first", "second", "added", "last"]


def test_cancelled_is_not_called() -> None:
    """A cancelled timer is not called and does not count as due; cancelling twice does no harm."""
    clock = ManualClock(0.0)
    timer = clock.call_later(1.0, pytest.fail)
    timer.cancel()
    timer.cancel()
    assert clock.next_due() is None
    clock.advance(2.0)


def test_time_does_not_go_back() -> None:
    """A negative span is refused."""
    with pytest.raises(ValueError, match="does not go back"):
        ManualClock().advance(-1)


@pytest.mark.asyncio
async def test_real_clock_uses_the_loop() -> None:
    """A real clock calls back by the loop, and not after it was closed."""
    clock = RealClock(asyncio.get_running_loop())
    called = asyncio.Event()
    clock.call_later(0.0, called.set)
    await asyncio.wait_for(called.wait(), 5)
    late = asyncio.Event()
    clock.call_later(0.0, late.set)
    clock.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not late.is_set()


@pytest.mark.asyncio
async def test_jump_clock_goes_to_what_is_due_when_idle() -> None:
    """Half an hour passes at once when nobody writes, step by step."""
    clock = JumpClock(asyncio.get_running_loop(), idle=0.0)
    start, called, done = clock.now(), [], asyncio.Event()
    clock.call_later(600, lambda: called.append(clock.now() - start))
    clock.call_later(1800, done.set)
    await asyncio.wait_for(done.wait(), 5)
    assert called == pytest.approx([600])
    assert clock.now() - start == pytest.approx(1800)


@pytest.mark.asyncio
async def test_jump_clock_does_not_go_to_what_is_due_beside() -> None:
    """It comes on the way to what is awaited, at its own time, and alone it lets time stand."""
    clock = JumpClock(asyncio.get_running_loop(), idle=0.0)
    before, called = clock.now(), list[float]()
    done = asyncio.Event()

    def again() -> None:
        called.append(clock.now() - before)
        clock.call_beside(5.0, again)

    clock.call_beside(5.0, again)
    for _ in range(5):
        await asyncio.sleep(0)
    assert clock.now() == before
    clock.call_later(12.0, done.set)
    await asyncio.wait_for(done.wait(), 5)
    assert called == [5.0, 10.0]
    assert clock.now() == before + 12.0


@pytest.mark.asyncio
async def test_jump_clock_does_not_take_time_from_a_client() -> None:
    """What a client has to do in time is due in real seconds: a jump of an hour does not bring it; a closed clock
    forgets it."""
    loop = asyncio.get_running_loop()
    clock = JumpClock(loop, idle=0.0)
    jumped, due = asyncio.Event(), asyncio.Event()
    late = clock.call_for_client(1000, pytest.fail)
    clock.call_later(3600, jumped.set)
    await asyncio.wait_for(jumped.wait(), 5)
    late.cancel()
    clock.call_for_client(0.001, due.set)
    await asyncio.wait_for(due.wait(), 5)
    clock.call_for_client(0.0, pytest.fail)
    clock.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_jump_clock_waits_while_clients_write() -> None:
    """Input begins the idle time anew; a closed clock does not jump."""
    loop = asyncio.get_running_loop()
    clock = JumpClock(loop, idle=0.0)
    clock.call_later(1, pytest.fail)
    clock.touch()
    clock.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.touch()
