"""Syntaxes in one line. Recorded: case `documentation.functions`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from astami_fake.documentation import syntax
from astami_fake.documentation.tree import Element

SAYS = {"R": 'required="true"', "O": "", "F": 'required="false"', "M": 'multiple="true"'}


@pytest.mark.parametrize(
    ("which", "shown"),
    [
        ("", "f()"),
        ("R R", "f(a,b)"),
        ("R O O", "f(a[,b[,c]])"),
        ("O O O", "f([a][,b[,c]])"),
        ("O R O", "f([a],b[,c])"),
        ("R O O R O", "f(a[,b[,c]],d[,e])"),
        ("R O R", "f(a[,b],c)"),
        ("R F R", "f(a,[b,]c)"),
        ("O R O R", "f([a,]b,[c,]d)"),
        ("O O R R", "f([[a,]b,]c,d)"),
        ("R M O", "f(a[,b[,...][,c]])"),
        ("R RM", "f(a,b[,...])"),
        ("M R", "f([a,[,...]]b)"),
        ("O RM R", "f([a,][,...]b,c)"),
    ],
)
def test_what_can_be_left_out(element: Callable[[str], Element], which: str, shown: str) -> None:
    """Brackets close at the end, or behind the separator where the last cannot be left out and one says that it can."""
    parameters = "\n".join(
        f'<parameter name="{name}" {" ".join(SAYS[letter] for letter in letters)}/>'
        for name, letters in zip("abcdef", which.split(), strict=False)
    )
    assert syntax.call("f", element(f"<syntax>{parameters}</syntax>")) == shown


def test_parts(element: Callable[[str], Element]) -> None:
    """In place of the name, or in parentheses behind it; with separators of their own."""
    made = element(
        """<syntax argsep="?">
          <parameter name="x" required="yes" argsep="@">
            <argument name="a" required="yes"/><argument name="b"/>
          </parameter>
          <parameter name="y" hasparams="true"><argument name="c"/></parameter>
          <parameter name="z" hasparams="optional"><argument name="d" multiple="yes" required="yes"/></parameter>
        </syntax>"""
    )
    assert syntax.call("f", made) == "f(a[@b][?y([c])[?z[(d[,...])]]])"


def test_options(element: Callable[[str], Element]) -> None:
    """Nothing, arguments, arguments that can be left out."""
    assert syntax.behind_option(element("<option name='a'/>")) == ""
    assert syntax.behind_option(element("<option name='a' argsep=':'><argument name='b'/></option>")) == "([b])"
    assert (
        syntax.behind_option(element("<option name='a' hasparams='optional'><argument name='b'/></option>"))
        == "[([b])]"
    )


def test_headers(element: Callable[[str], Element]) -> None:
    """Who says nothing of it needs not be there in an action, and always is in an event."""
    made = element(
        "<syntax><parameter name='A'/><parameter name='B' required='no'/><parameter name='C' required='yes'/></syntax>"
    )
    assert syntax.headers(made, required=False) == ["[A:] <value>", "[B:] <value>", "C: <value>"]
    assert syntax.headers(made, required=True) == ["A: <value>", "[B:] <value>", "C: <value>"]
