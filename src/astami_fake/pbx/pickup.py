"""Picking up a call that rings elsewhere. Asterisk: main/pickup.c, apps/app_directed_pickup.c.

Lives here: which call is meant, and what becomes of the channels. Does not live here: the applications
(`applications.pickup`), the number that a phone dials for it (`chan_pjsip`). May import `answering`, `channel`,
`masquerade`. Recorded: cases `pickup.*`.
"""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.pbx import answering, causes
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event
from astami_fake.pbx.masquerade import swap
from astami_fake.pbx.tasks import Waiting

MARK = "PICKUPMARK"
"""The variable of a call's mark, and the context that says that one is meant."""

Groups = frozenset[int | str]
"""Groups of phones, by number or name."""


def groups(numbers: str, names: str) -> Groups:
    """What ``call_group`` (``1,3-5``) and ``named_call_group`` say. Asterisk: main/channel.c, ast_get_group()."""
    found: set[int | str] = {name.strip() for name in names.split(",") if name.strip()}
    for part in numbers.split(","):
        first, dash, last = part.partition("-")
        if first.strip().isdigit() and (not dash or last.strip().isdigit()):
            found.update(range(int(first), int(last if dash else first) + 1))
    return frozenset(found)


def find(picker: Channel, wanted: Callable[[Channel], bool]) -> Channel | None:
    """The oldest call that nobody has answered yet and that is *wanted*."""
    for channel in picker.pbx.channels:
        rings = channel.state in (causes.DOWN, causes.RING, causes.RINGING) and not channel.dialplan
        if channel is not picker and rings and not channel.hanging_up and wanted(channel):
            return channel
    return None


def in_group(picker: Channel) -> Channel | None:
    """The call that rings in a group that *picker* may pick up from."""
    return find(picker, lambda channel: not picker.pickup_groups.isdisjoint(channel.call_groups))


def pick_up(picker: Channel, target: Channel) -> Waiting[bool]:
    """Answer *picker* and put it in the place of *target*, whose caller it gets; *picker* is what *target* was then.

    False where *target* was answered or given up while *picker* answered.

    Raises:
        HungUp, Moved: as `Channel.check`.
    """
    picker.connected = target.connected
    picker.publish()
    yield from answering.answer(picker)
    if target.gone or target.state == causes.UP:
        return False
    picker.cause = causes.ANSWERED_ELSEWHERE
    told = (*picker.last.headers(), *target.last.headers("Target"))
    picker.pbx.events.publish(Event("Pickup", ("call",), told))
    swap(target, picker)
    target.publish()
    target.queue(Control.ANSWER)
    return True
