"""http.conf."""

from astami_fake.config import http


def test_load(tmp_path):
    """Whether and where the HTTP server is; without a file it is nowhere."""
    assert not http.load(tmp_path).enabled
    (tmp_path / "http.conf").write_text("[general]\nenabled = yes\nbindport = 8089\nprefix = /asterisk/\n")
    assert http.load(tmp_path) == http.HttpConfig(enabled=True, port=8089, prefix="/asterisk")
