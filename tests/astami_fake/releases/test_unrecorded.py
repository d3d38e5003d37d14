"""Releases that nobody has recorded."""

from __future__ import annotations

from dataclasses import fields

import pytest

from astami import AMIClient
from astami_fake import FakeAsterisk, releases
from astami_fake.releases.model import Release
from astami_fake.releases.unrecorded import ROWS, SINCE, Row


def test_it_stands_in() -> None:
    """An unrecorded release has a recorded one's tables, its own number, and says that nobody recorded it."""
    with FakeAsterisk("20") as pbx, AMIClient(pbx.host, pbx.port, pbx.username, pbx.secret) as client:
        assert repr(pbx) == f"<FakeAsterisk 20 (UNRECORDED, as 22.10) on {pbx.host}:{pbx.port}>"
        assert pbx.release.actions == releases.find("22.10").actions
        assert client.command("core show version").output == ["Asterisk 20-UNRECORDED built by astami_fake as nobody"]
        assert "  Version:                     20-UNRECORDED" in client.command("core show settings").output


def test_they_are_apart() -> None:
    """What is counted, compared and published is recorded releases only."""
    assert {*releases.UNRECORDED} == {"18", "20"}
    assert not {*releases.UNRECORDED} & {*releases.RELEASES}
    assert all(release.derived_from in releases.RELEASES for release in releases.UNRECORDED.values())
    assert not any(release.derived_from or release.note for release in releases.RELEASES.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.release}-{row.field}")
def test_rows(row: Row) -> None:
    """Each row makes its release another than the neighbour, in a field that there is, and names its source."""
    release = releases.find(row.release)
    neighbour = releases.find(release.derived_from)
    assert getattr(release, row.field) == row.value != getattr(neighbour, row.field)
    assert type(row.value) is type(getattr(neighbour, row.field))
    assert any(name in row.source for name in ("documentation", "ChangeLog-"))


def test_nothing_else_differs() -> None:
    """What has no row is as in the neighbour."""
    own = {"name", "version", "build", "built", "derived_from"}
    for name, release in releases.UNRECORDED.items():
        neighbour = releases.find(release.derived_from)
        changed = {f.name for f in fields(Release) if getattr(release, f.name) != getattr(neighbour, f.name)} - own
        assert changed == {row.field for row in ROWS if row.release == name}


def test_since_is_about_differences() -> None:
    """Each is a fact in which 16.28 and 22.10 differ, and 20 has it."""
    for name in SINCE:
        assert getattr(releases.find("16.28"), name) is False
        assert getattr(releases.find("22.10"), name) is getattr(releases.find("20"), name) is True


def test_actions_of_18() -> None:
    """Those that came while 18 lived are there and work; those of 16.28 are too, in the order of ListCommands."""
    with FakeAsterisk("18") as pbx, AMIClient(pbx.host, pbx.port, pbx.username, pbx.secret) as client:
        listed = list(client.send_action({"Action": "ListCommands"}).data)
        names = [name for name in listed if name not in ("Response", "ActionID")]
        assert names == sorted(names, key=str.lower)
        assert {"CoreShowChannelMap", "SendFlash", "PJSIPHangup", "Monitor"} <= {*names}
        refused = client.send_action({"Action": "SendFlash", "Channel": "none"})
        assert refused.message == "Channel not found"
