"""asterisk.conf: the options that the fake knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config.options import Options, load
from astami_fake.config.reader import ConfigError


def test_options_have_defaults(tmp_path: Path) -> None:
    """Without the file, and without the section."""
    assert load(tmp_path) == Options("", False)
    (tmp_path / "asterisk.conf").write_text("[directories](!)\n")
    assert load(tmp_path) == Options("", False)


def test_options_are_read(tmp_path: Path) -> None:
    """System name and live_dangerously."""
    (tmp_path / "asterisk.conf").write_text("[options]\nsystemname = pbx1\nlive_dangerously = yes\n")
    assert load(tmp_path) == Options("pbx1", True)


def test_a_mistake_has_file_and_line(tmp_path: Path) -> None:
    """A yes or no is expected."""
    (tmp_path / "asterisk.conf").write_text("[options]\nlive_dangerously = often\n")
    with pytest.raises(ConfigError, match=r"asterisk.conf:2: live_dangerously is 'often'"):
        load(tmp_path)
