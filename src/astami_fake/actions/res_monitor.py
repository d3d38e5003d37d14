"""Recording of single channels, as releases before 21 had it. Asterisk 16: res/res_monitor.c.

Each of these succeeds on a channel that is there, whether it is recorded or not; recording begins only where the module
of the file's format is loaded. No sound is written: there is none.
Recorded: cases `actions.monitor`, `actions.live.monitor` and the like.
"""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx

FORMAT = "format_wav.so"
"""What writes the files, unless the action asks for another format. Recorded: without it nothing begins."""

Handler = Callable[[Manager, Action, Pbx], Reply]


def _of_channel(done: str, *needs: str, monitors: bool | None = None) -> Handler:
    """An action on a channel, with what else it *needs*, which says that it is *done*.

    Args:
        monitors: behind it the channel is monitored, or not any more; None where that stays as it is.
    """

    def handle(session: Manager, action: Action, pbx: Pbx) -> Reply:
        if not action.get("Channel"):
            return error(action, "No channel specified")
        if not all(map(action.get, needs)):
            return error(action, "No filename specified")
        channel = pbx.channels.find(action.get("Channel"))
        if channel is None:
            return error(action, "No such channel")
        writes = pbx.modules.find(FORMAT) is not None or action.get("Format")
        if monitors is not None and monitors is not channel.monitored and (writes or not monitors):
            channel.monitored = monitors
            pbx.at_once(lambda: channel.tell("MonitorStart" if monitors else "MonitorStop", "call"))
        return success(action, done)

    return handle


action("Monitor", privilege="call")(_of_channel("Started monitoring channel", monitors=True))
action("ChangeMonitor", privilege="call")(_of_channel("Changed monitor filename", "File"))
action("PauseMonitor", privilege="call")(_of_channel("Paused monitoring of the channel"))
action("UnpauseMonitor", privilege="call")(_of_channel("Unpaused monitoring of the channel"))
action("StopMonitor", privilege="call")(_of_channel("Stopped monitoring channel", monitors=False))
