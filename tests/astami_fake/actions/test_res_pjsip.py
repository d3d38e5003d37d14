"""Lists of PJSIP's objects; what they say is in the cases `pjsip.*`, here is what leads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def admin(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    bench = make_bench("22.10", overlay("states"))
    return bench, bench.client().login()


def test_registered_contacts_are_listed(admin: Any) -> None:
    """Those of the file are not; without any it is an error."""
    bench, client = admin
    assert client.do("Action: PJSIPShowContacts") == ["Response: Error\nMessage: No Contacts found\n"]
    contact = bench.pbx.pjsip.register("1000", "sip:1000@127.0.0.1:5070")
    _, item, end = client.do("Action: PJSIPShowContacts")
    assert f"ObjectName: 1000;@{contact.digest}" in item
    assert "ViaPort: 5070" in item
    assert "ListItems: 1" in end


def test_an_endpoint_counts_its_contacts(admin: Any) -> None:
    """All of them, and those that have registered."""
    bench, client = admin
    bench.pbx.pjsip.register("1000")
    frames = client.do("Action: PJSIPShowEndpoint", "Endpoint: 1000")
    aor = next(frame for frame in frames if "Event: AorDetail" in frame)
    assert "TotalContacts: 1\nContactsRegistered: 1" in aor


def test_a_contact_that_was_asked_tells_its_time(admin: Any) -> None:
    """1001 is asked as soon as it registers."""
    bench, client = admin
    bench.pbx.pjsip.register("1001")
    _, item, _ = client.do("Action: PJSIPShowRegistrationInboundContactStatuses")
    assert "Status: Reachable\nRoundtripUsec: 500" in item
