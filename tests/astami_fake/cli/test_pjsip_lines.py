"""``pjsip show registrations``. Outputs recorded: case `pjsip.command.registrations`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.cli import pjsip_lines
from astami_fake.cli._registry import CliError, ShowUsage


@pytest.fixture
def lab(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    """A server that registers at itself."""
    made = make_bench("22.10", overlay("lines"))
    made.clock.advance(1)
    return made


def test_a_registration_and_how_long_it_holds(lab: Any) -> None:
    """It is renewed in time, and not shown as over."""
    lab.clock.advance(99)
    row = pjsip_lines.show_registrations(lab.pbx, [])[4]
    assert row.split() == ["own/sip:127.0.0.1:5060", "n/a", "Registered", "(exp.", "3500s)"]
    assert pjsip_lines.list_registrations(lab.pbx, []) == pjsip_lines.show_registrations(lab.pbx, [])
    lab.clock.advance(3600)
    assert pjsip_lines.show_registrations(lab.pbx, [])[4] == row


def test_one_with_its_options(lab: Any) -> None:
    """Those of the file and those of the release."""
    lines = pjsip_lines.show_registration(lab.pbx, ["own"])
    assert " contact_user             : line" in lines
    assert " retry_interval           : 60" in lines
    assert pjsip_lines.show_registration(lab.pbx, ["none"]) == ["Unable to find object none.", ""]


def test_it_is_taken_back_and_begun_anew(lab: Any) -> None:
    """By its name, or all of them."""
    (line,) = lab.pbx.registrations
    pjsip_lines.send_unregister(lab.pbx, ["own"])
    assert line.status == "Unregistered"
    pjsip_lines.send_register(lab.pbx, ["*all"])
    lab.clock.advance(2)
    assert line.status == "Registered"


def test_wrong_words(lab: Any) -> None:
    """A name that no registration has, or none."""
    for command in (pjsip_lines.send_register, pjsip_lines.send_unregister):
        with pytest.raises(CliError):
            command(lab.pbx, ["none"])
        with pytest.raises(ShowUsage):
            command(lab.pbx, [])
