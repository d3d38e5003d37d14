"""``features show``: the keys that mean something in a call. Asterisk: main/features_config.c.

Recorded: cases `core.command.features*`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, command
from astami_fake.config.features import DEFAULT_KEYS, DEFAULT_PICKUP, Features
from astami_fake.pbx import hashing
from astami_fake.pbx.pbx import Pbx

_ROW = "{:<25} {:<7} {:<7}"
_NONE = ["(none)"]
_GROUP_BUCKETS = 11
_ONE_TOUCH_MONITOR = "automon"
_BUILT_IN = {
    "blindxfer": "Blind Transfer",
    "atxfer": "Attended Transfer",
    _ONE_TOUCH_MONITOR: "One Touch Monitor",
    "disconnect": "Disconnect Call",
    "parkcall": "Park Call",
    "automixmon": "One Touch MixMonitor",
}


@command("features show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Built in ones, those of applications, and their groups; further words do no harm. handle_feature_show()."""
    features = pbx.features
    built_in = [
        _ROW.format(shown, DEFAULT_KEYS.get(name, ""), features.keys.get(name, ""))
        for name, shown in _BUILT_IN.items()
        if name != _ONE_TOUCH_MONITOR or pbx.release.has_one_touch_monitor
    ]
    applications = [_ROW.format(name, "no def", keys) for name, keys in _by_name(features.applications)]
    return [
        *_heading("Builtin Feature"),
        _ROW.format("Pickup", DEFAULT_PICKUP, features.pickup),
        *built_in,
        "",
        *_heading("Dynamic Feature"),
        *(applications or _NONE),
        "",
        "Feature Groups:",
        "---------------",
        *(_groups(features) or _NONE),
    ]


def _heading(what: str) -> Lines:
    return [_ROW.format(what, "Default", "Current"), _ROW.format("-" * len(what), "-------", "-------")]


def _groups(features: Features) -> Lines:
    lines = []
    for group in hashing.ordered(features.groups, str, _GROUP_BUCKETS):
        lines.append(f"===> Group: {group}")
        lines += [f"===> --> {name} ({keys})" for name, keys in _by_name(features.groups[group])]
    return lines


def _by_name(keys: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(keys.items(), key=lambda item: item[0].lower())
