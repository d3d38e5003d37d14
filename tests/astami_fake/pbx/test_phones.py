"""The phones of the PBX: who they are, and when they can be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.snapshots import Party

PJSIP = "[1001]\ntype = endpoint\ncontext = calls\naors = 1001\n[1001]\ntype = aor\nmax_contacts = 1\n"


@pytest.fixture
def pbx(make_lab: Callable[..., Any]) -> Any:
    return make_lab("[calls]\nexten => 1,1,Wait(60)\n", pjsip=PJSIP, modules="").pbx


def test_a_phone_is_that_of_an_endpoint(pbx: Any) -> None:
    """One of no file can be added; one of no endpoint is none."""
    assert pbx.phones.find("1001").context == "calls"
    assert pbx.phones.find("1009") is None
    added = pbx.phones.add("1009", {"callerid": "Ann <9>", "accountcode": "sales", "context": ""})
    assert (added.caller, added.account, added.context) == (Party("9", "Ann"), "sales", "default")
    assert pbx.phones.find("1009") is added


def test_only_a_registered_phone_can_be_called(pbx: Any) -> None:
    """No channel is made to another one."""
    assert pbx.phones.request("1001") is None
    pbx.phones.find("1001").register()
    assert pbx.phones.request("1001").name == "PJSIP/1001-00000000"
    pbx.phones.find("1001").unregister()
    assert pbx.phones.request("1001") is None


def test_a_phone_without_caller_id_says_its_name(pbx: Any) -> None:
    """A trunk shows whom it likes."""
    phone = pbx.phones.find("1001")
    assert phone.calls("1").channel.caller == Party("1001")
    assert phone.calls("1", ("Ann", "+49")).channel.caller == Party("+49", "Ann")
    assert phone.present_call(1) is phone.legs[0]


def test_a_phone_that_never_had_a_call(pbx: Any) -> None:
    """There is nothing to hang up."""
    with pytest.raises(LookupError, match="phone 1001 has had 0 calls"):
        pbx.phones.find("1001").present_call()


def test_a_silent_phone_does_nothing_with_calls(pbx: Any) -> None:
    """It does not ring, whatever it was told before."""
    phone = pbx.phones.find("1001")
    phone.register()
    phone.answers(after=0.0)
    phone.unreachable()
    channel = pbx.phones.request("1001")
    assert channel.tech.call(channel)
    pbx.clock.advance(60)
    assert (channel.state, phone.present_call().state.value) == (0, "offered")
