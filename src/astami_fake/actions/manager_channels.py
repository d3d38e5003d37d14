"""Actions on channels: Hangup, Redirect, Status, CoreShowChannels. Asterisk: main/manager.c."""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Header, Manager, Reply, action, error, success
from astami_fake.actions.manager_variables import forbidden, shown_value
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.local import Local
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.snapshots import Position
from astami_fake.posix import BadExpression, Expression

_MAX_CAUSE = 127


@action("Hangup", privilege="system,call")
def hangup(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """End a channel, or all whose names fit ``/pattern/``. action_hangup()."""
    name = action.get("Channel")
    if not name:
        return error(action, "No channel specified")
    if name.startswith("/") and name.endswith("/") and len(name) > 1:
        return _hangup_all(action, name, pbx)
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, "No such channel")
    _end(pbx, [channel], action)
    return success(action, "Channel Hungup")


def _hangup_all(action: Action, pattern: str, pbx: Pbx) -> Reply:
    try:
        expression = Expression(pattern[1:-1])
    except BadExpression:
        return error(action, f"Regex compile failed on: {pattern}")
    channels = [channel for channel in pbx.channels if expression.fits(channel.name)]
    _end(pbx, channels, action)
    items: list[Frame] = [
        [("Event", "ChannelHungup"), ("Channel", channel.name), *action.action_id] for channel in channels
    ]
    return [
        start(action, "Channels hung up will follow"),
        *items,
        complete(action, "ChannelsHungupListComplete", len(items)),
    ]


def _end(pbx: Pbx, channels: list[Channel], action: Action) -> None:
    """Let all *channels* notice at the same time; a cause that is none is ignored (recorded)."""
    text = action.get("Cause")
    cause = int(text) if text.isdigit() and int(text) <= _MAX_CAUSE else 0

    def end() -> None:
        for channel in channels:
            channel.cause = cause or channel.cause
            channel.interrupt()

    pbx.at_once(end)


@action("Redirect", privilege="call")
def redirect(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send one channel, or two at once, to another place in the dialplan. action_redirect().

    Whether there is such an extension is not asked: then the call ends (recorded).
    """
    name, extra = action.get("Channel"), action.get("ExtraChannel")
    if not name:
        return error(action, "Channel not specified")
    target = _target(action, pbx, "")
    if isinstance(target, str):
        return error(action, target)
    second = target
    if extra and action.get("ExtraExten"):
        found = _target(action, pbx, "Extra")
        if isinstance(found, str):
            return error(action, found)
        second = found
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, f"Channel does not exist: {name}")
    other = pbx.channels.find(extra) if extra else None
    if extra and other is None:
        return error(action, f"ExtraChannel does not exist: {extra}")

    def move() -> None:
        channel.move(target)
        if other is not None:
            other.move(second)

    pbx.at_once(move)
    return success(action, "Dual Redirect successful" if extra else "Redirect successful")


def _target(action: Action, pbx: Pbx, prefix: str) -> Position | str:
    """Where to, or what is wrong; the priority may be a label."""
    context, exten, word = (action.get(prefix + header) for header in ("Context", "Exten", "Priority"))
    for header, value in (("Context", context), ("Exten", exten), ("Priority", word)):
        if not value:
            return f"{prefix}{header} not specified"
    priority = int(word) if word.isdigit() else pbx.dialplan.labelled(context, exten, word)
    return Position(context, exten, priority) if priority else f"{prefix}Priority is invalid"


@action("Status", privilege="system,call,reporting")
def status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List one channel or all, with variables where asked for. action_status()."""
    names = [name for name in action.get("Variables").split(",") if name]
    if any(forbidden(session, name) for name in names):
        return error(action, "Status Access Forbidden: Variables")
    channels = list(pbx.channels)
    if action.get("Channel"):
        channel = pbx.channels.find(action.get("Channel"))
        if channel is None:
            return error(action, "No such channel")
        channels = [channel]
    items: list[Frame] = []
    for channel in channels:
        variables = [("Variable", f"{name}={shown_value(pbx, channel, name, '(null)')}") for name in names]
        if action.get("AllVariables").lower() in ("true", "yes", "1", "on"):
            variables += [("Variable", f"{name.lstrip('_')}={value}") for name, value in channel.variables]
        items.append([*_status(channel), *variables, *action.action_id])
    count = len(items)
    return [
        start(action, "Channel status will follow"),
        *items,
        complete(action, "StatusComplete", count, ("Items", str(count))),
    ]


def _status(channel: Channel) -> list[Header]:
    connected = channel.connected
    return [
        ("Event", "Status"),
        ("Privilege", "Call"),
        *channel.now().headers(),
        ("Type", channel.tech.name),
        ("DNID", channel.dialed),
        ("EffectiveConnectedLineNum", connected.number or "<unknown>"),
        ("EffectiveConnectedLineName", connected.name or "<unknown>"),
        ("TimeToHangup", "0"),
        ("BridgeID", channel.bridge.uniqueid if channel.bridge is not None else ""),
        ("Application", channel.application),
        ("Data", channel.data),
        ("Nativeformats", f"({channel.tech.format})"),
        ("Readformat", channel.tech.format),
        ("Readtrans", ""),
        ("Writeformat", channel.tech.format),
        ("Writetrans", ""),
        ("Callgroup", "0"),
        ("Pickupgroup", "0"),
        ("Seconds", str(int(channel.age))),
    ]


@action("CoreShowChannels", privilege="system,reporting")
def core_show_channels(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List all channels. action_coreshowchannels()."""
    items: list[Frame] = [
        [
            ("Event", "CoreShowChannel"),
            *action.action_id,
            *channel.last.headers(),
            ("Application", channel.application),
            ("ApplicationData", channel.data),
            ("Duration", _duration(channel.age)),
            ("BridgeId", channel.bridge.uniqueid if channel.bridge is not None else ""),
        ]
        for channel in pbx.channels.listed
    ]
    return [start(action, "Channels will follow"), *items, complete(action, "CoreShowChannelsComplete", len(items))]


@action("CoreShowChannelMap", privilege="system,reporting")
def core_show_channel_map(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the channels that one is connected with by its bridge. Asterisk: main/manager.c; a uniqueid does not do."""
    name = action.get("Channel")
    if not name:
        return error(action, "CoreShowChannelMap requires a channel.\n")
    channel = next((channel for channel in pbx.channels if channel.name.lower() == name.lower()), None)
    if channel is None:
        return error(action, "Could not get channel snapshot\n")
    items: list[Frame] = [
        [("Event", "CoreShowChannelMap"), *action.action_id, ("Channel", channel.name), ("ConnectedChannel", other)]
        for other in sorted(_connected(channel, set()))
    ]
    return [
        start(action, "Channel map will follow"),
        *items,
        complete(action, "CoreShowChannelMapComplete", len(items)),
    ]


def _connected(channel: Channel, seen: set[str]) -> set[str]:
    """Names of those in the bridge of *channel*, of the other halves of Local ones among them, and so on."""
    for member in channel.bridge.members if channel.bridge is not None else ():
        if member is channel or member.name in seen:
            continue
        seen.add(member.name)
        other = member.tech.other(member) if isinstance(member.tech, Local) else None
        if other is not None and other.name not in seen:
            seen.add(other.name)
            _connected(other, seen)
    return seen - {channel.name}


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
