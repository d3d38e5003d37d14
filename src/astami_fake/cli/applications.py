"""``core show applications``, ``functions``, ``switches``: what a dialplan can use.

Asterisk: main/pbx_app.c, main/pbx_functions.c, main/pbx_switch.c. The lists tell what the modules that are loaded
register on a real server, also where the fake models none of it. Descriptions are Asterisk's documentation, under its
licence, and not here: who asks for one is told. Recorded: cases `core.command.applications*`,
`core.command.functions*`, `core.command.formats*`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_APPLICATION = "  {:>20}: {}"
_FUNCTION = "{:<20.20}  {:<35.35}  {}"


@command("core show applications")
def show_applications(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All, or those whose name holds a word in any case; what is neither asks for all. handle_show_applications()."""
    known = pbx.modules.registered("applications")
    match words:
        case ["like", part]:
            found = [one for one in known if part.lower() in one.name.lower()]
        case ["describing", _, *_]:
            pbx.problem("astami_fake has no descriptions of applications to look into, and no rule answers for it")
            found = []
        case _:
            return _applications("Registered", [(one.name, one.facts[0]) for one in known], "Registered")
    return _applications("Matching", [(one.name, one.facts[0]) for one in found], "Matching")


def _applications(which: str, rows: Sequence[tuple[str, str]], end: str) -> Lines:
    lines = [_APPLICATION.format(*row) for row in rows]
    return [f"    -= {which} Asterisk Applications =-", *lines, f"    -= {len(rows)} Applications {end} =-"]


@command("core show application")
def show_application(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Describe some, whose names may be in any case; those that are not there are passed over."""
    if not words:
        raise ShowUsage
    there = {one.name.lower() for one in pbx.modules.registered("applications")}
    found = [word for word in words if word.lower() in there]
    if not found:
        raise CliError("Your application(s) is (are) not registered")
    for word in found:
        pbx.problem(f"astami_fake has no description of the application {word}, and no rule answers for it")
    return []


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
    if words[0] not in {one.name for one in pbx.modules.registered("functions")}:
        raise CliError("No function by that name registered.")
    pbx.problem(f"astami_fake has no description of the function {words[0]}, and no rule answers for it")
    return []


@command("core show switches")
def show_switches(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Where a dialplan can look further; further words do no harm. handle_show_switches()."""
    known = pbx.modules.registered("switches")
    if not known:
        return ["There are no registered alternative switches"]
    heading = ["", "    -= Registered Asterisk Alternative Switches =-"]
    return [*heading, *(f"{one.name}: {one.facts[0]}" for one in known)]
