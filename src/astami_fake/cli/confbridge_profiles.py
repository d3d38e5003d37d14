"""``confbridge show``: profiles and menus with all their options. Asterisk: apps/confbridge/conf_config_parser.c.

Lives here: how an option is shown. Does not live here: the rooms (`cli.confbridge`), what an option does
(`pbx.conferences`). Recorded: cases `confbridge.command.profiles*`, `confbridge.command.menus`. May import
`cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config.reader import TRUE
from astami_fake.pbx import hashing
from astami_fake.pbx.pbx import Pbx

T = TypeVar("T")

Options = Mapping[str, str]
Show = Callable[[Options], str | None]
"""How the value of an option is shown; None where it has no line."""

_BUCKETS = 283
_RULE = "--------------------------------------------"


def _text(name: str, default: str = "", unit: str = "") -> Show:
    return lambda options: f"{options.get(name) or default}{unit}"


def _flag(name: str, yes: str, no: str, default: str = "no") -> Show:
    return lambda options: yes if options.get(name, default).lower() in TRUE else no


def _true(name: str, default: str = "no") -> Show:
    return _flag(name, "true", "false", default)


def _enabled(name: str, default: str = "no") -> Show:
    return _flag(name, "enabled", "disabled", default)


def _yes(name: str, default: str = "no") -> Show:
    return _flag(name, "yes", "no", default)


def _announces_joins(options: Options) -> str | None:
    if options.get("announce_join_leave_review", "").lower() in TRUE:
        return "enabled (with review)"
    return _enabled("announce_join_leave")(options)


def _counts_all(options: Options) -> str:
    """Yes, or from which number on."""
    value = options.get("announce_user_count_all", "").lower()
    return "enabled" if value in TRUE or (value.isdigit() and int(value)) else "disabled"


def _members(options: Options) -> str:
    most = options.get("max_members", "0")
    return most if most != "0" else "No Limit"


def _estimates(options: Options) -> str | None:
    """The one way that has no word of its own here is left out."""
    value = options.get("remb_behavior", "average")
    return value if value != "force" else None


# The label with what parts it from the value, and the value; in the order shown.
_USER: dict[str, Show] = {
    "Admin:                   ": _true("admin"),
    "Send Events:             ": _true("send_events"),
    "Echo Events:             ": _true("echo_events"),
    "Marked User:             ": _true("marked"),
    "Start Muted:             ": _true("startmuted"),
    "MOH When Empty:          ": _enabled("music_on_hold_when_empty"),
    "MOH Class:               ": _text("music_on_hold_class", "default"),
    "Announcement:            ": _text("announcement"),
    "Quiet:                   ": _enabled("quiet"),
    "Hear Join:               ": _enabled("hear_own_join_sound", "yes"),
    "Wait Marked:             ": _enabled("wait_marked"),
}
_ENDS: dict[str, Show] = {"END Marked:              ": _enabled("end_marked")}
_ENDS_ANY: dict[str, Show] = {
    "END Marked (All):        ": _enabled("end_marked"),
    "END Marked (Any):        ": _enabled("end_marked_any"),
}
_USER_MORE: dict[str, Show] = {
    "Drop_silence:            ": _enabled("dsp_drop_silence"),
    "Silence Threshold:       ": _text("dsp_silence_threshold", "2500", "ms"),
    "Talking Threshold:       ": _text("dsp_talking_threshold", "160"),
    "Denoise:                 ": _enabled("denoise"),
    "Jitterbuffer:            ": _enabled("jitterbuffer"),
    "Talk Detect Events:      ": _enabled("talk_detection_events"),
    "DTMF Pass Through:       ": _enabled("dtmf_passthrough"),
    "PIN:                     ": _text("pin", "None"),
    "Announce User Count:     ": _enabled("announce_user_count"),
    "Announce join/leave:     ": _announces_joins,
    "Announce User Count all: ": _counts_all,
    "Text Messaging:          ": _enabled("text_messaging", "yes"),
    "Answer Channel:          ": _true("answer_channel", "yes"),
}

_BRIDGE: dict[str, Show] = {
    "Language:             ": _text("language", "en"),
    "Internal Sample Rate: ": _text("internal_sample_rate", "auto"),
    "Maximum Sample Rate: ": _text("maximum_sample_rate", "none"),
    "Mixing Interval:      ": _text("mixing_interval", "20"),
    "Record Conference:    ": _yes("record_conference"),
    "Record File Append:    ": _yes("record_file_append", "yes"),
    "Record File Timestamp: ": _yes("record_file_timestamp", "yes"),
    "Record File:          ": _text("record_file", "Auto Generated"),
    "Record Options:       ": _text("record_options"),
    "Record Command:       ": _text("record_command"),
    "Max Members:          ": _members,
    "Registration context: ": _text("regcontext"),
    "Video Mode:           ": _text("video_mode", "no video"),
    "Video Update Discard: ": _text("video_update_discard", "2000"),
    "REMB Send Interval: ": _text("remb_send_interval", "0"),
    "REMB Behavior:           ": _estimates,
    "Enable Events:             ": _yes("enable_events"),
    "sound_only_person:    ": _text("sound_only_person", "conf-onlyperson"),
    "sound_only_one:       ": _text("sound_only_one", "conf-onlyone"),
    "sound_has_joined:     ": _text("sound_has_joined", "conf-hasjoin"),
    "sound_has_left:       ": _text("sound_has_left", "conf-hasleft"),
    "sound_kicked:         ": _text("sound_kicked", "conf-kicked"),
    "sound_muted:          ": _text("sound_muted", "conf-muted"),
    "sound_unmuted:        ": _text("sound_unmuted", "conf-unmuted"),
    "sound_binaural_on:    ": _text("sound_binaural_on", "confbridge-binaural-on"),
    "sound_binaural_off:   ": _text("sound_binaural_off", "confbridge-binaural-off"),
    "sound_there_are:      ": _text("sound_there_are", "conf-thereare"),
    "sound_other_in_party: ": _text("sound_other_in_party", "conf-otherinparty"),
    "sound_place_into_conference: ": _text("sound_place_into_conference", "conf-placeintoconf"),
    "sound_wait_for_leader:       ": _text("sound_wait_for_leader", "conf-waitforleader"),
    "sound_leader_has_left:       ": _text("sound_leader_has_left", "conf-leaderhasleft"),
    "sound_get_pin:        ": _text("sound_get_pin", "conf-getpin"),
    "sound_invalid_pin:    ": _text("sound_invalid_pin", "conf-invalidpin"),
    "sound_locked:         ": _text("sound_locked", "conf-locked"),
    "sound_unlocked_now:   ": _text("sound_unlocked_now", "conf-unlockednow"),
    "sound_lockednow:      ": _text("sound_locked_now", "conf-lockednow"),
    "sound_error_menu:     ": _text("sound_error_menu", "conf-errormenu"),
    "sound_join:           ": _text("sound_join", "confbridge-join"),
    "sound_leave:          ": _text("sound_leave", "confbridge-leave"),
    "sound_participants_muted:     ": _text("sound_participants_muted", "conf-now-muted"),
    "sound_participants_unmuted:     ": _text("sound_participants_unmuted", "conf-now-unmuted"),
    "sound_begin:          ": _text("sound_begin", "confbridge-conf-begin"),
}


@command("confbridge show profile users")
def show_users(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_user_profiles(); further words do no harm, here and in the other lists."""
    return ["--------- User Profiles -----------", *_names(pbx.conferences.profiles.users)]


