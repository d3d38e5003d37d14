"""extensions.conf: priorities, labels, same, hints, globals, patterns, and mistakes with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config.extensions import Extensions, load, match
from astami_fake.config.reader import ConfigError


def read(folder: Path, text: str) -> Extensions:
    (folder / "extensions.conf").write_text(text)
    return load(folder)


def test_priorities_follow_each_other(tmp_path: Path) -> None:
    """``n`` is the next, ``n+2`` the second behind it, a label names one."""
    read_in = read(tmp_path, "[c]\nexten => 1,1,A(x)\nexten => 1,n(two),B\n same => n+2,C(a,b)\n same => 9,D,x,y\n")
    (extension,) = read_in.contexts["c"].extensions
    assert {priority: (step.application, step.data) for priority, step in extension.steps.items()} == {
        1: ("A", "x"),
        2: ("B", ""),
        5: ("C", "a,b"),
        9: ("D", "x,y"),
    }
    assert extension.labelled("two") == 2
    assert (extension.steps[5].file, extension.steps[5].line) == ("extensions.conf", 4)


def test_parentheses_inside_stay(tmp_path: Path) -> None:
    """Up to the last one."""
    read_in = read(tmp_path, "[c]\nexten => 1,1,Gosub(s,1(a,b))\n same => n,Open(x\n")
    (extension,) = read_in.contexts["c"].extensions
    assert extension.steps[1].data == "s,1(a,b)"
    assert extension.steps[2].data == "x"


def test_globals_settings_and_hints(tmp_path: Path) -> None:
    """Hints have no step."""
    text = "[general]\nautofallthrough = yes\nclearglobalvars = yes\n[globals]\nA = 1\n[c]\nexten => 1,hint,PJSIP/1\n"
    read_in = read(tmp_path, text + "ignorepat => 9\ninclude => d\n")
    assert read_in.globals == [("A", "1")]
    assert read_in.clear_globals
    (extension,) = read_in.contexts["c"].extensions
    assert (extension.hint, extension.hint_place, extension.steps) == ("PJSIP/1", "extensions.conf:7", {})
    assert read_in.contexts["c"].includes == ["d"]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("exten => 1", "exten => 1"),
        ("exten => 1,1", "has no application"),
        ("exten => 1,x,A()", "priority 'x' of 1"),
        ("exten => 1,n,A()", "begins with priority n"),
        ("exten => 1,0,A()", "has priority 0"),
        ("exten => 1,1,A()\nexten => 1,1,B()", "has priority 1 twice"),
        ("same => n,A()", "'same' stands before any exten"),
        ("exten => _,1,A()", "the pattern '_' is empty"),
        ("exten => _[1,1,A()", "the brackets of pattern _[1"),
        ("switch => Realtime", "'switch' in context [c]"),
    ],
)
def test_a_mistake_has_file_and_line(tmp_path: Path, lines: str, what: str) -> None:
    """And says what would be right."""
    with pytest.raises(ConfigError) as raised:
        read(tmp_path, f"[c]\n{lines}\n")
    assert what in str(raised.value)
    assert raised.value.file == "extensions.conf"
    assert raised.value.line == 1 + len(lines.splitlines())
    assert raised.value.expected


def test_general_knows_its_settings(tmp_path: Path) -> None:
    """A misspelt one is a mistake."""
    with pytest.raises(ConfigError, match=r"extensions.conf:2: \[general\] has 'autofall'"):
        read(tmp_path, "[general]\nautofall = yes\n")


def test_a_dialplan_that_waits_for_digits_is_refused(tmp_path: Path) -> None:
    """It is not modelled, and a call would end otherwise than on a real server."""
    with pytest.raises(ConfigError, match=r"extensions.conf:2: autofallthrough is off"):
        read(tmp_path, "[general]\nautofallthrough = no\n")


def test_what_comes_with_the_fake_is_each_fake_s_own() -> None:
    """It is read once, and a PBX may change what it got."""
    first = load(None)
    before = repr(first)
    assert first.contexts
    for context in first.contexts.values():
        context.includes.append("elsewhere")
        for extension in context.extensions:
            extension.steps.clear()
    first.contexts.clear()
    assert repr(load(None)) == before


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("100", "100", "1000"),
        ("_1XX", "199", "1999"),
        ("_NXX", "200", "100"),
        ("_ZX", "10", "00"),
        ("_[13-5]x", "49", "29"),
        ("_9.", "91", "9"),
        ("_9!", "9", "8"),
        ("_1-23", "123", "1-23"),
        ("_*4X", "*43", "443"),
        ("_a.b", "ax", "a"),
        ("_2XXX", "_2xxx", "_2XXZ"),
        ("_8X[1-3]!", "_8X[123]!", "_8X[1-4]!"),
    ],
)
def test_patterns_match(pattern: str, yes: str, no: str) -> None:
    """X is 0-9, Z 1-9, N 2-9; a dot is one or more characters, an exclamation mark any number."""
    assert match(pattern, yes)
    assert not match(pattern, no)
