"""The folder of documentation, and the entries in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.config.reader import ConfigError
from astami_fake.documentation import tree
from astami_fake.documentation.library import Documentation
from astami_fake.documentation.tree import Document


def said(text: str, more: str = "") -> str:
    """An entry of the application Dig."""
    return f'<application name="Dig" language="en_US" {more}><synopsis>{text}</synopsis></application>'


def synopsis(library: Documentation, module: str = "") -> str:
    """What it says of Dig."""
    entry = library.entry("application", "Dig", module)
    return "" if entry is None else entry.text


def test_what_is_no_folder(tmp_path: Path) -> None:
    """A file, a folder without documentation, nothing at all."""
    (tmp_path / "core-en_US.xml").touch()
    (tmp_path / "empty").mkdir()
    for path, what in [("core-en_US.xml", "is no folder"), ("none", "is no folder"), ("empty", r"has no \*-en_US.xml")]:
        with pytest.raises(ConfigError, match=rf"{path}: {what}; Asterisk's folder 'documentation' is expected"):
            Documentation(tmp_path / path)


def test_files_by_their_names(library: Callable[..., Documentation]) -> None:
    """The first that says something goes before the others; those of other names are none."""
    empty = '<docs><application name="Dig" language="en_US"/></docs>'
    others = {"a-en_US.xml": empty, "b-en_US.xml": f"<docs>{said('b')}</docs>", "a-de_DE.xml": "no XML"}
    assert synopsis(library(said("core"), **others)) == "b"


def test_files_of_others_come_first(folder: Callable[..., Path]) -> None:
    """Those in their own folder, also if there are no further ones."""
    made = folder(said("core"))
    (made / "thirdparty").mkdir()
    (made / "thirdparty" / "z-en_US.xml").write_text(f"<docs>{said('other')}</docs>", encoding="utf-8")
    assert synopsis(Documentation(made)) == "other"
    (made / "core-en_US.xml").unlink()
    assert synopsis(Documentation(made)) == "other"


def test_entries_by_module(library: Callable[..., Documentation]) -> None:
    """That of the module that is asked for, or one that names none; else the first."""
    made = library("".join(said(name, f'module="{name}"') for name in ("app_other", "app_spade", "builtin")))
    asked = ("app_spade.so", "core", "app_new.so")
    assert [synopsis(made, module) for module in asked] == ["app_spade", "builtin", "app_other"]


def test_other_languages_and_names(library: Callable[..., Documentation]) -> None:
    """Are others."""
    made = library(said("Grabe.").replace("en_US", "de_DE") + said("Dig.").replace('"Dig"', '"DIG"'))
    assert made.entry("application", "Dig") is None


def test_events_in_any_case(library: Callable[..., Documentation]) -> None:
    """With the name as it is written."""
    made = library('<managerEvent name="TreePlanted" language="en_US"><managerEventInstance/></managerEvent>')
    entry = made.event("treeplanted")
    assert entry is not None
    assert entry.get("name") == "TreePlanted"
    assert made.event("Tree") is None


def test_nothing_is_read_before_it_is_asked(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """And then once, until the file changes."""
    read: list[str] = []
    really = tree.read

    def counted(path: Path) -> Document:
        read.append(path.name)
        return really(path)

    monkeypatch.setattr(tree, "read", counted)
    made = folder(said("one"))
    library = Documentation(made)
    assert read == []
    assert [synopsis(library), synopsis(Documentation(made))] == ["one", "one"]
    assert read == ["core-en_US.xml"]
    path = made / "core-en_US.xml"
    path.write_text(path.read_text().replace("one", "two"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert synopsis(library) == "two"
    assert read == ["core-en_US.xml"] * 2


def test_a_stylesheet(library: Callable[..., Documentation]) -> None:
    """Works on the file that asks for it; one that is missing or has a mistake is said when the file is read."""
    asks = '<?xml-stylesheet href="own.xslt"?><docs>{}</docs>'
    sheet = (
        '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        '<xsl:template match="synopsis"><synopsis>made</synopsis></xsl:template></xsl:stylesheet>'
    )
    own = {"a-en_US.xml": asks.format(said("a", 'module="a"')), "own.xslt": sheet}
    made = library(said("b", 'module="b"'), **own)
    made.load()
    assert [synopsis(made, module) for module in ("a.so", "b.so")] == ["made", "b"]


@pytest.mark.parametrize(("name", "what"), [("none.xslt", "cannot be read: No such file"), ("../x.xslt", "leads out")])
def test_a_stylesheet_that_is_not_there(library: Callable[..., Documentation], name: str, what: str) -> None:
    """Or somewhere else."""
    made = library(**{"core-en_US.xml": f'<?xml-stylesheet href="{name}"?><docs/>'})
    with pytest.raises(ConfigError, match=rf"x?slt: {what}"):
        made.load()


def test_no_file_outside_the_folder(folder: Callable[..., Path], tmp_path: Path) -> None:
    """Also not by a link."""
    made = folder(said("own"))
    (tmp_path / "secret").write_text("<docs/>", encoding="utf-8")
    (made / "own-en_US.xml").symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError, match=r"own-en_US\.xml: leads out of the folder"):
        Documentation(made)
