"""Tests of `astami_fake.transcript.template`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astami_fake.transcript.template import (
    TYPES,
    Template,
    TemplateError,
    escape,
    first_values,
    literal,
    parse,
    parse_line,
    parse_quoted,
    print_line,
    print_quoted,
    visible,
)

WIRE = st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape"))

#: A value of every type as a real server sent it, and one that has another shape.
VALUES = {
    "aid": ("conformance-1-o", "two words"),
    "uid": ("1795383034.0", "1795383034"),
    "hex8": ("0000000f", "0000000F"),
    "pair": ("0000000f", "f"),
    "msgid": ("1795482015-0000000f", "1795482015-15"),
    "longdate": ("Tue Nov 24 01:00:15 AM UTC 2026", "Tue Nov 24 01:00:15 UTC 2026"),
    "uuid": ("5b1c2f0e-9d3a-4c58-8f6e-0c2d6a1b7e99", "5b1c2f0e-9d3a-4c58-8f6e"),
    "uuid20": ("5b1c2f0e-9d3a-4c58-8", "5b1c2f0e-9d3a-4c58-8f6e"),
    "int": ("185", "185.5"),
    "float": ("0.000000", "0"),
    "epoch": ("1795383404.530170", "1795383404.53"),
    "isotime": ("2026-11-22T21:30:29.714+0000", "2026-11-22 21:30:29"),
    "datetime": ("2026-06-15 08:03:02", "2026-06-15T08:03:02"),
    "date": ("2026-11-22", "22.11.2026"),
    "time": ("21:27:01", "21:27"),
    "ip": ("10.88.0.1", "localhost"),
    "port": ("47054", "470541"),
    "hex": ("0x7f0094001630", "7f0094001630"),
    "version": ("22.10.1+dfsg+~cs6.17.60671434-1", "GIT"),
}


def test_every_type_has_values_here() -> None:
    """Every placeholder type but `any` is tested with a value that fits and one that does not."""
    assert set(VALUES) == set(TYPES) - {"any"}


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_shape(kind: str) -> None:
    """A placeholder fits a value of its shape, whole, and no other."""
    right, wrong = VALUES[kind]
    template = parse(f"{{{{{kind} x}}}}")
    assert template.fits(right) == (right,)
    assert template.fits(wrong) is None
    assert template.fits(right + "\n") is None


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ('Val: say "hi"; back\\\\slash é', 'Val: say "hi"; back\\slash é'),
        ("AccountCode:", "AccountCode: "),
        ("AccountCode:\\e", "AccountCode:"),
        ("Val: two  blanks \\s", "Val: two  blanks  "),
        ("Message: No endpoints found\\n", "Message: No endpoints found\n"),
        ("CallerIDName: J\\xfcrgen", "CallerIDName: J\udcfcrgen"),
        ("Val: \\{{int}}", "Val: {{int}}"),
        ("Val: \\{\\{\\{", "Val: {{{"),
        ("Val: ${x} <unknown> : #", "Val: ${x} <unknown> : #"),
        ("Val: a  [in 22.10]\\e", "Val: a  [in 22.10]"),
        ("...\\e", "..."),
        ("\\e", ""),
        ("Val: a\\xc2\\xa0b", "Val: a\u00a0b"),
    ],
)
def test_line_round_trip(text: str, wire: str) -> None:
    """A line in a file stands for exactly one line on the wire, and is how that one is written."""
    assert parse_line(text).fits(wire) == ()
    assert print_line(literal(wire)) == text


@given(WIRE)
def test_every_line_can_be_written(wire: str) -> None:
    """Whatever bytes a line has, what is written for it is one visible line that means them."""
    text = print_line(literal(wire))
    assert parse_line(text).fits(wire) == ()
    assert "\n" not in text
    assert not text.endswith(" ")
    text.encode("utf-8")


@given(WIRE)
def test_every_byte_can_be_quoted(wire: str) -> None:
    """Raw bytes survive being quoted."""
    assert parse_quoted(print_quoted(literal(wire))).fits(wire) == ()


@given(st.lists(st.one_of(WIRE, st.sampled_from(["{", "{{", "}}"])), max_size=4))
def test_literals_beside_placeholders(pieces: list[str]) -> None:
    """A brace beside a placeholder does not become part of it."""
    text = "{{int n}}".join(escape(piece) for piece in pieces)
    template = parse(text)
    assert str(template) == text
    assert len(template.placeholders) == max(0, len(pieces) - 1)
    assert template.fits("7".join(pieces)) is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{uuuid}}", "unknown placeholder type 'uuuid'"),
        ("{{int a b}}", "{{type name}}"),
        ("{{int 1a}}", "the name one word"),
        ("{{int", "does not close"),
        ("{{secret}}", "needs a name"),
        ("\\q", "unknown escape \\q"),
        ("\\xZZ", "unknown escape \\x"),
        ("end\\", "lone backslash"),
    ],
)
def test_mistakes(text: str, says: str) -> None:
    """A mistake in a line says what is wrong and what would be right."""
    with pytest.raises(TemplateError) as caught:
        parse(text)
    assert says in str(caught.value)


@pytest.mark.parametrize("text", ["Action: Ping", '"a"b"', '"', "'a'"])
def test_quotes_are_needed(text: str) -> None:
    """Raw bytes stand between double quotes."""
    with pytest.raises(TemplateError, match="double quotes"):
        parse_quoted(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", "(nothing)"), ("  ", "··"), (" a b ", "·a b·"), ("a\tb\x00", "a\\tb\\x00"), ("J\udcfcrg", "J\\xfcrg")],
)
def test_visible(text: str, shown: str) -> None:
    """A report shows blanks at the ends and control characters."""
    assert visible(text) == shown


def test_first_values() -> None:
    """Of a repeated header the first value counts; one blank behind the colon belongs to the form."""
    assert first_values(["A: 1", "A: 2", "B:3", "C:  4", "no colon"]) == {"A": "1", "B": "3", "C": " 4"}


def test_empty_template_is_an_empty_line() -> None:
    """Nothing is what only nothing fits."""
    assert Template(()).fits("") == ()
    assert literal("").fits("x") is None
