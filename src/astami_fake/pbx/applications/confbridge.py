"""ConfBridge and ConfKick. Asterisk: apps/app_confbridge.c. Recorded: cases `confbridge.*`."""

from __future__ import annotations

from astami_fake.config import confbridge as profiles
from astami_fake.pbx import arguments
from astami_fake.pbx.answering import answer
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.conferences import Member
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting

_RESULT = "CONFBRIDGE_RESULT"


@application("ConfBridge")
def confbridge(channel: Channel, data: str) -> Waiting[Result]:
    """``ConfBridge(conference[,bridge profile[,user profile[,menu]]])``, until the user leaves."""
    pbx = channel.pbx
    name, bridge_name, user_name, menu = [*arguments.split(data), "", "", "", ""][:4]
    yield from answer(channel)
    known = pbx.conferences.profiles
    bridge = known.bridges.get(bridge_name or profiles.BRIDGE)
    user = known.users.get(user_name or profiles.USER)
    if not name or bridge is None or user is None or (menu and menu not in known.menus):
        channel.set_variable(_RESULT, "FAILED")
        return Result.END
    room = pbx.conferences.room(name, bridge)
    if not room.admits(user):
        channel.set_variable(_RESULT, "FAILED")
        return Result.END
    member = Member(channel, user, menu or profiles.MENU, user.start_muted, pbx.clock.now())
    room.join(member)
    yield from room.bridge.stay(channel)
    room.left(member)
    channel.check()
    return Result.GO_ON


@application("ConfKick")
def conf_kick(channel: Channel, data: str) -> Result:
    """``ConfKick(conference[,channel])``: without a channel all are sent out."""
    name, who = [*arguments.split(data), "", ""][:2]
    room = channel.pbx.conferences.rooms.get(name)
    members = [] if room is None else [member for member in room.members if who in ("", "all", member.channel.name)]
    for member in members:
        if room is not None:
            room.kick(member)
    channel.set_variable("CONFKICKSTATUS", "SUCCESS" if members else "FAILURE")
    return Result.GO_ON
