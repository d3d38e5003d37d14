"""A NOTIFY about messages that comes back to this server. Recorded: case `mwi.notified`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx.pbx import Pbx

SUMMARY = [("Event", "message-summary"), ("Content", "Messages-Waiting: yes"), ("Content", "Voice-Message: 2/1 (0/0)")]


def test_messages_are_told_where_the_notify_reaches_this_server(overlay: Callable[[str], Path]) -> None:
    """desk is here and voice sends for it; gone is not here; another event is none of its business; once is enough."""
    pbx = Pbx(releases.find("22.10"), ManualClock(1_700_000_000.0), overlay("states"))
    told: list[dict[str, str]] = []
    pbx.events.subscribe(lambda event: told.append(dict(event.headers)))
    pbx.mailboxes.notified(pbx.pjsip.endpoints["gone"], SUMMARY)
    pbx.mailboxes.notified(pbx.pjsip.endpoints["desk"], [("Event", "test"), *SUMMARY[1:]])
    for _ in range(2):
        pbx.mailboxes.notified(pbx.pjsip.endpoints["desk"], SUMMARY)
    assert told == [{"Mailbox": "2000@default", "Waiting": "0", "New": "2", "Old": "1"}]
