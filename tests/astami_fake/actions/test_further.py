"""Agents and caches beyond what cases show: ends that nobody asked for, and what is not modelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def bench(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    return make_bench("22.10", overlay("further"))


def log_in(bench: Any, client: Any, data: str) -> None:
    client.do("Action: Originate", "Channel: Local/1002@default", "Application: AgentLogin", f"Data: {data}")
    bench.clock.advance(1)
    client.frames()


def statuses(client: Any) -> list[str]:
    return [line for frame in client.do("Action: Agents") for line in frame.split("\n") if line.startswith("Status")]


def test_an_agent_who_hangs_up_is_logged_off(bench: Any) -> None:
    """Whatever the reason: the agent is free to log in again, and in the same bridge."""
    client = bench.client().login()
    log_in(bench, client, "annie,s")
    assert statuses(client) == ["Status: AGENT_LOGGEDOFF", "Status: AGENT_IDLE", "Status: AGENT_LOGGEDOFF"]
    client.do("Action: Hangup", "Channel: /^Local/")
    bench.clock.advance(1)
    assert set(statuses(client)) == {"Status: AGENT_LOGGEDOFF"}
    log_in(bench, client, "annie,s")
    assert [bridge.kind.type for bridge in bench.pbx.bridges] == ["agent_hold"]
    assert bench.script.violations == []


def test_an_agent_who_is_to_be_told_something(bench: Any) -> None:
    """Without the option s Asterisk says so; that is not modelled, and reported."""
    client = bench.client().login()
    log_in(bench, client, "annie")
    assert "says something to the agent" in bench.script.violations[0]
    assert "Status: AGENT_IDLE" in statuses(client)


def test_objects_that_nobody_follows(bench: Any) -> None:
    """Which endpoints are in a cache is not modelled; that all are gone is."""
    bench.pbx.caches.find("aors").settings = bench.pbx.caches.find("aors").settings.__class__("aors", "endpoint", False)
    client = bench.client().login()
    assert client.do("Action: SorceryMemoryCacheExpire", "Cache: aors")[0].startswith("Response: Success")
    assert bench.script.violations == []
    client.do("Action: SorceryMemoryCacheStaleObject", "Cache: aors", "Object: 1000")
    assert bench.script.violations == ["astami_fake does not know which objects of the type endpoint are cached"]


def test_an_endpoint_that_is_shown_has_its_addresses_cached(bench: Any) -> None:
    """PJSIPShowEndpoint looks them up."""
    client = bench.client().login()
    client.do("Action: PJSIPShowEndpoint", "Endpoint: 1000")
    (reply,) = client.do("Action: SorceryMemoryCacheExpireObject", "Cache: aors", "Object: 1000")
    assert reply.startswith("Response: Success")
