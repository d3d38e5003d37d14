"""A real server without the calls that a session of the fuzzer has made. May import: `targets`, `transcript`."""

from __future__ import annotations

import time

from astami_fake.conformance.targets import Target, TargetError
from astami_fake.transcript.template import first_values
from astami_fake.transcript.wire import Wire, readable

#: The legs of the calls that sessions make; calls of others on a PBX of one's own stay.
_OURS = r"/^Local\/[^@]*@default-/"


def hang_up(target: Target) -> None:
    """End the calls that sessions have made, whatever became of the session, and wait until they are gone.

    Raises:
        TargetError: they are not gone after the target's patience.
    """
    wire = Wire(target.host, target.port, target.patience)
    deadline = time.monotonic() + target.patience
    try:
        _ask(
            wire,
            deadline,
            f"Login\r\nUsername: {target.user('admin')}\r\nSecret: {target.secret('admin')}\r\nEvents: off",
        )
        while time.monotonic() < deadline:
            if not _ask(wire, deadline, f"Hangup\r\nChannel: {_OURS}"):
                return
    finally:
        wire.close()
    raise TargetError(f"{target.spec}: calls of a session do not end")


def _ask(wire: Wire, deadline: float, action: str) -> list[str]:
    """Send *action* and a Ping behind it; the channels that were named before the Ping's answer."""
    wire.send(f"Action: {action}\r\nActionID: a\r\n\r\nAction: Ping\r\nActionID: b\r\n\r\n".encode())
    channels: list[str] = []
    while readable([wire], deadline - time.monotonic()):
        for frame in wire.receive():
            values = first_values(frame)
            if values.get("ActionID") == "b":
                return channels
            channels += [values["Channel"]] if "Channel" in values else []
        if wire.is_closed:
            break
    return channels
