"""What an event says of a channel or a bridge, as objects: the blocks of headers that many events have in common.

A block has the same headers in each event, with a prefix where an event has several: ``Channel``, ``DestChannel``,
``TransfererChannel``. Imports ``exceptions``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from .exceptions import AMIProtocolError

__all__ = ["BridgeSnapshot", "ChannelSnapshot", "number"]

#: Looks a header up by name.
Lookup = Callable[[str], str | None]


def number(name: str, text: str | None) -> int:
    """The number in the header *name*; 0 where it is empty or not there.

    Raises:
        AMIProtocolError: it holds something else.
    """
    try:
        return int(text or "0")
    except ValueError:
        raise AMIProtocolError(f"{name} is {text!r}, where Asterisk sends a number") from None


@dataclass(frozen=True, slots=True)
class ChannelSnapshot:
    """A channel at the time of an event. Texts are as Asterisk wrote them, ``<unknown>`` included.

    Attributes:
        name: ``PJSIP/1000-00000001``.
        state: number of its state; 6 is up.
        state_desc: its name: ``Down``, ``Ring``, ``Ringing``, ``Up``, …
        caller_id_num: number of who is at the other end of the line.
        caller_id_name: the name.
        connected_line_num: number of who it talks to.
        connected_line_name: the name.
        language: language of what is played to it.
        account_code: whom its calls are charged to.
        context: where it is in the dialplan.
        exten: the extension there.
        priority: the priority there.
        uniqueid: its id.
        linkedid: Uniqueid of the oldest channel of this call.
    """

    name: str
    state: int
    state_desc: str
    caller_id_num: str
    caller_id_name: str
    connected_line_num: str
    connected_line_name: str
    language: str
    account_code: str
    context: str
    exten: str
    priority: int
    uniqueid: str
    linkedid: str

    @classmethod
    def read(cls, get: Lookup, prefix: str = "") -> Self | None:
        """The channel whose headers begin with *prefix*; None where the event has no such block.

        Raises:
            AMIProtocolError: a number in it is none.
        """
        name, state, uniqueid = get(f"{prefix}Channel"), get(f"{prefix}ChannelState"), get(f"{prefix}Uniqueid")
        if name is None or state is None or uniqueid is None:
            return None
        return cls(
            name=name,
            state=number(f"{prefix}ChannelState", state),
            state_desc=get(f"{prefix}ChannelStateDesc") or "",
            caller_id_num=get(f"{prefix}CallerIDNum") or "",
            caller_id_name=get(f"{prefix}CallerIDName") or "",
            connected_line_num=get(f"{prefix}ConnectedLineNum") or "",
            connected_line_name=get(f"{prefix}ConnectedLineName") or "",
            language=get(f"{prefix}Language") or "",
            account_code=get(f"{prefix}AccountCode") or "",
            context=get(f"{prefix}Context") or "",
            exten=get(f"{prefix}Exten") or "",
            priority=number(f"{prefix}Priority", get(f"{prefix}Priority")),
            uniqueid=uniqueid,
            linkedid=get(f"{prefix}Linkedid") or "",
        )


@dataclass(frozen=True, slots=True)
class BridgeSnapshot:
    """A bridge at the time of an event.

    Attributes:
        uniqueid: its id.
        type: ``basic``, ``base``, ``holding``, …
        technology: ``simple_bridge``, ``softmix``, …
        creator: what made it; ``<unknown>`` for an ordinary call.
        name: its name there; ``<unknown>`` for an ordinary call.
        num_channels: how many channels are in it.
        video_source_mode: ``none``, ``talker``, ``single``, …
    """

    uniqueid: str
    type: str
    technology: str
    creator: str
    name: str
    num_channels: int
    video_source_mode: str

    @classmethod
    def read(cls, get: Lookup, prefix: str = "") -> Self | None:
        """The bridge whose headers begin with *prefix*; None where the event has no such block.

        Raises:
            AMIProtocolError: a number in it is none.
        """
        uniqueid, kind = get(f"{prefix}BridgeUniqueid"), get(f"{prefix}BridgeType")
        if uniqueid is None or kind is None:
            return None
        return cls(
            uniqueid=uniqueid,
            type=kind,
            technology=get(f"{prefix}BridgeTechnology") or "",
            creator=get(f"{prefix}BridgeCreator") or "",
            name=get(f"{prefix}BridgeName") or "",
            num_channels=number(f"{prefix}BridgeNumChannels", get(f"{prefix}BridgeNumChannels")),
            video_source_mode=get(f"{prefix}BridgeVideoSourceMode") or "",
        )
