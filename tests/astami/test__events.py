"""Subscriptions without a connection: who gets which event, what a full queue does, what a gap does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from astami import AMIConnectionLost, AMIEvent, AMIOverflowError, AMIUsageError
from astami._events import GAP_BEGINS, GAP_ENDS, Subscription, Subscriptions


def text(name: str, **headers: str) -> str:
    return "\r\n".join([f"Event: {name}", *(f"{key}: {value}" for key, value in headers.items())])


def taken(subscription: Subscription) -> list[AMIEvent]:
    found = []
    while (event := subscription.take()) is not None:
        if subscription.accepts(event):
            found.append(event)
    return found


def names(subscription: Subscription) -> list[str]:
    return [event.name for event in taken(subscription)]


def subscribed(*patterns: str, **options: Any) -> tuple[Subscriptions, Subscription]:
    headers = options.pop("headers", {})
    everybody, one = Subscriptions({}), Subscription(patterns, headers, **options)
    everybody.add(one)
    return everybody, one


@pytest.mark.parametrize(
    ("patterns", "wanted"),
    [
        ((), ["Hangup", "QueueMember", "QueueParams", "Newchannel"]),
        (("Hangup",), ["Hangup"]),
        (("hangup",), ["Hangup"]),
        (("Queue*",), ["QueueMember", "QueueParams"]),
        (("Queue[MX]ember", "New*"), ["QueueMember", "Newchannel"]),
        (("Nothing",), []),
    ],
)
def test_names(patterns: tuple[str, ...], wanted: list[str]) -> None:
    """Names and glob patterns, whatever their case; none for all."""
    everybody, one = subscribed(*patterns)
    for _ in range(2):  # the second time the name is known
        for name in ("Hangup", "QueueMember", "QueueParams", "Newchannel"):
            everybody.dispatch(text(name))
        assert names(one) == wanted


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ("PJSIP/1", ["PJSIP/1"]),
        (7, ["7"]),
        (["PJSIP/1", "7"], ["PJSIP/1", "7"]),
        (re.compile("PJSIP/.*"), ["PJSIP/1", "PJSIP/2"]),
        (lambda value: value.endswith("2"), ["PJSIP/2"]),
        (None, [None]),
        ("PJSIP/*", []),
    ],
)
def test_headers(wanted: Any, fits: list[str | None]) -> None:
    """A text is meant literally; several, a compiled pattern for the whole value, a function, None for "not there"."""
    everybody, one = subscribed("E", headers={"Channel": wanted})
    for value in ("PJSIP/1", "PJSIP/2", "7"):
        everybody.dispatch(text("E", Channel=value))
    everybody.dispatch(text("E"))
    assert [event.get("Channel") for event in taken(one)] == fits


def test_predicate_is_asked_by_the_consumer() -> None:
    """Not by the reader, whom it could hold up; what it raises is its caller's."""
    calls = []

    def predicate(event: AMIEvent) -> bool:
        calls.append(event.name)
        return event["N"] == "2"

    everybody, one = subscribed(predicate=predicate)
    everybody.dispatch(text("A", N="1"))
    everybody.dispatch(text("A", N="2"))
    assert calls == []
    assert [event["N"] for event in taken(one)] == ["2"]
    everybody.dispatch(text("A"))
    with pytest.raises(KeyError):
        taken(one)


def test_full_queue_drops_the_oldest_and_counts() -> None:
    """The consumer sees how many it missed; another consumer misses nothing."""
    everybody, slow = subscribed(queue=3)
    other = Subscription((), {})
    everybody.add(other)
    for number in range(10):
        everybody.dispatch(text("E", N=str(number)))
    assert [event["N"] for event in taken(slow)] == ["7", "8", "9"]
    assert (slow.dropped, other.dropped, other.waiting) == (7, 0, 10)


def test_full_queue_can_be_an_error() -> None:
    """What waits is still there, then the error; nothing more is kept."""
    everybody, one = subscribed(queue=2, overflow="raise")
    for number in range(5):
        everybody.dispatch(text("E", N=str(number)))
    assert [event["N"] for event in taken(one)] == ["0", "1"]
    assert isinstance(one.error, AMIOverflowError)
    assert "more than 2 events" in str(one.error)


