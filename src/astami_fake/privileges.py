"""Manager privilege classes: their names, their bits, and how Asterisk reads a list of them.

Lives here: the table and its readers and writers (`mask`, `text` …). Does not live here: who may what (the session).
May import: `config.reader`, for what counts as yes and no.
"""

from __future__ import annotations

from functools import lru_cache

from astami_fake.config.reader import FALSE, TRUE

# Name and bit, in the order of `manager show user`; the numbers are those of `manager show connected` and of a numeric
# event mask (recorded on 16.28.0 and 22.10.1).
CLASSES: dict[str, int] = {
    "system": 1 << 0,
    "call": 1 << 1,
    "log": 1 << 2,
    "verbose": 1 << 3,
    "command": 1 << 4,
    "agent": 1 << 5,
    "user": 1 << 6,
    "config": 1 << 7,
    "dtmf": 1 << 8,
    "reporting": 1 << 9,
    "cdr": 1 << 10,
    "dialplan": 1 << 11,
    "originate": 1 << 12,
    "agi": 1 << 13,
    "cc": 1 << 15,
    "aoc": 1 << 16,
    "test": 1 << 17,
    "security": 1 << 18,
    "message": 1 << 19,
}
ALL = (1 << 31) - 1
NONE = 0

_READ = {**CLASSES, "all": ALL, "none": NONE}


def mask(value: str, *, empty: int = ALL) -> int:
    """The bits that *value* means as an event mask or in manager.conf: a number, yes or no, or a list of classes.

    As real Asterisk reads it (main/manager.c, recorded): names count as written in lower case, and every item of a list
    but the last also stands for all classes it is the beginning of, so ``us,call`` holds ``user`` and ``,`` all.

    Args:
        value: what was sent or configured.
        empty: what an empty value means: everything in a Login, nothing in manager.conf.
    """
    if not value:
        return empty
    if value.isascii() and value.isdigit():
        return min(int(value), (1 << 63) - 1) & 0xFFFFFFFF
    if value.lower() in FALSE:
        return NONE
    if value.lower() in TRUE:
        return ALL
    return named(value)


def named(value: str) -> int:
    """The bits of a list of class names, as `mask` reads it."""
    *items, last = value.split(",")
    bits = NONE
    for name, bit in _READ.items():
        if name == last or any(name.startswith(item) for item in items):
            bits |= bit
    return bits


def text(bits: int) -> str:
    """The classes in *bits* as a list, ``<none>`` where there are none."""
    names = [name for name, bit in CLASSES.items() if bits & bit]
    if bits & ALL == ALL:
        names.append("all")
    return ",".join(names) or "<none>"


@lru_cache(maxsize=256)
def bits_of(classes: tuple[str, ...]) -> int:
    """The bits of an event's or action's *classes*."""
    bits = NONE
    for name in classes:
        bits |= CLASSES[name]
    return bits
