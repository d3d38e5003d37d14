"""dnsmgr.conf."""

from astami_fake.config import dnsmgr


def test_load(tmp_path):
    """It is off where nothing is said."""
    assert dnsmgr.load(tmp_path) == dnsmgr.DnsmgrConfig()
    (tmp_path / "dnsmgr.conf").write_text("[general]\nenable = yes\nrefreshinterval = 60\n")
    assert dnsmgr.load(tmp_path) == dnsmgr.DnsmgrConfig(enabled=True, interval=60)
