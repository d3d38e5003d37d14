"""Which frames keep their order: the stream of a frame.

Measured on real servers: the total order of the frames after a stimulus varies from run to run; within a
channel leg, within the answer to an action, and within one kind of state event it does not. May import:
`template`.
"""

from __future__ import annotations

from collections.abc import Iterable

from astami_fake.transcript.template import first_values

#: (kind, value): ("leg", Uniqueid), ("action", ActionID), ("event", name), ("event NAME", BridgeUniqueid),
#: ("float NAME", Uniqueid) or ("ordered", "").
Stream = tuple[str, str]
#: The one stream of a step without `@streams`.
ORDERED: Stream = ("ordered", "")

#: Told to every connection from a thread of its own, so it floats against the channel's events and the answers.
FLOATING = frozenset({"OriginateResponse"})

#: Where an event says which channel it tells of; the second is how records (CEL, Cdr) spell it.
_LEGS = ("Uniqueid", "UniqueID", "DestUniqueid")

#: Told of many things at once by a thread of their own, in no fixed order: the header that says of which thing.
STATES = {"ExtensionStatus": "Hint", "DeviceStateChange": "Device"}

#: Told by whoever makes or ends a bridge, which names itself.
BRIDGES = frozenset({"BridgeCreate", "BridgeDestroy"})


def stream_of(lines: Iterable[str], floating: frozenset[str] = frozenset()) -> Stream:
    """The stream of a frame, from its lines (of the wire, or of a file with placeholders in place of ids).

    *floating* names events (`@float`) that keep order only among those of their name and leg.
    """
    values = first_values(lines)
    event = values.get("Event")
    action_id = values.get("ActionID", "")
    if event is None:
        return ("action", action_id)
    leg = next((values[name] for name in _LEGS if values.get(name)), "")
    if values.get("EventName") == "LINKEDID_END":  # tells of a call, by whichever channel of it ended last
        leg = ""
    if event in floating:
        return (f"float {event}", leg)
    told_to_all = event == "UserEvent" and action_id  # the action's echo; one from the dialplan is in its leg's order
    if event in FLOATING or told_to_all:
        return ("event", event)
    if action_id:
        return ("action", action_id)
    if event in BRIDGES:
        return (f"event {event}", values.get("BridgeUniqueid", ""))
    if leg and not event.startswith(("Agent", "Queue")):
        return ("leg", leg)
    subject = values.get(STATES.get(event, ""), "")
    return ("event", f"{event} {subject}" if subject else event)
