"""The CLI family ``agent``: who can log in, and who has. Asterisk: apps/app_agent_pool.c.

Recorded: cases `apps.command.agents`, `commands.agent`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.agents import Agent
from astami_fake.pbx.channel import SOFT_HANGUP_EXPLICIT
from astami_fake.pbx.pbx import Pbx

_COLUMNS = "{:<8} {:<20} {:<11} {:<30} {}"
_STATE = "UNAVAILABLE"
"""Of all, also of who has logged in (recorded)."""


@command("agent show all")
def show_all(pbx: Pbx, words: Sequence[str]) -> Lines:
    """agent_handle_show_all()."""
    return _table(pbx, words, list(pbx.agents.agents.values()))


@command("agent show online")
def show_online(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Those who have logged in. agent_handle_show_online()."""
    return _table(pbx, words, [agent for agent in pbx.agents.agents.values() if agent.channel is not None])


@command("agent show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One. agent_handle_show_specific()."""
    if len(words) != 1:
        raise ShowUsage
    agent = pbx.agents.agents.get(words[0])
    if agent is None:
        return [f"Agent '{words[0]}' not found"]
    lines = [
        f"Id: {agent.settings.name}",
        f"Name: {agent.settings.full_name}",
        "Beep: beep",
        "MOH: default",
        "RecordCalls: No",
        f"State: {_STATE}",
    ]
    if agent.channel is not None:
        seconds = int(pbx.clock.now() - agent.since)
        lines += [f"LoggedInChannel: {agent.channel.name}", f"LoggedInTime: {seconds}"]
    return lines


@command("agent logoff")
def log_off(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``AGENT [soft]``: soft ends no call of his. agent_handle_logoff_cmd()."""
    if len(words) not in (1, 2) or (len(words) == 2 and words[1].lower() != "soft"):
        raise ShowUsage
    agent = pbx.agents.agents.get(words[0])
    if agent is None or agent.channel is None:
        return []
    channel = agent.channel
    pbx.at_once(lambda: channel.soft_hangup(SOFT_HANGUP_EXPLICIT))
    return [f"Logging out {words[0]}"]


def _table(pbx: Pbx, words: Sequence[str], agents: Sequence[Agent]) -> Lines:
    if words:
        raise ShowUsage
    rows = [
        _COLUMNS.format(
            one.settings.name, one.settings.full_name, _STATE, one.channel.name if one.channel is not None else "", ""
        )
        for one in agents
    ]
    online = sum(one.channel is not None for one in pbx.agents.agents.values())
    heading = _COLUMNS.format("Agent-ID", "Name", "State", "Channel", "Talking with")
    return [heading, *rows, "", f"Defined agents: {len(pbx.agents.agents)}, Logged in: {online}, Talking: 0"]
