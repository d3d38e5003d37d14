"""Masks of classes are read as real Asterisk reads them (cases events.mask.* and login.events.*)."""

from __future__ import annotations

import pytest

from astami_fake import privileges
from astami_fake.privileges import ALL, CLASSES, NONE, mask, text

USER, CALL, SYSTEM = CLASSES["user"], CLASSES["call"], CLASSES["system"]


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        ("on", ALL),
        ("TRUE", ALL),
        ("all", ALL),
        ("off", NONE),
        ("No", NONE),
        ("none", NONE),
        ("ALL", NONE),
        ("Call", NONE),
        ("bogus", NONE),
        ("-1", NONE),
        ("", ALL),
        ("0", NONE),
        ("1", SYSTEM),
        ("64", USER),
        ("99999999999", 99999999999 & 0xFFFFFFFF),
        ("call,user", CALL | USER),
        ("call, user", CALL),
        ("system,bogus", SYSTEM),
        ("us,call", USER | CALL),
        ("off,user", USER),
    ],
)
def test_mask(value: str, bits: int) -> None:
    """Numbers, yes and no, names as written, beginnings of names in all places but the last."""
    assert mask(value) == bits


def test_an_empty_item_stands_for_all() -> None:
    """A comma alone holds an empty item, which every name begins with."""
    assert mask(",") == ALL


def test_text_names_the_classes_in_order() -> None:
    """A user's classes are named in the order of their bits, and all of them end with ``all``."""
    assert text(CALL | SYSTEM) == "system,call"
    assert text(NONE) == "<none>"
    assert text(ALL).split(",") == [*CLASSES, "all"]


def test_bits_of_classes() -> None:
    """The bits of an event are those of all its classes."""
    assert privileges.bits_of(("system", "call")) == SYSTEM | CALL
    assert privileges.bits_of(()) == NONE
