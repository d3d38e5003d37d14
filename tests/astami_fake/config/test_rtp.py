"""rtp.conf."""

from astami_fake.config import rtp


def test_load(tmp_path):
    """What the file does not say is Asterisk's own."""
    assert rtp.load(tmp_path) == rtp.RtpConfig()
    (tmp_path / "rtp.conf").write_text("[general]\nrtpstart = 10000\nicesupport = no\n")
    assert rtp.load(tmp_path) == rtp.RtpConfig(first=10000, ice=False)
