"""The CLI family ``indication``: the tones of countries. Asterisk: main/indications.c.

The fake plays no tones, and keeps what there is. Recorded: cases `core.command.indications`, with `.options` and
`.change`. May import `cli._registry`, `config.indications`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.indications import Country
from astami_fake.pbx import hashing
from astami_fake.pbx.pbx import Pbx

_RULE = "==========================="
_BUCKETS = 53
_ROW = "{:<7.7} {:<15.15} {}"


@command("indication show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All countries, or the tones of some. handle_cli_indication_show()."""
    known = pbx.indications
    if not words:
        names = hashing.ordered(known.countries, str, _BUCKETS)
        rows = [f"{name:<7.7}  {known.countries[name].description}" for name in names]
        default = [_RULE, f"Default tone zone: {known.default}"] if pbx.release.tells_default_tones else []
        return ["Country   Description", _RULE, *rows, *default]
    tones = [
        _ROW.format(name, what, tone)
        for name in words
        if (country := known.countries.get(name)) is not None
        for what, tone in (("<ringcadence>", country.cadence), *country.tones.items())
    ]
    if not tones:
        return ["No countries matched your criteria."]
    return ["Country Indication      PlayList", "=====================================", *tones]


@command("indication add")
def add(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``COUNTRY TONE WHAT``; a country that there is not comes to be. handle_cli_indication_add()."""
    if len(words) != 3:
        raise ShowUsage
    name, what, tone = words
    pbx.indications.countries.setdefault(name, Country()).tones[what] = tone
    return []


@command("indication remove")
def remove(pbx: Pbx, words: Sequence[str]) -> Lines:
    """A country, or one of its tones. handle_cli_indication_remove()."""
    if len(words) not in (1, 2):
        raise ShowUsage
    name, *what = words
    countries = pbx.indications.countries
    if name not in countries or (what and what[0] not in countries[name].tones):
        raise CliError
    if what:
        del countries[name].tones[what[0]]
    else:
        del countries[name]
    return []
