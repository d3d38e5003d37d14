"""Dialplan functions: what they read and write, and what becomes of those that are not here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import functions, technologies
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.snapshots import Party


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab("[globals]\nOFFICE = Berlin\n[default]\nexten => 1,1,Wait(60)\n")


@pytest.fixture
def channel(lab: Any) -> Channel:
    made = technologies.request(lab.pbx, "Local", "1@default")
    assert made is not None
    lab.events.clear()
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GLOBAL(OFFICE)", "Berlin"),
        ("GLOBAL(NIX)", ""),
        ("LEN(a b)", "3"),
        ("LEN(é)", "2"),
        ("TOUPPER(abc)", "ABC"),
        ("TOLOWER(ABC)", "abc"),
        ("ISNULL()", "1"),
        ("ISNULL(x)", "0"),
        ("EXISTS()", "0"),
        ("EXISTS(x)", "1"),
        ("IF(1?a:b)", "a"),
        ("IF(0?a:b)", "b"),
        ("IF(0?a)", ""),
        ("IF(x)", None),
        ("CALLERID(num)", ""),
        ("CONNECTEDLINE(name)", ""),
        ("CHANNEL(name)", ""),
        ("LOCAL(x)", ""),
        ("DB(f/k)", "v"),
        ("DB(f/none)", ""),
        ("DB_EXISTS(f/k)", "1"),
        ("DB_EXISTS(f/none)", "0"),
        ("EVAL(${OFFICE})", "Berlin"),
    ],
)
def test_functions_read_without_a_channel(lab: Any, name: str, value: str | None) -> None:
    """What belongs to a channel is empty then."""
    lab.pbx.astdb.put("f", "k", "v")
    assert functions.read(lab.pbx, None, name) == value
    assert lab.pbx.problems == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CALLERID(num)", "12"),
        ("CALLERID(name)", "Ann"),
        ("CALLERID(all)", '"Ann" <12>'),
        ("CALLERID(ani2)", ""),
        ("CONNECTEDLINE(num)", "13"),
        ("CHANNEL(name)", "Local/1@default-00000000;1"),
        ("CHANNEL(state)", "Down"),
        ("CHANNEL(language)", "en"),
        ("CHANNEL(accountcode)", "acc"),
        ("CHANNEL(uniqueid)", "1700000000.0"),
        ("CHANNEL(linkedid)", "1700000000.0"),
        ("CHANNEL(channeltype)", "Local"),
        ("CHANNEL(context)", "default"),
        ("CHANNEL(exten)", "1"),
    ],
)
def test_functions_read_a_channel(lab: Any, channel: Channel, name: str, value: str) -> None:
    """Its caller, its line, itself."""
    channel.caller, channel.connected, channel.account = Party("12", "Ann"), Party("13", "Bob"), "acc"
    assert functions.read(lab.pbx, channel, name) == value


def test_writing_a_channel_is_told(lab: Any, channel: Channel) -> None:
    """By the event of what changed."""
    for name, value in (
        ("CALLERID(num)", "12"),
        ("CALLERID(name)", "Ann"),
        ("CALLERID(all)", '"Bob" <13>'),
        ("CONNECTEDLINE(num)", "14"),
        ("CHANNEL(accountcode)", "acc"),
        ("CHANNEL(language)", "de"),
    ):
        assert functions.write(lab.pbx, channel, name, value)
    assert [event.name for event in lab.events] == ["NewCallerid"] * 3 + ["NewConnectedLine", "NewAccountCode"]
    assert (channel.caller, channel.language) == (Party("13", "Bob"), "de")


@pytest.mark.parametrize("name", ["CALLERID(num)", "CONNECTEDLINE(num)", "CHANNEL(language)"])
def test_what_belongs_to_a_channel_cannot_be_written_without_one(lab: Any, name: str) -> None:
    """Nor anything of a caller that there is not."""
    assert not functions.write(lab.pbx, None, name, "x")


def test_a_part_that_is_not_there_cannot_be_written(lab: Any, channel: Channel) -> None:
    """Nor a function that can only be read."""
    assert not functions.write(lab.pbx, channel, "CALLERID(ani2)", "x")
    assert not functions.write(lab.pbx, channel, "CONNECTEDLINE(x)", "x")
    assert not functions.write(lab.pbx, channel, "LEN(x)", "x")
    assert not functions.write(lab.pbx, channel, "DB(f)", "x")
    assert lab.pbx.problems == []


def test_astdb_is_written_and_deleted(lab: Any, channel: Channel) -> None:
    """DB() leaves what it read in DB_RESULT; DB_DELETE gives what it deletes."""
    assert functions.write(lab.pbx, channel, "DB(f/a/b)", "v")
    assert functions.read(lab.pbx, channel, "DB(f/a/b)") == "v"
    assert channel.variables.get("DB_RESULT") == "v"
    assert functions.read(lab.pbx, channel, "DB_DELETE(f/a/b)") == "v"
    assert lab.pbx.astdb.get("f", "a/b") is None


def test_a_global_is_told(lab: Any) -> None:
    """As VarSet of no channel."""
    assert functions.write(lab.pbx, None, "GLOBAL(A)", "b")
    assert lab.told("VarSet") == [
        {"Event": "VarSet", "Channel": "none", "Uniqueid": "none", "Variable": "A", "Value": "b"}
    ]


def test_an_unknown_function_is_reported(lab: Any, channel: Channel) -> None:
    """It reads as nothing and cannot be written, as on a real server."""
    assert functions.read(lab.pbx, None, "NOFUNC(x)") is None
    assert not functions.write(lab.pbx, None, "NOFUNC(x)", "y")
    assert functions.read(lab.pbx, channel, "CHANNEL(rtpqos)") == ""
    assert not functions.write(lab.pbx, channel, "CHANNEL(rtpqos)", "y")
    assert lab.pbx.problems == [
        "function NOFUNC is not modelled; it reads as nothing",
        "function NOFUNC is not modelled; it is not set",
        "CHANNEL(rtpqos) is not modelled; it reads as nothing",
        "setting CHANNEL(rtpqos) is not modelled; it is not set",
    ]
