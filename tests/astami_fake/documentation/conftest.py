"""What the tests of documentation share: folders and elements from a few lines of XML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.documentation import tree
from astami_fake.documentation.library import Documentation
from astami_fake.documentation.tree import Element

INCLUDES = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


@pytest.fixture
def element(tmp_path: Path) -> Callable[[str], Element]:
    """The element that some XML is."""

    def make(text: str) -> Element:
        path = tmp_path / "element.xml"
        path.write_text(text, encoding="utf-8")
        return tree.read(path).root

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder of documentation with files by name, and in ``core-en_US.xml`` what is said without one."""

    def make(core: str = "", **files: str) -> Path:
        made = tmp_path / "documentation"
        made.mkdir()
        if core:
            (made / "core-en_US.xml").write_text(f"<docs {INCLUDES}>{core}</docs>", encoding="utf-8")
        for name, text in files.items():
            (made / name).write_text(text, encoding="utf-8")
        return made

    return make


@pytest.fixture
def library(folder: Callable[..., Path]) -> Callable[..., Documentation]:
    """The documentation in such a folder."""
    return lambda *parts, **files: Documentation(folder(*parts, **files))
