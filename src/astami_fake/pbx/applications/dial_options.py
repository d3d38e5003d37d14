"""What the options of Dial ask for. Asterisk: apps/app_dial.c.

Lives here: reading ``gm(quiet)G(meet^1)``. Does not live here: doing it (`dial`). Recorded: cases `calls.option.*`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from astami_fake.config.features import Features
from astami_fake.pbx import asking, callerid, consultation, features, parking, transfers
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.features import Deed, Keypad
from astami_fake.pbx.snapshots import Party, Position

CALLER: Mapping[str, tuple[str, ...]] = {"H": ("disconnect",), "K": ("parkcall",), "T": ("blindxfer", "atxfer")}
"""The features that the caller has, by option."""
CALLED: Mapping[str, tuple[str, ...]] = {"h": ("disconnect",), "k": ("parkcall",), "t": ("blindxfer", "atxfer")}
"""Those that the called one has."""
DEEDS: Mapping[str, Deed] = {
    "disconnect": features.disconnect,
    "blindxfer": asking.then(transfers.blind_by_keys),
    "atxfer": asking.then(consultation.begin),
    "parkcall": parking.by_keys,
}
"""What is modelled, by the names of ``[featuremap]``."""
MODELLED = frozenset({*"bBcDefgimorFGILSU", *CALLER, *CALLED})
"""The options that `dial` knows; it reports every other one. ``i`` is one: no phone forwards a call here."""

_OPTION = re.compile(r"(\S)(?:\(((?:[^()]|\([^()]*\))*)\))?")


def read(text: str) -> dict[str, str]:
    """The options by letter, each with its argument."""
    return {match[1]: match[2] or "" for match in _OPTION.finditer(text)}


def place(options: Mapping[str, str], letter: str, here: Position) -> Position | None:
    """Where the option *letter* sends somebody: ``[[context^]exten^]priority``; None where it says no number."""
    *before, priority = options[letter].split("^")
    if not priority.isdecimal():
        return None
    given = dict(zip(("exten", "context"), reversed(before), strict=False))
    return here._replace(priority=int(priority), **given)


def caller(options: Mapping[str, str], channel: Channel) -> Party:
    """Whom the called one sees as calling, by option ``f``; *channel* is the caller's."""
    return callerid.parse(options["f"]) if options.get("f") else channel.caller


def called(options: Mapping[str, str], channel: Channel) -> Party | None:
    """Whom the caller sees as called, by option ``o``: a number that is given, or its own; None without the option."""
    if "o" not in options:
        return None
    return callerid.parse(options["o"]) if options["o"] else channel.caller


def gosub(text: str) -> str:
    """``context^exten^priority(argument^…)``, of options ``b`` and ``B``, as Gosub wants it."""
    return text.replace("^", ",")


def keypad(options: Mapping[str, str], whose: Mapping[str, tuple[str, ...]], settings: Features) -> Keypad | None:
    """The keys that one side has in the call, by the options that are its own; None where it has no feature."""
    names = [name for option, own in whose.items() if option in options for name in own]
    deeds = {settings.keys[name]: DEEDS[name] for name in names if name in settings.keys}
    return Keypad(deeds, settings.digit_timeout) if names else None


def longest(options: Mapping[str, str]) -> float:
    """Seconds that the call may last, by option ``S``, or ``L`` (there in ms); 0 for ever."""
    for option, unit in (("S", 1.0), ("L", 1000.0)):
        limit = options.get(option, "").partition(":")[0]
        if limit.isdecimal():
            return int(limit) / unit
    return 0.0
