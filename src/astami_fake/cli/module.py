"""The CLI families ``module`` and ``core reload``. Asterisk: main/cli.c. May import `cli._registry` and `pbx`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.modules import Reloaded
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Signal, Until, Waiting

_RESULTS = {
    Reloaded.SUCCESS: "Module '{}' reloaded successfully.",
    Reloaded.NO_SUCH_MODULE: "No such module '{}'",
    Reloaded.NOT_SUPPORTED: "The module '{}' does not support reloads",
}


def _row(name: str, description: str, uses: str, status: str, support: str) -> str:
    return f"{name:<30} {description:<40} {uses:<10} {status:<11} {support:>13}"


def never() -> Waiting[Lines]:
    """No answer: what needs the list of modules waits for who holds it."""
    yield Until(Signal())
    return []


@command("module show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines | Waiting[Lines]:
    """List the modules, or those whose name holds a word. Asterisk: main/cli.c, handle_modlist()."""
    if pbx.modules.is_held:
        return never()
    wanted, users = "", pbx.modules.users
    if words:
        if len(words) != 2 or words[0].lower() != "like":
            raise ShowUsage
        wanted = words[1].lower()
    found = [info for info in pbx.modules if wanted in info.name.lower()]
    rows = [_row(info.name, info.description, str(users(info)), info.status, info.support) for info in found]
    heading = _row("Module", "Description", "Use Count", "Status", "Support Level")
    return [heading, *rows, f"{len(found)} modules loaded"]


@command("module reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Reload the modules named, or all. Asterisk: main/cli.c, handle_reload()."""
    if not words:
        pbx.modules.reload()
        return []
    return [reload_named(pbx, name) for name in words]


@command("module refresh")
def refresh(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Unload a module, and load it again. Asterisk: main/cli.c, handle_refresh()."""
    if len(words) != 1 and [word.lower() for word in words[1:]] != ["recursively"]:
        raise ShowUsage
    module = pbx.modules.find(words[0])
    if module is None or not pbx.modules.unload(module.name):
        raise CliError(f"Unable to unload resource {words[0]}")
    pbx.modules.load(module.name)
    return [f"Unloaded and loaded {words[0]}"]


def reload_named(pbx: Pbx, name: str) -> str:
    """Reload a module; what is said of it."""
    return _RESULTS[pbx.modules.reload(name)].format(name)


@command("core reload")
def core_reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Reload everything. Asterisk: main/cli.c, handle_core_reload()."""
    if words:
        raise ShowUsage
    pbx.modules.reload()
    return []
