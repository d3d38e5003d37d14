"""permit and deny, and acl.conf."""

import pytest

from astami_fake.config import acl
from astami_fake.config.reader import ConfigError, Entry


def rules(*lines):
    made = []
    for line in lines:
        name, _, value = line.partition("=")
        made.append(acl.rule(Entry(name, value, False, "acl.conf", 1)))
    return made


@pytest.mark.parametrize(
    ("lines", "address", "admitted"),
    [
        ((), "10.0.0.1", True),
        (("deny=0.0.0.0/0.0.0.0",), "10.0.0.1", False),
        (("deny=0.0.0.0/0.0.0.0", "permit=10.0.0.0/255.0.0.0"), "10.0.0.1", True),
        (("permit=10.0.0.0/8", "deny=0.0.0.0/0"), "10.0.0.1", False),
        (("deny=10.0.0.1",), "10.0.0.1", False),
        (("deny=0.0.0.0/0",), "::1", True),
    ],
)
def test_admits(lines, address, admitted):
    """The last line that holds the address decides; without one it may come in."""
    assert acl.admits(rules(*lines), address) is admitted


def test_load(tmp_path):
    """acl.conf holds lists by name; a missing file holds none."""
    assert acl.load(tmp_path) == {}
    (tmp_path / "acl.conf").write_text("[nobody]\ndeny = 0.0.0.0/0.0.0.0\n")
    assert acl.load(tmp_path) == {"nobody": [acl.NOBODY]}


def test_mistake(tmp_path):
    """A line that names no network is told with file and line."""
    (tmp_path / "acl.conf").write_text("[one]\npermit = everybody\n")
    with pytest.raises(ConfigError, match=r"acl\.conf:2: permit is 'everybody'"):
        acl.load(tmp_path)