def test_nobody_costs_no_message() -> None:
    """An event whose name nobody wants is not even made."""
    everybody, one = subscribed("Hangup")
    made = []
    one.sink = made.append
    everybody.dispatch(text("Newchannel"))
    everybody.dispatch("event: odd spelling")
    assert made == []


def test_names_that_a_peer_makes_up_do_not_fill_the_memory() -> None:
    """Only so many are remembered; the others are looked at each time."""
    everybody, one = subscribed("N*", queue=100_000)
    for number in range(5000):
        everybody.dispatch(text(f"N{number}"))
    assert one.waiting == 5000
    assert len(everybody._targets) == 2000


def test_own_use_of_an_event() -> None:
    """The client itself looks at some; they reach the others too."""
    seen: list[str] = []
    everybody = Subscriptions({"Shutdown": lambda event: seen.append(event.name)})
    everybody.dispatch(text("Shutdown"))
    one = Subscription((), {})
    everybody.add(one)
    everybody.dispatch(text("Shutdown"))
    assert (seen, names(one)) == (["Shutdown"] * 2, ["Shutdown"])


def test_ended_ones_are_forgotten() -> None:
    """They get nothing more, keep what they have, and are handed out once."""
    everybody, one = subscribed()
    everybody.dispatch(text("A"))
    one.end(None)
    everybody.dispatch(text("B"))
    assert everybody
    assert everybody.remove_ended() == [one]
    assert not everybody
    assert (everybody.remove_ended(), names(one)) == ([], ["A"])


def test_narrow() -> None:
    """What waits is looked at again."""
    everybody, one = subscribed("E")
    for number in "123":
        everybody.dispatch(text("E", N=number))
    one.narrow("N", "2")
    for number in "123":
        everybody.dispatch(text("E", N=number))
    assert [event["N"] for event in taken(one)] == ["2", "2"]


def test_loss_for_good_ends_all_but_the_lasting() -> None:
    """After what waits, with the error."""
    everybody, one = subscribed("Hangup")
    lasting, fragile = Subscription((), {}), Subscription(("Hangup",), {})
    lasting.lasting = fragile.fragile = True
    for other in (lasting, fragile):
        everybody.add(other)
    error = AMIConnectionLost("gone")
    everybody.lose(error, for_good=True)
    assert [one.error, fragile.error, lasting.error] == [error, error, None]
    assert names(lasting) == [GAP_BEGINS]


def test_gap_is_told_and_counted() -> None:
    """To those who want its names an event, to all a number; what asked for one event ends."""
    everybody, one = subscribed("Hangup")
    wide, explicit, fragile = (
        Subscription((), {}, predicate=lambda event: False),
        Subscription((GAP_ENDS,), {}),
        Subscription(("Hangup",), {}),
    )
    fragile.fragile = True
    for other in (wide, explicit, fragile):
        everybody.add(other)
    everybody.lose(AMIConnectionLost("gone"), for_good=False)
    everybody.mark_gap(GAP_ENDS, Seconds="1.5")
    assert names(one) == []
    assert names(wide) == [GAP_BEGINS, GAP_ENDS]
    assert [event["Seconds"] for event in taken(explicit)] == ["1.5"]
    assert (one.gaps, wide.gaps, one.ended, fragile.ended) == (1, 1, False, True)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"patterns": ("",)}, "no name of an event"),
        ({"patterns": (5,)}, "no name of an event"),
        ({"predicate": "x"}, "predicate is of type str"),
        ({"queue": 0}, "queue=0"),
        ({"queue": True}, "queue=True"),
        ({"overflow": "wait"}, "overflow='wait'"),
        ({"headers": {"A": 1.5}}, "A is wanted as float"),
    ],
)
def test_arguments_that_cannot_be_used(options: dict[str, Any], why: str) -> None:
    """They are named."""
    patterns, headers = options.pop("patterns", ()), options.pop("headers", {})
    with pytest.raises(AMIUsageError, match=why):
        Subscription(patterns, headers, **options)
