"""Caller ids as text: ``Ann <12>``. Asterisk: main/callerid.c, ast_callerid_split(). Imports `channel`'s Party only."""

from __future__ import annotations

import re

from astami_fake.pbx.channel import Party

_NAMED = re.compile(r'\s*"?(?P<name>[^"<]*?)"?\s*<(?P<number>[^>]*)>\s*')


def parse(text: str) -> Party:
    """``"Ann" <12>``, ``Ann <12>``, ``<12>``, ``12`` or ``Ann``."""
    found = _NAMED.fullmatch(text)
    if found is not None:
        return Party(found["number"].strip(), found["name"])
    bare = text.strip()
    if re.fullmatch(r"[0-9*#+().\- ]+", bare):
        return Party(number=re.sub(r"[(). \-]", "", bare))
    return Party(name=bare.strip('"'))


def merge(party: Party) -> str:
    """Name and number in one text, as ``CALLERID(all)`` shows them."""
    if party.name and party.number:
        return f'"{party.name}" <{party.number}>'
    return party.name or party.number
