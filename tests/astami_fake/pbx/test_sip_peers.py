"""The peers of chan_sip in a PBX of 16.28."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import devices

SIP = """[general]
bindport = 5070
[2001]
type = friend
host = dynamic
[2000]
type = friend
host = dynamic
[gateway]
type = peer
host = 192.0.2.10
"""
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = chan_sip.so\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab("[default]\n", "16.28", modules=MODULES, sip=SIP)


def test_peers_in_their_orders(lab: Any) -> None:
    """By name in most lists, in that of the driver's table in others."""
    assert [peer.name for peer in lab.pbx.sip_peers.by_name()] == ["2000", "2001", "gateway"]
    assert [peer.name for peer in lab.pbx.sip_peers.by_hash()] == ["2001", "2000", "gateway"]


def test_states_of_devices(lab: Any) -> None:
    """One that registers is nowhere, one with an address is taken to be there."""
    assert lab.pbx.devices.state("SIP/2000") == devices.UNAVAILABLE
    assert lab.pbx.devices.state("SIP/gateway") == devices.NOT_INUSE
    assert lab.pbx.devices.state("SIP/none") == devices.INVALID


def test_read_again(lab: Any) -> None:
    """With the module; what is not modelled is told each time."""
    (lab.folder / "sip.conf").write_text("[general]\nregister => a:b@c\n[2002]\ntype = peer\n", encoding="utf-8")
    lab.pbx.modules.reload("chan_sip.so")
    assert [peer.name for peer in lab.pbx.sip_peers.by_name()] == ["2002"]
    assert lab.pbx.problems == ["sip.conf: a registration with another server is not modelled; it does nothing"]


def test_without_its_module_there_are_none(make_lab: Callable[..., Any]) -> None:
    """sip.conf is not read, and its devices are unknown."""
    lab = make_lab("[default]\n", "16.28", sip="[2000]\ntype = peer\n")
    assert lab.pbx.sip_peers.find("2000") is None
    assert lab.pbx.devices.state("SIP/2000") == devices.INVALID
