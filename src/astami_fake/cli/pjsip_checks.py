"""The CLI family ``pjsip``: how contacts are asked whether they are there.

Asterisk: res/res_pjsip/pjsip_options.c. Recorded: cases `pjsip.command.qualify.shown`, `.reload`,
`pjsip.command.unknown`.
May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx import pjsip_shown
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip import Aor, Endpoint


@command("pjsip show qualify aor")
def show_aor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """cli_show_qualify_aor()."""
    name = _one(words)
    aor = pbx.pjsip.aors.get(name)
    if aor is None:
        raise CliError(f"Unable to retrieve aor '{name}' qualify options")
    return [f" * AOR '{name}'", *_options(pbx, aor)]


@command("pjsip show qualify endpoint")
def show_endpoint(pbx: Pbx, words: Sequence[str]) -> Lines:
    """cli_show_qualify_endpoint()."""
    endpoint = _endpoint(pbx, words)
    lines = []
    for aor in endpoint.aors:
        lines += [f" * AOR '{aor.settings.name}' on endpoint '{endpoint.name}'", *_options(pbx, aor), ""]
    return lines


@command("pjsip reload qualify aor")
def reload_aor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Take over what the file says now, as the fake always does. cli_reload_qualify_aor()."""
    name = _one(words)
    if name not in pbx.pjsip.aors:
        raise CliError(f"Unable to retrieve aor '{name}'")
    return [f"Synchronizing AOR '{name}'"]


@command("pjsip reload qualify endpoint")
def reload_endpoint(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The same, of all of an endpoint. cli_reload_qualify_endpoint()."""
    endpoint = _endpoint(pbx, words)
    return [f"Synchronizing AOR '{aor.settings.name}' on endpoint '{endpoint.name}'" for aor in endpoint.aors]


def _endpoint(pbx: Pbx, words: Sequence[str]) -> Endpoint:
    name = _one(words)
    endpoint = pbx.pjsip.endpoints.get(name)
    if endpoint is None:
        raise CliError(f"Unable to retrieve endpoint {name}")
    return endpoint


def _options(pbx: Pbx, aor: Aor) -> Lines:
    """Of the time to answer only the thousandth part is shown, and that as ms (recorded)."""
    options = dict(pjsip_shown.options(pbx.release, aor.settings))
    rows = [
        ("Qualify frequency", f"{options['qualify_frequency']} sec"),
        ("Qualify timeout", f"{int(float(options['qualify_timeout']) / 1000)} ms"),
        *([("Qualify 2xx only", _yes(options["qualify_2xx_only"]))] if pbx.release.pjsip_qualify_2xx_only else []),
        ("Authenticate qualify", _yes(options["authenticate_qualify"])),
    ]
    return [f"  {name:<21}: {value}" for name, value in rows]


def _yes(value: str) -> str:
    return "yes" if value == "true" else "no"


def _one(words: Sequence[str]) -> str:
    if len(words) != 1:
        raise ShowUsage
    return words[0]
