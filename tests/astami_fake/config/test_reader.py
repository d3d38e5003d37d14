"""Asterisk's configuration files are read as Asterisk reads them, and mistakes are named with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.config import reader
from astami_fake.config.reader import Config, ConfigError, Entry, read

Reads = Callable[..., Config]


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Write files (the first is ``x.conf``) and read the first."""

    def reads(text: str, **others: str) -> Config:
        (tmp_path / "x.conf").write_text(text, encoding="utf-8")
        for name, content in others.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return read(tmp_path, "x.conf")

    return reads


def pairs(config: Config, section: str) -> list[tuple[str, str]]:
    return [(entry.name, entry.value) for entry in config[section].entries]


def test_entries_keep_order_repeats_and_place(reads: Reads) -> None:
    """Entries come in order with repeats; each knows its sign, file and line."""
    config = reads("[a]\nx = 1\n\nx => 2 , b\ny=\n")
    assert config["a"].entries == [
        Entry("x", "1", False, "x.conf", 2),
        Entry("x", "2 , b", True, "x.conf", 4),
        Entry("y", "", False, "x.conf", 5),
    ]
    assert config["a"].get_all("X") == ["1", "2 , b"]
    assert config["a"].get("x") == "2 , b"
    assert config["a"].get("z", "none") == "none"


def test_equals_in_a_value_stays(reads: Reads) -> None:
    """Only the first sign parts name and value."""
    assert pairs(reads("[a]\nexten => 1,1,Set(A=b=c)\n"), "a") == [("exten", "1,1,Set(A=b=c)")]


def test_template_gives_its_entries_first(reads: Reads) -> None:
    """A section inherits its templates' entries before its own, in the order in which they are named."""
    config = reads("[t](!)\na = t\n[u](!,t)\nb = u\n[x](u,t)\na = x\n")
    assert pairs(config, "x") == [("a", "t"), ("b", "u"), ("a", "t"), ("a", "x")]
    assert [section.name for section in config] == ["x"]


def test_addition_continues_a_section(reads: Reads) -> None:
    """``[a](+)`` adds to the section above; without it there are two of the name."""
    config = reads("[a]\nx = 1\n[b]\n[a](+)\nx = 2\n[a]\nx = 3\n")
    assert [(s.name, s.get_all("x")) for s in config] == [("a", ["1", "2"]), ("b", []), ("a", ["3"])]


def test_plus_equals_appends_to_the_value(reads: Reads) -> None:
    """``name += value`` lengthens the last value of that name."""
    assert pairs(reads("[a]\nx = one\nx += two\n"), "a") == [("x", "onetwo")]


def test_comments(reads: Reads) -> None:
    r"""``;`` ends a line, ``\;`` does not; ``;-- --;`` may nest and span lines, ``;---`` opens none."""
    config = reads(
        "; [z]\n[a] ; heading\nx = 1 ; one\ny = a\\;b\n;-- out\nz = 1\n;-- in --; z = 2\n--; w = 3\n"
        ";--- a rule\nv = p ;-- mid --; q\n"
    )
    assert pairs(config, "a") == [("x", "1"), ("y", "a;b"), ("w", "3"), ("v", "p  q")]


def test_include_goes_on_in_the_section(reads: Reads) -> None:
    """An included file's lines stand where the include stands, with their own file and line."""
    config = reads('[a]\nx = 1\n#include "more.d/*.conf"\ny = 2\n', more_d__one_conf="z = 3\n[b]\n")
    assert [(e.name, e.file, e.line) for e in config["a"].entries] == [("x", "x.conf", 2), ("z", "more.d/one.conf", 1)]
    assert pairs(config, "b") == [("y", "2")]


def test_include_by_the_path_that_asterisk_sees(reads: Reads) -> None:
    """``/etc/asterisk`` means the configuration folder, wherever it is."""
    assert pairs(reads("[a]\n#include /etc/asterisk/o.conf\n", o_conf="x = 1\n"), "a") == [("x", "1")]


def test_tryinclude_of_a_missing_file_is_nothing(reads: Reads) -> None:
    """``#tryinclude`` passes over a file that is not there."""
    assert pairs(reads("[a]\n#tryinclude none.conf\nx = 1\n"), "a") == [("x", "1")]


def test_same_content_is_read_once(tmp_path: Path, reads: Reads) -> None:
    """Who reads the same files again gets the same object, also from another folder with the same in it."""
    text, other = '[a]\n#include "*.inc"\n', tmp_path / "other"
    first = reads(text, one_inc="x = 1\n")
    other.mkdir()
    (other / "x.conf").write_text(text)
    (other / "one.inc").write_text("x = 1\n")
    assert read(tmp_path, "x.conf") is first
    assert read(other, "x.conf") is first


@pytest.mark.parametrize("change", [{"one_inc": "x = 2\n"}, {"two_inc": "x = 2\n"}], ids=["changed", "one more"])
def test_changed_include_is_read_anew(reads: Reads, change: dict[str, str]) -> None:
    """A file that was included and has changed, or one more that fits the include, is read anew; the first stays."""
    text = '[a]\n#include "*.inc"\n'
    first = reads(text, one_inc="x = 1\n")
    assert reads(text, **change)["a"].get("x") == "2"
    assert pairs(first, "a") == [("x", "1")]


