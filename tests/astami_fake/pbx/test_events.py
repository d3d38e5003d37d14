"""The bus, and times as events write them."""

from __future__ import annotations

from astami_fake.pbx.events import NEVER, Event, EventBus, local_time, timestamp

EVENT = Event("Test", ("system",), ())


def test_every_sink_gets_every_event() -> None:
    """In the order of subscription; one that ended its subscription gets none."""
    bus = EventBus()
    heard: list[str] = []
    end = bus.subscribe(lambda event: heard.append("first " + event.name))
    bus.subscribe(lambda event: heard.append("second"))
    bus.publish(EVENT)
    end()
    bus.publish(EVENT)
    assert heard == ["first Test", "second", "second"]


def test_a_sink_may_end_while_it_is_told() -> None:
    """Those who are subscribed at that moment are all told."""
    bus = EventBus()
    heard: list[int] = []
    ends = [bus.subscribe(lambda event: ends[0]()), bus.subscribe(lambda event: heard.append(1))]
    bus.publish(EVENT)
    assert heard == [1]


def test_times() -> None:
    """Security events have milliseconds, records of calls whole seconds; no time is the epoch."""
    assert timestamp(1_700_000_000.25) == "2023-11-14T22:13:20.250+0000"
    assert timestamp(0) == NEVER
    assert local_time(1_700_000_000.9) == "2023-11-14 22:13:20"
