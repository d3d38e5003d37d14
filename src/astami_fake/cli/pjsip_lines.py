"""The CLI family ``pjsip``: the server's own registrations. Asterisk: res/res_pjsip_outbound_registration.c.

Recorded: case `pjsip.command.registrations`. May import `cli._registry`, `cli.pjsip`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.cli.pjsip import listing, named, one, wanted
from astami_fake.pbx import pjsip_shown
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip_registrations import Line

_TITLE = " <Registration/ServerURI..............................>  <Auth....................>  <Status.......>"
_ALL = "*all"


def _row(line: Line) -> str:
    name = f"{line.name}/{line.settings.get('server_uri')}"
    left = line.expires()
    status = line.status if left is None else f"{line.status:<16}  (exp. {left}s)"
    return f" {name:<55} {line.settings.get('outbound_auth') or 'n/a':<27} {status}"


@command("pjsip show registrations")
def show_registrations(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Where this server registers, and whether it is."""
    lines = {line.name: line for line in pbx.registrations}
    return listing([_TITLE], [[_row(lines[name])] for name in wanted(lines, words)], apart=False)


@command("pjsip list registrations")
def list_registrations(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The same."""
    return show_registrations(pbx, words)


@command("pjsip show registration")
def show_registration(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One of them with all its options."""

    def shown(name: str) -> Lines | None:
        line = next((line for line in pbx.registrations if line.name == name), None)
        if line is None:
            return None
        return one([_TITLE], [_row(line)], pjsip_shown.options(pbx.release, line.settings))

    return named(words, shown)


@command("pjsip send register")
def send_register(pbx: Pbx, words: Sequence[str]) -> Lines:
    """cli_register()."""
    return _send(pbx, words, pbx.registrations.register)


@command("pjsip send unregister")
def send_unregister(pbx: Pbx, words: Sequence[str]) -> Lines:
    """cli_unregister()."""
    return _send(pbx, words, pbx.registrations.unregister)


def _send(pbx: Pbx, words: Sequence[str], deed: Callable[[str], None]) -> Lines:
    if len(words) != 1:
        raise ShowUsage
    names = [line.name for line in pbx.registrations]
    if words[0] != _ALL and words[0] not in names:
        raise CliError(f"Unable to retrieve registration {words[0]}")
    for name in names if words[0] == _ALL else words:
        deed(name)
    return []
