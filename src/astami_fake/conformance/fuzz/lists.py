"""What the fuzzer asks for that is answered with a list: whole, narrowed, of what is not there, and by who may not.

Not asked for is what a real server remembers of earlier sessions, and the fake, fresh in each, cannot know:
DeviceStateList (recorded in `states.devices`). May import: `sessions`, hypothesis (extra `conformance`).
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from astami_fake.conformance.fuzz.sessions import Machine

#: What narrows each list: headers, and the values that they are given, None for without.
_NARROWED: dict[str, dict[str, tuple[str | None, ...]]] = {
    "BridgeList": {"BridgeType": (None, "", "base", "Stasis", "none")},
    "BridgeTechnologyList": {},
    "ConfbridgeList": {"Conference": (None, "", "none")},
    "ConfbridgeListRooms": {},
    "CoreShowChannelMap": {"Channel": (None, "", "none")},
    "CoreShowChannels": {},
    "DBGetTree": {"Family": (None, "", "none", "none/at/all"), "Key": (None, "", "x")},
    "ExtensionStateList": {},
    "ListCommands": {},
    "ParkedCalls": {"ParkingLot": (None, "", "default", "none")},
    "Parkinglots": {},
    "PJSIPShowAors": {},
    "PJSIPShowAuths": {},
    "PJSIPShowContacts": {},
    "PJSIPShowEndpoint": {"Endpoint": (None, "", "none")},
    "PJSIPShowEndpoints": {},
    "PJSIPShowRegistrationsOutbound": {},
    "PresenceStateList": {},
    "QueueStatus": {"Queue": (None, "", "support", "none"), "Member": (None, "", "Local/1002@default", "none")},
    "QueueSummary": {"Queue": (None, "", "support", "none")},
    "ShowDialPlan": {
        "Context": (None, "", "default", "services", "flows", "sub", "none"),
        "Extension": (None, "", "1001", "*43", "_2XXX", "2XXX", "2001", "s", "none"),
    },
    "Status": {
        "Channel": (None, "", "none"),
        "Variables": (None, "", "EXTEN,none", "CHANNEL(state)"),
        "AllVariables": (None, "true", "no"),
    },
}


def _asked(action: str) -> st.SearchStrategy[tuple[str, ...]]:
    """The lines of *action*, narrowed somehow."""
    given = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in _NARROWED[action].items()})
    return given.map(
        lambda headers: (
            f"Action: {action}",
            *(f"{name}: {text}" for name, text in headers.items() if text is not None),
        )
    )


class ListingMachine(Machine):
    """A session that also asks for lists; those of calls and queues show what its other steps have done."""

    @precondition(lambda self: "lists" in self.areas)
    @rule(lines=st.sampled_from(tuple(_NARROWED)).flatmap(_asked), connection=st.sampled_from(("", "", "b")))
    def list_some(self, lines: tuple[str, ...], connection: str) -> None:
        self.send(*lines, connection=connection)
