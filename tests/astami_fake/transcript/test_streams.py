"""Tests of `astami_fake.transcript.streams`."""

from __future__ import annotations

import pytest

from astami_fake.transcript.streams import stream_of


@pytest.mark.parametrize(
    ("frame", "stream"),
    [
        ("Response: Success|ActionID: 7", ("action", "7")),
        ("Response: Error|Message: Missing action in request", ("action", "")),
        ("Asterisk Call Manager/11.0.0", ("action", "")),
        ("Event: DBGetResponse|Key: a|ActionID: 7", ("action", "7")),
        ("Event: QueueMember|ActionID: 7", ("action", "7")),
        ("Event: Newchannel|Uniqueid: 1.0|Linkedid: 1.0", ("leg", "1.0")),
        ("Event: DialBegin|DestUniqueid: 1.1", ("leg", "1.1")),
        ("Event: DialBegin|Uniqueid: 1.0|DestUniqueid: 1.1", ("leg", "1.0")),
        ("Event: LocalBridge|LocalOneUniqueid: 1.0", ("event", "LocalBridge")),
        ("Event: AgentConnect|Uniqueid: 1.0", ("event", "AgentConnect")),
        ("Event: QueueCallerJoin|Uniqueid: 1.0", ("event", "QueueCallerJoin")),
        ("Event: DeviceStateChange|Device: x", ("event", "DeviceStateChange x")),
        ("Event: ExtensionStatus|Exten: 1|Hint: PJSIP/1", ("event", "ExtensionStatus PJSIP/1")),
        ("Event: OriginateResponse|ActionID: 7|Uniqueid: 1.0", ("event", "OriginateResponse")),
        ("Event: OriginateResponse|Uniqueid: 1.0", ("event", "OriginateResponse")),
        ("Event: UserEvent|ActionID: 7", ("event", "UserEvent")),
        ("Event: UserEvent|Uniqueid: 1.0", ("leg", "1.0")),
        ("Event: VarSet|Uniqueid: 1.0", ("float VarSet", "1.0")),
        ("Event: VarSet|Channel: none", ("float VarSet", "")),
    ],
)
def test_stream(frame: str, stream: tuple[str, str]) -> None:
    """One stream per leg, per action, per kind of queue and state event; VarSet floats because it was told so."""
    assert stream_of(frame.split("|"), frozenset({"VarSet"})) == stream
