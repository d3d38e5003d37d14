"""Tests of the shuffled order: other orders, and only those that real Asterisk could have shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from astami import AMIClient, AMIEvent
from astami_fake import FakeAsterisk
from astami_fake.conformance import fake_target
from astami_fake.conformance.check import check_case
from astami_fake.conformance.suite import load_cases
from astami_fake.conformance.targets import Target, open_target
from astami_fake.order import Shuffle, may_swap
from astami_fake.pbx.events import Event
from astami_fake.transcript.diff import render

CONFORMANCE = Path(__file__).parents[2] / "conformance"


def event(name: str, **headers: str) -> Event:
    return Event(name, ("call",), tuple(headers.items()))


def test_a_channel_keeps_the_order_of_its_events() -> None:
    """Events of one Uniqueid, also as the called side, never change places."""
    assert not may_swap(event("BridgeDestroy", Uniqueid="1.1"), event("SoftHangupRequest", Uniqueid="1.1"))
    assert not may_swap(event("DeviceStateChange", DestUniqueid="1.1"), event("Hangup", Uniqueid="1.1"))


def test_only_what_was_seen_to_change_places_does() -> None:
    """Two legs' hangups do; one leg's Newchannel and the other's Newexten don't."""
    assert may_swap(event("Hangup", Uniqueid="1.1"), event("Hangup", Uniqueid="1.2"))
    assert may_swap(event("DeviceStateChange", Device="PJSIP/1"), event("Newchannel", Uniqueid="1.2"))
    assert not may_swap(event("Newchannel", Uniqueid="1.1"), event("Newexten", Uniqueid="1.2"))
    assert not may_swap(event("DeviceStateChange", Device="a"), event("DeviceStateChange", Device="b"))


def test_an_originate_response_goes_a_way_of_its_own() -> None:
    """OriginateResponse changes places even with events of its own channel (recorded: originate cases)."""
    assert may_swap(event("OriginateResponse", Uniqueid="1.1"), event("Newexten", Uniqueid="1.1"))


def test_the_same_seed_gives_the_same_order() -> None:
    """A failing order can be had again; nothing is lost or doubled."""
    burst = [event("Hangup", Uniqueid=f"1.{number}") for number in range(6)]
    orders = [Shuffle(seed).reorder(burst) for seed in (7, 7, 8)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(map(repr, orders[2])) == sorted(map(repr, burst))
    assert Shuffle(1).reorder([]) == []


def test_an_unknown_order_is_refused() -> None:
    """The message names what there is."""
    with pytest.raises(ValueError, match="no order 'random'; there are canonical, shuffled"):
        FakeAsterisk(order="random")  # type: ignore[arg-type]  # what is tested


def orders_of_a_call(seed: int, order: str) -> list[str]:
    with FakeAsterisk(etc=CONFORMANCE / "etc", clock="manual", order=order, seed=seed) as pbx:  # type: ignore[arg-type]
        seen: list[AMIEvent] = []
        with AMIClient(pbx.host, pbx.port, pbx.username, pbx.secret) as ami, ami.events() as events:
            ami.originate(channel="Local/1004@default", application="Wait", data="1", async_=True)
            pbx.advance(5)
            ami.ping()
            pbx.emit("End")
            for one in events:
                if one.name == "End":
                    break
                seen.append(one)
    legs = [one.get("Uniqueid", one.get("DestUniqueid", "")).rpartition(".")[2] for one in seen]  # not when it was
    return [f"{one.name} {leg}" for one, leg in zip(seen, legs, strict=True)]


def test_clients_see_the_shuffled_order() -> None:
    """Seeds give several orders of the same events; the canonical order is always one."""
    canonical = orders_of_a_call(0, "canonical")
    shuffled = [orders_of_a_call(seed, "shuffled") for seed in range(4)]
    assert canonical == orders_of_a_call(5, "canonical")
    assert len({tuple(order) for order in shuffled}) > 1
    assert all(sorted(order) == sorted(canonical) for order in shuffled)


@pytest.fixture(scope="module", params=["22.10", "16.28"])
def shuffled_fake(request: pytest.FixtureRequest) -> Iterator[Target]:
    """The fake of a release, another order each time it is started."""
    seeds = iter(range(10_000))

    def start(*args: object, **options: object) -> FakeAsterisk:
        return FakeAsterisk(*args, **options, order="shuffled", seed=next(seeds))  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fake_target, "FakeAsterisk", start)
        with open_target(f"fake:{request.param}", etc=CONFORMANCE / "etc") as target:
            yield target


def test_every_recorded_call_passes_in_other_orders(shuffled_fake: Target) -> None:
    """What the shuffled fake shows is within the freedom that the recordings describe."""
    calls = [case for case in load_cases([CONFORMANCE / "cases"]) if "originates" in case.tags]
    results = [check_case(case, shuffled_fake) for case in calls]
    red = [line for one in results if one.is_red for line in (one.reason, *render(one.case.name, one.differences))]
    assert not red, "\n".join(red)
    assert len(results) > 100
