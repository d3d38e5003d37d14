"""``${…}`` in texts: names, substrings, nesting. Values recorded: variables.substitution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import substitution, technologies
from astami_fake.pbx.channel import Channel

PLAN = "[globals]\nOFFICE = Berlin\nRINGTIME = 20\nBOTH = ${OFFICE}-${RINGTIME}\n[default]\nexten => 1,1,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN)


@pytest.fixture
def channel(lab: Any) -> Channel:
    made = technologies.request(lab.pbx, "Local", "1@default")
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x${OFFICE}y", "xBerliny"),
        ("${OFFICE:1:3}", "erl"),
        ("${OFFICE:-3}", "lin"),
        ("${OFFICE:-3:2}", "li"),
        ("${OFFICE:-9}", "Berlin"),
        ("${OFFICE:0:-2}", "Berl"),
        ("${OFFICE:9}", ""),
        ("${LEN(${OFFICE})}", "6"),
        ("${LEN(${OFFICE}):0:1}", "6"),
        ("${${NIX}OFFICE}", "Berlin"),
        ("${NIX}", ""),
        ("${IF($[1=2]?a:b)}", "b"),
        ("$$", "$$"),
        ("a$b", "a$b"),
        ("${OFFICE", "Berlin"),
        ("$[${LEN(abc)} + 1]", "4"),
        ("${BOTH}", "Berlin-20"),
    ],
)
def test_names_are_replaced(lab: Any, text: str, value: str) -> None:
    """By globals where there is no channel."""
    assert substitution.substitute(lab.pbx, None, text) == value


def test_a_channel_has_names_of_its_own(lab: Any, channel: Channel) -> None:
    """Some are built in and win over variables of that name."""
    channel.variables.set("EXTEN", "other")
    channel.variables.set("OFFICE", "Bonn")
    channel.cause = 17
    text = "${CONTEXT} ${EXTEN} ${PRIORITY} ${CHANNEL} ${UNIQUEID} ${HANGUPCAUSE} ${OFFICE}"
    assert substitution.substitute(lab.pbx, channel, text) == (
        "default 1 1 Local/1@default-00000000;1 1700000000.0 17 Bonn"
    )


def test_the_pbx_has_names_too(lab: Any) -> None:
    """Its time, its name, its id."""
    assert substitution.read(lab.pbx, None, "EPOCH") == "1700000000"
    assert substitution.read(lab.pbx, None, "SYSTEMNAME") == ""
    assert substitution.read(lab.pbx, None, "ENTITYID") == "02:00:00:00:00:01"
    assert substitution.read(lab.pbx, None, "EXTEN") is None
