"""A NOTIFY about messages that comes back to this server, and mailboxes as devices. Recorded: cases `mwi.notified`,
`devices.mailbox`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx import devices
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


def test_mailboxes_are_devices_while_their_module_is_loaded(overlay: Callable[[str], Path]) -> None:
    """Loaded, it knows what was told before; unloaded, it leaves the states as they are."""
    pbx = Pbx(releases.find("22.10"), ManualClock(1_700_000_000.0), overlay("states"))
    heard: list[int] = []
    pbx.devices.follow("MWI:2000@default", heard.append)
    pbx.mailboxes.publish("2000@default", 2, 1, waiting=False)
    assert heard == []
    assert pbx.modules.load("res_mwi_devstate.so")
    assert heard == [devices.INUSE]
    pbx.mailboxes.publish("2000@default", 0, 3, waiting=False)
    assert pbx.modules.unload("res_mwi_devstate.so")
    pbx.mailboxes.publish("2000@default", 1, 3, waiting=False)
    assert heard == [devices.INUSE, devices.NOT_INUSE]
    assert pbx.devices.state("MWI:2000@default") == devices.NOT_INUSE
    assert pbx.devices.state("MWI:none@none") == devices.INVALID
