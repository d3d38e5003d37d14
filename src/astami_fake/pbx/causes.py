"""Names of numbers: hangup causes, channel states, and what a cause means for a dial attempt. Data only.

Recorded from 16.28.0 and 22.10.1, which are equal here, by hanging up with each cause from 0 to 127: ``Cause-txt``,
``DialStatus`` of the leg, ``DIALSTATUS`` of the caller. Asterisk: main/channel.c, main/dial.c, apps/app_dial.c. Imports
nothing.
"""

from __future__ import annotations

DOWN, RING, RINGING, UP, BUSY = 0, 4, 5, 6, 7

STATES = {DOWN: "Down", RING: "Ring", RINGING: "Ringing", UP: "Up", BUSY: "Busy"}

UNALLOCATED = 1
NO_ROUTE = 3
NORMAL_CLEARING = 16
USER_BUSY = 17
NO_ANSWER = 19
SUBSCRIBER_ABSENT = 20
ANSWERED_ELSEWHERE = 26
CONGESTION = 34
NOT_IMPLEMENTED = 66
INTERWORKING = 127

TEXTS = {
    1: "Unallocated (unassigned) number",
    2: "No route to specified transmit network",
    3: "No route to destination",
    5: "Misdialed trunk prefix",
    6: "Channel unacceptable",
    7: "Call awarded and being delivered in an established channel",
    8: "Pre-empted",
    14: "Number ported elsewhere",
    16: "Normal Clearing",
    17: "User busy",
    18: "No user responding",
    19: "User alerting, no answer",
    20: "Subscriber absent",
    21: "Call Rejected",
    22: "Number changed",
    23: "Redirected to new destination",
    26: "Answered elsewhere",
    27: "Destination out of order",
    28: "Invalid number format",
    29: "Facility rejected",
    30: "Response to STATus ENQuiry",
    31: "Normal, unspecified",
    34: "Circuit/channel congestion",
    38: "Network out of order",
    41: "Temporary failure",
    42: "Switching equipment congestion",
    43: "Access information discarded",
    44: "Requested channel not available",
    50: "Facility not subscribed",
    52: "Outgoing call barred",
    54: "Incoming call barred",
    57: "Bearer capability not authorized",
    58: "Bearer capability not available",
    65: "Bearer capability not implemented",
    66: "Channel not implemented",
    69: "Facility not implemented",
    81: "Invalid call reference value",
    88: "Incompatible destination",
    95: "Invalid message unspecified",
    96: "Mandatory information element is missing",
    97: "Message type nonexist.",
    98: "Wrong message",
    99: "Info. element nonexist or not implemented",
    100: "Invalid information element contents",
    101: "Message not compatible with call state",
    102: "Recover on timer expiry",
    103: "Mandatory IE length error",
    111: "Protocol error, unspecified",
    127: "Interworking, unspecified",
}

DIAL_END = {
    USER_BUSY: "BUSY",
    CONGESTION: "CONGESTION",
    NO_ROUTE: "CHANUNAVAIL",
    SUBSCRIBER_ABSENT: "CHANUNAVAIL",
}
"""``DialStatus`` in DialEnd of a leg that hung up; NOANSWER for every other cause."""

DIAL_STATUS = {
    0: "NOANSWER",
    NORMAL_CLEARING: "NOANSWER",
    NO_ANSWER: "NOANSWER",
    USER_BUSY: "BUSY",
    CONGESTION: "CONGESTION",
}
"""What a leg that hung up adds to the caller's ``DIALSTATUS``; CHANUNAVAIL for every other cause."""


def text(cause: int) -> str:
    """The cause as ``Cause-txt`` shows it."""
    return TEXTS.get(cause, "Unknown")
