"""Reading the XML of a documentation file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.config.reader import ConfigError
from astami_fake.documentation import tree
from astami_fake.documentation.tree import Element


def test_elements_and_texts_in_their_order(element: Callable[[str], Element]) -> None:
    """A comment parts two texts; entities and what stands on several lines do not."""
    root = element("<a x='1'>one &amp;\ntwo<b/>three<!-- no -->four</a>")
    assert root == Element("a", {"x": "1"}, ["one &\ntwo", Element("b"), "three", "four"])
    assert (root.text, root.get("x"), root.get("y")) == ("one &\ntwothreefour", "1", "")
    assert [one.tag for one in root.elements()] == ["b"]
    assert root.first("b") is not None
    assert root.first("c") is None


@pytest.mark.parametrize(
    ("value", "truth"), [("true", True), ("yes", True), ("false", False), ("no", False), ("", False)]
)
def test_yes_and_no(value: str, truth: bool) -> None:
    """An attribute says yes in two ways."""
    assert Element("parameter", {"required": value}).is_true("required") is truth


def test_a_mistake_says_where(tmp_path: Path) -> None:
    """File and line."""
    path = tmp_path / "core-en_US.xml"
    path.write_text("<docs>\n<para>\n</docs>\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^core-en_US\.xml:3: is no XML: mismatched tag; ") as caught:
        tree.read(path)
    assert (caught.value.file, caught.value.line) == ("core-en_US.xml", 3)


def test_an_empty_file_and_none(tmp_path: Path) -> None:
    """Each is said."""
    path = tmp_path / "core-en_US.xml"
    with pytest.raises(ConfigError, match=r"cannot be read: No such file"):
        tree.read(path)
    path.touch()
    with pytest.raises(ConfigError, match=r":1: is no XML: no element found"):
        tree.read(path)


def test_nothing_outside_is_opened(tmp_path: Path) -> None:
    """An entity that stands for another file is a mistake, and a DTD is not looked for."""
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    path = tmp_path / "core-en_US.xml"
    path.write_text(
        f'<!DOCTYPE docs SYSTEM "{tmp_path}/none.dtd" [<!ENTITY x SYSTEM "{tmp_path}/secret">]>\n<docs>&x;</docs>',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match=r"^core-en_US\.xml:2: is no XML: undefined entity"):
        tree.read(path)


def test_the_stylesheet_that_a_file_asks_for(tmp_path: Path) -> None:
    """By its processing instruction; others do not count."""
    path = tmp_path / "core-en_US.xml"
    path.write_text('<?php href="no"?><?xml-stylesheet type="text/xsl" href="own.xslt"?><docs/>', encoding="utf-8")
    assert tree.read(path).stylesheet == "own.xslt"
    path.write_text("<docs/>", encoding="utf-8")
    assert tree.read(path).stylesheet == ""
