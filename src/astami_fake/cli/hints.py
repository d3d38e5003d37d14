"""The CLI on states: ``core show hints``, ``devstate``, ``presencestate``. Asterisk: main/pbx.c, funcs/func_devstate.c,
funcs/func_presencestate.c.

Every output recorded: cases `states.*`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx import custom, devices, hints
from astami_fake.pbx.hints import Hint
from astami_fake.pbx.pbx import Pbx

_RULE = "-" * 69


@command("core show hints")
def show_hints(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All hints, whatever stands behind. handle_show_hints()."""
    rows = [_row(pbx, hint) for hint in pbx.hints]
    head = ["", "    -= Registered Asterisk Dial Plan Hints =-"]
    return [*head, *rows, "----------------", f"- {len(rows)} hints registered"]


@command("core show hint")
def show_hint(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The hints whose extension begins so; further words do no harm. handle_show_hint()."""
    kept = pbx.release.hints_are_kept
    if not words:
        raise ShowUsage
    rows = [_row(pbx, hint) for hint in pbx.hints if _shown(hint, kept).lower().startswith(words[0].lower())]
    if not rows:
        return [f"No hints matching extension {words[0]}"]
    return [*rows, f"{len(rows)} hint{'s' if len(rows) > 1 else ''} matching extension {words[0]}"]


def _shown(hint: Hint, with_context: bool) -> str:
    return f"{hint.exten}@{hint.context}" if with_context else hint.exten


def _row(pbx: Pbx, hint: Hint) -> str:
    kept = pbx.release.hints_are_kept
    state = hints.TEXTS[pbx.hints.state(hint)]
    presence = pbx.presence.find(hint.presentity)
    shown = "" if hint.is_pattern and not kept else "not_set" if presence is None else presence.state
    watchers = int(kept and not hint.is_pattern)
    name = pbx.release.hint_columns.format(_shown(hint, with_context=True), hint.text)
    return f"{name}  State:{state:<15} Presence:{shown:<15} Watchers  {watchers}"


@command("devstate change")
def change_device(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Set a custom device. handle_cli_devstate_change()."""
    if len(words) != 2:
        raise ShowUsage
    device, word = words
    kind, _, name = device.partition(":")
    if kind != custom.KIND or not name:
        raise CliError("The devstate command can only be used to set 'Custom:' device state!")
    if devices.of_word(word) == devices.UNKNOWN:
        raise ShowUsage
    pbx.custom.set(name, word)
    return [f"Changing {name} to {word}"]


@command("devstate list")
def list_devices(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All custom devices. handle_cli_devstate_list()."""
    if words:
        raise ShowUsage
    rows = [
        line
        for name, word in pbx.custom.names()
        for line in (f"--- Name: '{custom.KIND}:{name}'  State: '{word}'", "---")
    ]
    return _listing("--- Custom Device States ", rows)


@command("presencestate list")
def list_presence(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All custom presentities. handle_cli_presencestate_list()."""
    if words:
        raise ShowUsage
    rows = []
    for presentity, presence in pbx.presence:
        facts = zip(("State", "Subtype", "Message"), presence, strict=True)
        rows += [f"--- Name: '{presentity}'", *(f"    --- {name}: '{value}'" for name, value in facts)]
        rows += ["    --- Base64 Encoded: 'No'", "---"]
    return _listing("--- Custom Presence States ", rows)


def _listing(title: str, rows: Lines) -> Lines:
    return ["", _RULE, f"{title:-<69}", _RULE, "---", *rows, _RULE, _RULE, ""]
