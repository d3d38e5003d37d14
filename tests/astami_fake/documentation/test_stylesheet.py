"""What the stylesheet makes of an entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.config.reader import ConfigError
from astami_fake.documentation.stylesheet import Stylesheet
from astami_fake.documentation.tree import Element

HEAD = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str], Stylesheet]:
    """A stylesheet with some templates."""

    def make(templates: str) -> Stylesheet:
        path = tmp_path / "own.xslt"
        path.write_text(f"{HEAD}{templates}</xsl:stylesheet>", encoding="utf-8")
        return Stylesheet(path)

    return make


def test_templates(sheet: Callable[[str], Stylesheet], element: Callable[[str], Element]) -> None:
    """Elements by instruction and as they stand, attributes, and texts of what they look at."""
    made = sheet(
        """<xsl:template match="snapshot">
          <xsl:element name="parameter">
            <xsl:attribute name="name"><xsl:value-of select="concat(@prefix, 'Bird')"/></xsl:attribute>
            <para kind="x">Of <xsl:value-of select="@prefix"/></para>
          </xsl:element>
          <xsl:for-each select="item"><enum><xsl:value-of select="name"/></enum></xsl:for-each>
        </xsl:template>"""
    ).apply(element("<syntax>a<snapshot prefix='Own'><item><name>n</name></item><item/></snapshot><b/></syntax>"))
    assert made.children == [
        "a",
        Element("parameter", {"name": "OwnBird"}, [Element("para", {"kind": "x"}, ["Of ", "Own"])]),
        Element("enum", {}, ["n"]),
        Element("enum", {}, [""]),
        Element("b"),
    ]


def test_the_order(sheet: Callable[[str], Stylesheet], element: Callable[[str], Element]) -> None:
    """What has a technology comes last, by its name; only where the stylesheet says so."""
    source = element("<d><info tech='B'/><para/><info tech='A'/></d>")
    sorts = '<xsl:template match="node()"><xsl:copy><xsl:sort select="@tech"/></xsl:copy></xsl:template>'
    assert [one.get("tech") for one in sheet(sorts).apply(source).elements()] == ["", "A", "B"]
    assert sheet("").apply(source) == source == Stylesheet(None).apply(source)


def test_what_is_not_known(sheet: Callable[[str], Stylesheet]) -> None:
    """Is said when it is read, not when it is met."""
    with pytest.raises(ConfigError, match=r"^own\.xslt: has the instruction choose; "):
        sheet('<xsl:template match="a"><b><xsl:choose/></b></xsl:template>')
