"""The 14 headers of a channel. Facts of the recordings: cases `originate.async`, `variables.callerid`."""

from __future__ import annotations

from astami_fake.pbx import causes
from astami_fake.pbx.snapshots import NOBODY, Party, Position, Snapshot

SNAPSHOT = Snapshot(
    name="Local/1001@default-00000000;1",
    state=causes.RINGING,
    caller=Party("100", "Ann"),
    connected=NOBODY,
    language="en",
    account="",
    position=Position("default", "1001", 1),
    uniqueid="1700000000.0",
    linkedid="1700000000.0",
    application="Dial",
    data="Local/1001@default",
)


def test_the_headers_in_their_order() -> None:
    """State by number and name, nobody as ``<unknown>``; what runs on the channel is not among them."""
    assert SNAPSHOT.headers() == (
        ("Channel", "Local/1001@default-00000000;1"),
        ("ChannelState", "5"),
        ("ChannelStateDesc", "Ringing"),
        ("CallerIDNum", "100"),
        ("CallerIDName", "Ann"),
        ("ConnectedLineNum", "<unknown>"),
        ("ConnectedLineName", "<unknown>"),
        ("Language", "en"),
        ("AccountCode", ""),
        ("Context", "default"),
        ("Exten", "1001"),
        ("Priority", "1"),
        ("Uniqueid", "1700000000.0"),
        ("Linkedid", "1700000000.0"),
    )


def test_a_prefix_stands_before_each() -> None:
    """As in DialBegin and LocalBridge."""
    names = [name for name, _ in SNAPSHOT.headers("Dest")]
    assert names[0] == "DestChannel"
    assert all(name.startswith("Dest") for name in names)
    assert len(names) == 14


def test_names_are_written_with_escapes() -> None:
    """A quote in a name does not end it; in a number nothing is escaped."""
    headers = dict(SNAPSHOT._replace(caller=Party("1", 'A "B"'), connected=Party("2", "C\\D")).headers())
    assert headers["CallerIDName"] == r"A \"B\""
    assert headers["ConnectedLineName"] == r"C\\D"