def test_include_that_leads_out_by_now(reads: Reads, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What was read before opens no file outside: the place of an included file is looked at each time."""
    text = "[a]\n#include one.inc\n"
    reads(text, one_inc="x = 1\n")
    outside = tmp_path_factory.mktemp("outside") / "one.inc"
    outside.write_text("x = 1\n")
    (tmp_path / "one.inc").unlink()
    (tmp_path / "one.inc").symlink_to(outside)
    with pytest.raises(ConfigError, match="outside the configuration folder"):
        reads(text)


def test_oldest_goes(reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many files are kept, and no more: the oldest goes."""
    monkeypatch.setattr(reader, "KEPT", 2)
    first, second = reads("[a]\nkept = 1\n"), reads("[a]\nkept = 2\n")
    assert reads("[a]\nkept = 2\n") is second
    reads("[a]\nkept = 3\n")
    assert len(reader._KEPT) <= 2
    assert reads("[a]\nkept = 1\n") is not first


def test_bytes_that_are_no_text_are_kept(tmp_path: Path) -> None:
    """Latin-1 bytes survive; a byte order mark is no part of the file."""
    (tmp_path / "x.conf").write_bytes(b"\xef\xbb\xbf[a]\r\nname = J\xfcrgen\r\n")
    value = read(tmp_path, "x.conf")["a"].get("name")
    assert value.encode("utf-8", "surrogateescape") == b"J\xfcrgen"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("x = 1\n", 1, "stands before any section"),
        ("[a]\nhello\n", 2, "no '='"),
        ("[a]\n= 1\n", 2, "nothing before the '='"),
        ("[a\nx = 1\n", 1, "no section heading"),
        ("[]\n", 1, "no section heading"),
        ("[a] x = 1\n", 1, "stands behind [a]"),
        ("[a](t)\n", 1, "inherits from 't'"),
        ("[a](a)\n", 1, "inherits from 'a'"),
        ("[a](+)\n", 1, "adds to a section that is not there"),
        ("[a]\n\n#include none.conf\n", 3, "not there"),
        ("[a]\n#include\n", 2, "names no file"),
        ("[a]\n#include ../x.conf\n", 2, "outside the configuration folder"),
        ("[a]\n#include /etc/passwd\n", 2, "outside the configuration folder"),
        ("[a]\n#include x.conf\n", 2, "nest deeper"),
        ("[a]\n#exec date\n", 2, "would run a program"),
        ("[a]\n#frobnicate x\n", 2, "no directive"),
        ("[a]\n;-- open\nx = 1\n", 2, "does not end"),
    ],
)
def test_mistakes_are_named(reads: Reads, text: str, line: int, what: str) -> None:
    """A mistake raises with file, line, what is wrong and what would be right."""
    with pytest.raises(ConfigError) as caught:
        reads(text)
    assert (caught.value.file, caught.value.line) == ("x.conf", line)
    assert what in caught.value.what
    assert str(caught.value) == f"x.conf:{line}: {caught.value.what}; {caught.value.expected}"


def test_symbolic_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A link that leads out of the folder is refused like a path that does."""
    outside = tmp_path / "outside.conf"
    outside.write_text("x = 1\n", encoding="utf-8")
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "in.conf").symlink_to(outside)
    (etc / "x.conf").write_text("[a]\n#include in.conf\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="outside the configuration folder"):
        read(etc, "x.conf")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_and_a_byte_order_mark(tmp_path: Path, end: str) -> None:
    """As editors of other systems write them; bytes that are no UTF-8 come back as they were."""
    text = f"[a]{end}x = 1{end}y = ü{end}"
    (tmp_path / "x.conf").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"z = \xff" + end.encode())
    assert pairs(read(tmp_path, "x.conf"), "a") == [("x", "1"), ("y", "ü"), ("z", "\udcff")]


def test_folders_are_no_files(tmp_path: Path) -> None:
    """A folder of that name, and a file in the place of the folder, are as good as nothing."""
    (tmp_path / "x.conf").mkdir()
    (tmp_path / "file").touch()
    for etc in (tmp_path, tmp_path / "file"):
        assert read(etc, "x.conf", missing_ok=True).sections == []
        with pytest.raises(ConfigError, match=r"^x\.conf: there is no such file"):
            read(etc, "x.conf")


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a mistake, unless its absence is allowed."""
    with pytest.raises(ConfigError, match=r"^none\.conf: there is no such file"):
        read(tmp_path, "none.conf")
    assert read(tmp_path, "none.conf", missing_ok=True).sections == []


def test_words_and_numbers() -> None:
    """Yes, no and numbers are read as Asterisk reads them; others are mistakes of their line."""

    def entry(value: str) -> Entry:
        return Entry("name", value, False, "x.conf", 7)

    assert [entry(word).as_bool() for word in ("yes", "True", "1", "ON", "no", "f", "0")] == [True] * 4 + [False] * 3
    assert entry("12").as_int(1, 12) == 12
    with pytest.raises(ConfigError, match=r"x\.conf:7: name is 'maybe'; yes or no"):
        entry("maybe").as_bool()
    with pytest.raises(ConfigError, match="whole number from 1 to 11"):
        entry("12").as_int(1, 11)
    with pytest.raises(ConfigError, match="whole number from 1 to …"):
        entry("0").as_int(1)
    with pytest.raises(ConfigError, match="name is 'x'; a whole number is"):
        entry("x").as_int()


def test_the_configuration_of_the_cases_is_without_mistake() -> None:
    """All files of conformance/etc can be read."""
    etc = Path(__file__).parents[3] / "conformance" / "etc"
    files = sorted(path.name for path in etc.glob("*.conf"))
    assert "manager.conf" in files
    for name in files:
        read(etc, name)
