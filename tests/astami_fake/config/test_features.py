"""features.conf."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config import features
from astami_fake.config.reader import ConfigError


def test_keys_and_times(tmp_path: Path) -> None:
    """The keys of [featuremap], the time in ms; that of numbers in seconds; a feature without keys is none."""
    text = (
        "[general]\nfeaturedigittimeout = 500\ntransferdigittimeout = 2\npickupexten = *7\n"
        "[featuremap]\ndisconnect = *0\nblindxfer =\n"
    )
    (tmp_path / "features.conf").write_text(text)
    assert features.load(tmp_path) == features.Features({"disconnect": "*0"}, 0.5, 2.0, "*7")


def test_without_the_file_there_are_the_default_keys(tmp_path: Path) -> None:
    """And nothing is wrong."""
    assert features.load(tmp_path) == features.Features({"blindxfer": "#", "disconnect": "*"})


def test_features_of_applications(tmp_path: Path) -> None:
    """With their keys, which a group may have otherwise."""
    text = "[applicationmap]\nhello = *1,self,NoOp,x\nbye = *2,peer,NoOp\n[team]\nhello = *5\nbye =\n"
    (tmp_path / "features.conf").write_text(text)
    found = features.load(tmp_path)
    assert found.applications == {"hello": "*1", "bye": "*2"}
    assert found.groups == {"team": {"hello": "*5", "bye": "*2"}}


def test_a_time_that_is_none_is_reported(tmp_path: Path) -> None:
    """With file and line."""
    (tmp_path / "features.conf").write_text("[general]\nfeaturedigittimeout = soon\n")
    with pytest.raises(ConfigError, match=r"features\.conf:2"):
        features.load(tmp_path)
