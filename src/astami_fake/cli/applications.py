"""``core show applications``, ``functions``, ``switches``: what a dialplan can use.

Asterisk: main/pbx_app.c, main/pbx_functions.c, main/pbx_switch.c. The lists tell what the modules that are loaded
register on a real server, also where the fake models none of it; `cli.xmldoc` describes it. Recorded: cases
`core.command.applications*`, `core.command.functions*`, `core.command.formats*`, `documentation.*`. May import
`cli._registry`, `cli.xmldoc`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli import xmldoc
from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases.registered import Registered

_APPLICATION = "  {:>20}: {}"
_FUNCTION = "{:<20.20}  {:<35.35}  {}"


@command("core show applications")
def show_applications(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All; those whose name holds a word in any case; those whose description holds all of some words, and below them
    how often one was held by any. What is none of these asks for all. handle_show_applications()."""
    known = pbx.modules.registered("applications")
    match words:
        case ["like", part]:
            found = [one for one in known if part.lower() in one.name.lower()]
            return _applications(pbx, "Matching", found, len(found))
        case ["describing", _, *_]:
            if not xmldoc.is_there(pbx):
                pbx.problem("astami_fake has no descriptions of applications to look into, and no rule answers for it")
            hits = [xmldoc.hits(pbx, one, words[1:]) for one in known]
            found = [one for one, count in zip(known, hits, strict=True) if count == len(words) - 1]
            return _applications(pbx, "Matching", found, sum(hits))
    return _applications(pbx, "Registered", known, len(known))


def _applications(pbx: Pbx, which: str, found: Sequence[Registered], count: int) -> Lines:
    lines = [_APPLICATION.format(one.name, xmldoc.synopsis(pbx, one)) for one in found]
    return [f"    -= {which} Asterisk Applications =-", *lines, f"    -= {count} Applications {which} =-"]


@command("core show application")
def show_application(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Describe some, in their own order, whose names may be in any case; those that are not there are passed over."""
    if not words:
        raise ShowUsage
    known = pbx.modules.registered("applications")
    found = [one for one in known for word in words if word.lower() == one.name.lower()]
    if not found:
        raise CliError("Your application(s) is (are) not registered")
    return xmldoc.coloured([line for one in found for line in xmldoc.application(pbx, one)])


@command("core show functions")
def show_functions(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All, or those whose name holds a word as it is written. handle_show_functions()."""
    part = ""
    if words:
        if len(words) != 2 or words[0] != "like":
            raise ShowUsage
        part = words[1]
    found = [one for one in pbx.modules.registered("functions") if part in one.name]
    rows = [_FUNCTION.format(one.name, *one.facts) for one in found]
    heading, end = ("Matching", "matching ") if part else ("Installed", "")
    return [f"{heading} Custom Functions:", "-" * 80, *rows, f"{len(found)} {end}custom functions installed."]


@command("core show function")
def show_function(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Describe one, whose name is as it is written. handle_show_function()."""
    if len(words) != 1:
        raise ShowUsage
    found = next((one for one in pbx.modules.registered("functions") if one.name == words[0]), None)
    if found is None:
        raise CliError("No function by that name registered.")
    return xmldoc.coloured(xmldoc.function(pbx, found))


@command("core show switches")
def show_switches(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Where a dialplan can look further; further words do no harm. handle_show_switches()."""
    known = pbx.modules.registered("switches")
    if not known:
        return ["There are no registered alternative switches"]
    heading = ["", "    -= Registered Asterisk Alternative Switches =-"]
    return [*heading, *(f"{one.name}: {one.facts[0]}" for one in known)]
