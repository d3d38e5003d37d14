"""Work that takes PBX time: waits, signals, cancelling, one step after the other."""

from __future__ import annotations

import pytest

from astami_fake.clock import ManualClock
from astami_fake.pbx.tasks import TIMED_OUT, Promise, RunQueue, Signal, Sleep, Task, Until, Waiting


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


def test_a_task_runs_to_its_first_wait_when_it_is_made(clock: ManualClock) -> None:
    """And ends when its time has come, with its result."""
    seen = []

    def work() -> Waiting[str]:
        seen.append("begun")
        yield Sleep(2)
        return "over"

    task = Task(clock, work())
    assert seen == ["begun"]
    clock.advance(1.9)
    assert not task.done
    clock.advance(0.1)
    assert task.done
    assert task.result == "over"


def test_a_signal_brings_its_value(clock: ManualClock) -> None:
    """And the time that was waited for does not come any more."""
    seen = []
    signal = Signal()

    def work() -> Waiting[None]:
        seen.append((yield Until(signal, 5)))
        seen.append((yield Until(signal, 5)))

    Task(clock, work())
    signal.fire("value")
    clock.advance(4.9)
    assert seen == ["value"]
    clock.advance(0.1)
    assert seen == ["value", TIMED_OUT]
    assert repr(TIMED_OUT) == "TIMED_OUT"


def test_cancel_runs_finally(clock: ManualClock) -> None:
    """A cancelled task has no result and is woken by nothing."""
    seen = []

    def work() -> Waiting[str]:
        try:
            yield Sleep(1)
        finally:
            seen.append("finally")
        return "never"

    task = Task(clock, work(), lambda result: seen.append(result))
    task.cancel()
    task.cancel()
    assert seen == ["finally", None]
    clock.advance(2)
    assert task.done
    assert task.result is None


def test_a_task_that_cancels_itself_ends_at_its_next_wait(clock: ManualClock) -> None:
    """Not in the middle of a step."""
    seen = []
    tasks: list[Task[None]] = []

    def work() -> Waiting[None]:
        yield Sleep(1)
        tasks[0].cancel()
        seen.append("goes on")
        yield Sleep(1)
        seen.append("never")

    tasks.append(Task(clock, work()))
    clock.advance(5)
    assert seen == ["goes on"]
    assert tasks[0].done


def test_a_queue_lets_a_step_end_before_the_next_begins(clock: ManualClock) -> None:
    """What one task wakes goes on behind it."""
    seen = []
    queue = RunQueue()
    signal = Signal()

    def waits() -> Waiting[None]:
        yield Until(signal)
        seen.append("woken")

    def wakes() -> Waiting[None]:
        signal.fire()
        seen.append("has fired")
        yield Sleep(1)

    Task(clock, waits(), queue=queue)
    Task(clock, wakes(), queue=queue)
    assert seen == ["has fired", "woken"]


def test_a_task_cancelled_between_wake_and_step_does_not_step(clock: ManualClock) -> None:
    """Its turn in the queue passes."""
    seen = []
    queue = RunQueue()
    signal = Signal()

    def waits() -> Waiting[None]:
        yield Until(signal)
        seen.append("never")

    task = Task(clock, waits(), queue=queue)

    def wake_and_cancel() -> None:
        signal.fire()
        task.cancel()

    queue.soon(wake_and_cancel)
    assert seen == []
    assert task.done


def test_a_queue_goes_on_after_an_exception() -> None:
    """The exception reaches the one who has begun; later work runs."""
    queue = RunQueue()
    seen = []

    def fails() -> None:
        raise RuntimeError("x")

    with pytest.raises(RuntimeError, match="x"):
        queue.soon(fails)
    queue.soon(lambda: seen.append("after"))
    assert seen == ["after"]


def test_a_promise_gives_its_first_value_to_all(clock: ManualClock) -> None:
    """To those who wait and to those who come later."""
    promise: Promise[int] = Promise()
    early = Task(clock, promise.wait())
    promise.set(1)
    promise.set(2)
    late = Task(clock, promise.wait())
    assert (early.result, late.result) == (1, 1)
