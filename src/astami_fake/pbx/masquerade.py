"""One channel takes the place of another. Asterisk: main/channel.c, ast_channel_masquerade() and what does it.

A channel is two things here: a place in a call (who dials it, which dialplan step it stands at, whose thread serves it)
and what is in that place (a name, a line to a phone, the parties, the variables). May import `channel`.
"""

from __future__ import annotations

from astami_fake.pbx.channel import Channel

_IN_PLACE = (
    "name",
    "uniqueid",
    "linkedid",
    "tech",
    "state",
    "caller",
    "connected",
    "language",
    "account",
    "published",
    "call_groups",
    "pickup_groups",
)
"""What moves; everything else belongs to the place."""


def swap(place: Channel, newcomer: Channel) -> None:
    """What is in *newcomer* moves into *place*, and the other way round; *newcomer* has no use from here on.

    Nothing is told: the next `publish` of *place* shows that its channel stands elsewhere in the dialplan now.
    """
    for attribute in _IN_PLACE:
        mine, other = getattr(place, attribute), getattr(newcomer, attribute)
        setattr(place, attribute, other)
        setattr(newcomer, attribute, mine)
    for name, value in newcomer.variables:
        place.variables.append(name, value)
    for channel in (place, newcomer):
        channel.tech.moved(channel)
        channel.pbx.channels.moved(channel)
