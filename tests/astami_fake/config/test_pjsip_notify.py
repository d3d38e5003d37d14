"""pjsip_notify.conf."""

from astami_fake.config import pjsip_notify


def test_load(tmp_path):
    """The names of what can be sent."""
    assert pjsip_notify.load(tmp_path) == frozenset()
    (tmp_path / "pjsip_notify.conf").write_text("[general]\n[clear-mwi]\nEvent = message-summary\n")
    assert pjsip_notify.load(tmp_path) == {"clear-mwi"}
