"""Dialplan applications, one file per kind. Importing the package registers all of them in `pbx.execution`.

An application is a plain function on a channel and its argument text, or a generator where it takes time. One that is
not here is reported to `Pbx.problem`, and the call ends as with an unknown application on a real server.
"""

from astami_fake.pbx.applications import (
    agents,
    agi,
    bridge,
    calls,
    confbridge,
    database,
    dial,
    jumps,
    messages,
    originating,
    parking,
    pickup,
    queue,
    queue_members,
    recordings,
    records,
    sound,
    variables,
    voicemail,
)

__all__ = [
    "agents",
    "agi",
    "bridge",
    "calls",
    "confbridge",
    "database",
    "dial",
    "jumps",
    "messages",
    "originating",
    "parking",
    "pickup",
    "queue",
    "queue_members",
    "recordings",
    "records",
    "sound",
    "variables",
    "voicemail",
]
