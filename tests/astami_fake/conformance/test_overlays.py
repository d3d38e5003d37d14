"""Configurations laid over etc."""

import pytest

from astami_fake.conformance.overlays import Overlays


@pytest.fixture
def etc(tmp_path):
    for folder, files in {"etc": {"a.conf": "a", "b.conf": "b"}, "etc-more": {"b.conf": "B", "c.conf": "c"}}.items():
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text)
    return tmp_path / "etc"


def test_laid_over(etc):
    """The overlay's files replace those of etc; both folders stay as they are, and what was made is removed."""
    overlays = Overlays(etc)
    whole = overlays.path("more")
    assert {file.name: file.read_text() for file in whole.iterdir()} == {"a.conf": "a", "b.conf": "B", "c.conf": "c"}
    assert overlays.path("more") is whole
    assert (etc / "b.conf").read_text() == "b"
    overlays.close()
    assert not whole.exists()


def test_names(etc):
    """The empty name is etc itself; a name without a folder is none."""
    overlays = Overlays(etc)
    assert overlays.path("") == etc
    assert [overlays.has(name) for name in ("", "more", "less")] == [True, True, False]
    with pytest.raises(FileNotFoundError, match="etc-less"):
        overlays.path("less")
    assert Overlays(None).has("")
