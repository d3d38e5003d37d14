"""Caller ids as text: ``Ann <12>``. Asterisk: main/callerid.c, ast_callerid_split(). Recorded: case
`variables.callerid`. Imports `arguments`, and `channel`'s Party only."""

from __future__ import annotations

import re

from astami_fake.pbx.arguments import BLANKS
from astami_fake.pbx.snapshots import Party


def parse(text: str) -> Party:
    """``"Ann" <12>``, ``Ann <12>``, ``<12>``, ``12`` or ``Ann``.

    The number is what stands behind the last ``<`` until the last ``>``, or until the end.
    """
    name, bracket, number = text.strip(BLANKS).rpartition("<")
    if bracket:
        return Party(_dialled(number.rpartition(">")[0] if ">" in number else number), _name(name))
    bare = _dialled(number)
    return Party(number=bare) if re.fullmatch(r"[0-9*#+]+", bare) else Party(name=_name(number))


def _name(text: str) -> str:
    """Without one pair of quotes around it, and without the backslash before a character."""
    text = text.strip(BLANKS)
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return re.sub(r"\\(.?)", r"\1", text, flags=re.DOTALL)


def _dialled(text: str) -> str:
    """A number without what people write between its digits."""
    return re.sub(r"[(). \-]", "", text)


def written(party: Party) -> str:
    """Name and number in one text, as ``CALLERID(all)`` shows them."""
    return f'"{party.name}" <{party.number}>'
