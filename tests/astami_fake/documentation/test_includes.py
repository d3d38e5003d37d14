"""What an entry includes of its file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from astami_fake.documentation import includes
from astami_fake.documentation.tree import Element

ROOT = """<docs xmlns:xi="http://www.w3.org/2001/XInclude">
<info name="a"><para>one</para><para>two <b>bold</b></para></info>
<info name="b"><xi:include xpointer="xpointer(/docs/info[@name='a']/para[2])"/></info>
<info name="c"><xi:include xpointer="xpointer(/docs/info[@name='c'])"/></info>
</docs>"""


@pytest.fixture
def root(element: Callable[[str], Element]) -> Element:
    return element(ROOT)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/docs/info[@name='a']/para", ["one", "two bold"]),
        ("docs/info[@name='a']/para[1]", ["one"]),
        ("/docs/info[@name='a']/para[3]", []),
        ("/docs/info/para", ["one", "two bold"]),
        ("/docs/info[@name='a']/para[2]/node()", ["two ", "bold"]),
        ("/docs/info[@name='a']/para[2]/text()", ["two "]),
        ("/docs/info[contains(@name, 'a')]/para[1]", ["one"]),
        ("/docs/info[starts-with(@name, 'a')]/para", []),
        ("/docs/none/para", []),
        ("/other/info", []),
    ],
)
def test_paths(root: Element, path: str, found: list[str]) -> None:
    """By name, by attribute, by number; nodes and texts at the end."""
    named = includes.find(f"xpointer({path})", root)
    assert [one if isinstance(one, str) else one.text for one in named] == found


def test_what_is_no_pointer(root: Element) -> None:
    """Names nothing."""
    assert includes.find("a", root) == []


def test_included_in_place(root: Element) -> None:
    """Also by what is included itself; a circle ends."""
    b, c = list(root.elements("info"))[1:]
    assert includes.resolve(b, root).text == "two bold"
    deep = includes.resolve(c, root)
    for _ in range(includes.DEPTH):
        (deep,) = deep.elements()
    assert deep.children == []
