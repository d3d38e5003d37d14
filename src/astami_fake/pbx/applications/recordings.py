"""MixMonitor and StopMixMonitor. Asterisk: apps/app_mixmonitor.c. Recorded: case `mixmonitor.application`."""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application


@application("MixMonitor")
def mix_monitor(channel: Channel, data: str) -> Result:
    """``MixMonitor(file[,options[,command]])``; options change the sound, and there is none."""
    file = [*arguments.split(data), ""][0]
    if file:
        channel.pbx.recordings.start(channel, file)
    return Result.GO_ON


@application("StopMixMonitor")
def stop_mix_monitor(channel: Channel, data: str) -> Result:
    """``StopMixMonitor([id])``."""
    channel.pbx.recordings.stop(channel, data)
    return Result.GO_ON
