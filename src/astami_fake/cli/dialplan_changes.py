"""The CLI family ``dialplan``: what changes it. Asterisk: pbx/pbx_config.c. Recorded: cases `dialplan.command.*`.

Lives here: extensions, includes and contexts that come and go. Does not live here: what is shown (`cli.dialplan`). May
import `cli._registry` and `pbx`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.extensions import REGISTRAR, Context, Step, call
from astami_fake.pbx.pbx import Pbx

_DIGITS = re.compile(r"\d+")
_HINT = "hint"
_HINT_PRIORITY = -1


@command("dialplan add extension")
def add_extension(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``EXTEN,PRIORITY,APP into CONTEXT [replace]``. handle_cli_dialplan_add_extension()."""
    match [*words]:
        case [text, "into", context]:
            replaces = False
        case [text, "into", context, "replace"]:
            replaces = True
        case _:
            raise ShowUsage
    place, _, rest = text.partition(",")
    exten, caller = _by_caller(place)
    word, _, what = rest.partition(",")
    if not what:
        raise ShowUsage
    number = _DIGITS.match(word)  # and what stands behind it is passed over
    if word != _HINT and number is None:
        raise ShowUsage(f"'{word}' is not a valid priority")
    priority = _HINT_PRIORITY if number is None else int(number[0])
    application, data = call(what)
    shown = f"{exten},{word},{application}({data})"
    extension = pbx.dialplan.extension(context, exten, caller)
    known = extension is not None and (extension.hint if word == _HINT else priority in extension.steps)
    if known and not replaces:
        raise CliError(f"Extension {exten}@{context} with priority {word} already exists")
    lines = _made(pbx, context, "extension")
    extension = pbx.dialplan.make_extension(context, exten, caller)
    if word == _HINT:
        extension.hint, extension.hint_place = what, REGISTRAR
    else:
        extension.steps[priority] = Step(application, data, "", REGISTRAR, 0)
    if replaces:
        return [*lines, f"Extension {exten}@{context} ({word}) replace by '{shown}'"]
    return [*lines, f"Extension '{shown}' added into '{context}' context"]


@command("dialplan remove extension")
def remove_extension(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``EXTEN@CONTEXT [PRIORITY]``. handle_cli_dialplan_remove_extension()."""
    if not 1 <= len(words) <= 2:
        raise ShowUsage
    place, word = [*words, ""][:2]
    name, _, context = place.partition("@")
    exten, caller = _by_caller(name)
    if not exten or not context:
        raise CliError(f"Missing extension or context name in third argument '{place}'")
    if word not in ("", _HINT) and not word.isdigit():
        raise CliError(f"Invalid priority '{word}'")
    if not _removed(pbx, context, exten, caller, word):
        raise CliError(f"Failed to remove extension {place}")
    if not word:
        return [f"Whole extension {exten}@{context} removed"]
    return [f"Extension {exten}@{context} with priority {_HINT_PRIORITY if word == _HINT else word} removed"]


def _removed(pbx: Pbx, context: str, exten: str, caller: str | None, word: str) -> bool:
    """Take an extension away, its hint or one priority; without a *caller* those for single callers too, but none of
    their priorities (recorded: `dialplan.command.callers`)."""
    named = pbx.dialplan.named(context, exten)
    if caller is None and not word:
        return bool([pbx.dialplan.remove(context, extension, None) for extension in named])
    extension = pbx.dialplan.extension(context, exten, caller)
    if extension is None or (caller is None and len(named) > 1):
        return False
    if word == _HINT:
        return pbx.dialplan.remove_hint(context, extension)
    return pbx.dialplan.remove(context, extension, int(word) if word else None)


@command("dialplan add include")
def add_include(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``CONTEXT into CONTEXT``. handle_cli_dialplan_add_include()."""
    match [*words]:
        case [included, "into", context]:
            pass
        case _:
            raise ShowUsage
    lines = _made(pbx, context, "include")
    includes = pbx.dialplan.contexts.setdefault(context, Context(context)).includes
    if included in includes:
        raise CliError(f"Context '{included}' already included in '{context}' context")
    includes.append(included)
    return [*lines, f"Context '{included}' included in '{context}' context"]


@command("dialplan remove include")
def remove_include(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``CONTEXT from CONTEXT``. handle_cli_dialplan_remove_include()."""
    match [*words]:
        case [included, "from", name]:
            pass
        case _:
            raise ShowUsage
    context = pbx.dialplan.contexts.get(name)
    if context is None or included not in context.includes:
        raise CliError(f"Failed to remove '{included}' include from '{name}' context")
    context.includes.remove(included)
    return [f"We are not including '{included}' into '{name}' now"]


@command("dialplan add ignorepat")
def add_ignored(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``PATTERN into CONTEXT``; what is said of a context that there is not is recorded, too.
    handle_cli_dialplan_add_ignorepat()."""
    match [*words]:
        case [pattern, "into", name]:
            pass
        case _:
            raise ShowUsage
    context = pbx.dialplan.contexts.get(name)
    if context is None or pattern in context.ignored:
        raise CliError(f"Ignore pattern '{pattern}' already included in '{name}' context")
    context.ignored.append(pattern)
    return [f"Ignore pattern '{pattern}' added into '{name}' context"]


@command("dialplan remove ignorepat")
def remove_ignored(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``PATTERN from CONTEXT``. handle_cli_dialplan_remove_ignorepat()."""
    match [*words]:
        case [pattern, "from", name]:
            pass
        case _:
            raise ShowUsage
    context = pbx.dialplan.contexts.get(name)
    if context is None or pattern not in context.ignored:
        raise CliError(f"There is no existence of '{pattern}' ignore pattern in '{name}' context")
    context.ignored.remove(pattern)
    return [f"Ignore pattern '{pattern}' removed from '{name}' context"]


@command("dialplan save")
def save(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Write the dialplan into a file. handle_cli_dialplan_save()."""
    if len(words) > 1:
        raise ShowUsage
    pbx.problem("astami_fake writes no dialplan into files, and no rule answers for it")
    return []


@command("dialplan remove context")
def remove_context(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_dialplan_remove_context()."""
    if len(words) != 1:
        raise ShowUsage
    if pbx.dialplan.contexts.pop(words[0], None) is None:
        return [f"There is no such context as '{words[0]}'"]
    return [f"Removed context '{words[0]}'"]


def _by_caller(place: str) -> tuple[str, str | None]:
    """Name and caller of an extension: ``77/123``."""
    exten, slash, caller = place.partition("/")
    return exten, caller if slash else None


def _made(pbx: Pbx, context: str, what: str) -> Lines:
    """What is said first where *context* has to be made."""
    if context in pbx.dialplan.contexts:
        return []
    return [f"Context '{context}' did not exist prior to add {what} - the context will be created."]
