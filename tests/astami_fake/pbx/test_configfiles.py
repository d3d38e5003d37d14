"""Configuration files as data."""

import pytest

from astami_fake.config.reader import Config, Entry, Section, read
from astami_fake.pbx.configfiles import ConfigFiles, Place

TEXT = """\
[base](!)
size = 1
[small](base)
path => /a;b
odd = a\\;b
#include more.conf
"""


@pytest.fixture
def etc(tmp_path):
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "lists.conf").write_text(TEXT)
    (folder / "more.conf").write_text("[included]\nword = said\n")
    return folder


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("lists.conf", Place.THERE),
        ("nix.conf", Place.MISSING),
        ("../other.conf", Place.OUTSIDE),
        ("/nowhere/other.conf", Place.NOWHERE),
    ],
)
def test_place(etc, name, place):
    """A name leads to a file, to none, or out of the folder."""
    assert ConfigFiles(etc).place(name) is place


@pytest.mark.parametrize("way", ["lists.conf", "./lists.conf", "{etc}/lists.conf"])
def test_read_by_any_way_that_leads_there(etc, way):
    """Sections remember the file as seen from the folder, whichever way it was named."""
    assert {section.file for section in ConfigFiles(etc).read(way.format(etc=etc.resolve()))} == {
        "lists.conf",
        "more.conf",
    }


def test_written_to_a_copy(etc):
    """What is written reads as it was meant, with templates and includes; the folder that was given stays as it is."""
    files = ConfigFiles(etc)
    config = files.read("lists.conf")
    config.sections[1].entries.append(Entry("more", "x;y", False, "lists.conf", 0))
    config.sections.append(Section("new", "lists.conf", 0))
    files.write("lists.conf", config)
    again = read(files.folder, "lists.conf")
    assert [section.name for section in again] == ["small", "new", "included"]
    assert [(entry.name, entry.value) for entry in again["small"].entries] == [
        ("size", "1"),
        ("path", "/a"),
        ("odd", "a;b"),
        ("more", "x;y"),
    ]
    assert (etc / "lists.conf").read_text() == TEXT
    assert (files.folder / "more.conf").read_text() == "[included]\nword = said\n"
    copy = files.folder
    files.close()
    assert not copy.exists()


def test_without_a_folder():
    """Without a configuration nothing is there; a file can be made all the same."""
    files = ConfigFiles(None)
    assert files.place("a.conf") is Place.MISSING
    assert list(files.read("a.conf")) == []
    files.write("a.conf", Config([Section("one", "a.conf", 0)]))
    assert files.place("a.conf") is Place.THERE
    files.close()