@command("confbridge show profile user")
def show_user(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_user_profile()."""
    name = _one(words)
    user = _find(pbx.conferences.profiles.users, name)
    if user is None:
        return [f"No conference user profile named '{name}' found!"]
    ends = _ENDS_ANY if pbx.release.lists_end_marked_any else _ENDS
    return [_RULE, f"Name:                    {user.name}", *_shown(_USER | ends | _USER_MORE, user.options), ""]


@command("confbridge show profile bridges")
def show_bridges(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_bridge_profiles()."""
    return ["--------- Bridge Profiles -----------", *_names(pbx.conferences.profiles.bridges)]


@command("confbridge show profile bridge")
def show_bridge(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_bridge_profile()."""
    name = _one(words)
    bridge = _find(pbx.conferences.profiles.bridges, name)
    if bridge is None:
        return [f"No conference bridge profile named '{name}' found!"]
    return [_RULE, f"Name:                 {bridge.name}", *_shown(_BRIDGE, bridge.options), ""]


@command("confbridge show menus")
def show_menus(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_menus()."""
    return ["--------- Menus -----------", *_names(pbx.conferences.profiles.menus)]


@command("confbridge show menu")
def show_menu(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_show_menu(); commas within parentheses part no actions."""
    name = _one(words)
    menus = pbx.conferences.profiles.menus
    menu = _find({found: (found, keys) for found, keys in menus.items()}, name)
    if menu is None:
        return [f"No conference menu named '{name}' found!"]
    return [f"Name: {menu[0]}", *(f"{key}={', '.join(_actions(value))}" for key, value in menu[1].items())]


def _actions(value: str) -> list[str]:
    actions: list[str] = []
    is_open = False
    for part in value.split(","):
        if is_open:
            actions[-1] += f",{part}"
        else:
            actions.append(part.strip())
        is_open = actions[-1].count("(") > actions[-1].count(")")
    return actions


def _one(words: Sequence[str]) -> str:
    if len(words) != 1:
        raise ShowUsage
    return words[0]


def _find(found: Mapping[str, T], name: str) -> T | None:
    return next((value for key, value in found.items() if key.lower() == name.lower()), None)


def _names(names: Iterable[str]) -> Lines:
    return hashing.ordered(names, str.lower, _BUCKETS)


def _shown(rows: Mapping[str, Show], options: Options) -> Lines:
    shown = ((label, show(options)) for label, show in rows.items())
    return [f"{label}{value}" for label, value in shown if value is not None]
