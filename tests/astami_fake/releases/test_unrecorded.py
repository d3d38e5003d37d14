"""Releases that nobody has recorded."""

from __future__ import annotations

from astami import AMIClient
from astami_fake import FakeAsterisk, releases


def test_it_stands_in() -> None:
    """An unrecorded release has a recorded one's tables, its own number, and says that nobody recorded it."""
    with FakeAsterisk("20") as pbx, AMIClient(pbx.host, pbx.port, pbx.username, pbx.secret) as client:
        assert repr(pbx) == f"<FakeAsterisk 20 (UNRECORDED, as 22.10) on {pbx.host}:{pbx.port}>"
        assert pbx.release.actions == releases.find("22.10").actions
        assert client.command("core show version").output == ["Asterisk 20-UNRECORDED built by nobody"]
        assert "  Version:                     20-UNRECORDED" in client.command("core show settings").output


def test_they_are_apart() -> None:
    """What is counted, compared and published is recorded releases only."""
    assert {*releases.UNRECORDED} == {"18", "20"}
    assert not {*releases.UNRECORDED} & {*releases.RELEASES}
    assert all(release.derived_from in releases.RELEASES for release in releases.UNRECORDED.values())
    assert not any(release.derived_from or release.note for release in releases.RELEASES.values())
