"""Set and MSet. Asterisk: main/pbx_variables.c."""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.functions import assign


@application("Set")
def set_variable(channel: Channel, data: str) -> Result:
    """``Set(NAME=value)``, everything behind the first ``=`` being the value; functions and globals too."""
    name, equals, value = data.partition("=")
    if equals:
        assign(channel, name.strip(), value)
    return Result.GO_ON


@application("MSet")
def set_variables(channel: Channel, data: str) -> Result:
    """``MSet(A=1,B=2)``."""
    for part in arguments.split(data):
        name, equals, value = part.partition("=")
        if equals:
            assign(channel, name.strip(), value)
    return Result.GO_ON
