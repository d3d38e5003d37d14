"""Agents: who they are, and who has logged in on which channel. Asterisk: apps/app_agent_pool.c.

Lives here: the state, and logging in and off with its events. Does not live here: the application AgentLogin
(`applications.agents`), the actions (`actions.app_agent_pool`). May import `bridge`, `config.agents`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.config import agents
from astami_fake.pbx.bridge import Bridge, Kind
from astami_fake.pbx.channel import Channel

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

HOLD = Kind("agent_hold", "holding_bridge")


@dataclass(eq=False, slots=True)
class Agent:
    """An agent.

    Attributes:
        channel: where the agent is logged in.
        since: PBX time of that.
    """

    settings: agents.Agent
    channel: Channel | None = None
    since: float = 0.0


class Agents:
    """The agents of one PBX, in the order of their names."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._hold: Bridge | None = None
        found = [] if pbx.etc is None else agents.load(pbx.etc)
        self.agents = {one.name: Agent(one) for one in sorted(found, key=lambda one: one.name)}

    def log_in(self, agent: Agent, channel: Channel) -> Bridge:
        """Let *agent* wait on *channel* in the bridge of all agents, which is made for the first and kept."""
        if self._hold is None:
            self._hold = Bridge(self._pbx, HOLD, creator="AgentPool")
        agent.channel, agent.since = channel, self._pbx.clock.now()
        channel.tell("AgentLogin", "agent", ("Agent", agent.settings.name))
        self._hold.enter(channel)
        return self._hold

    def logged_off(self, agent: Agent) -> None:
        """The channel of *agent* has left the bridge, whatever the reason."""
        channel, agent.channel = agent.channel, None
        if channel is not None:
            seconds = int(self._pbx.clock.now()) - int(agent.since)
            channel.tell("AgentLogoff", "agent", ("Agent", agent.settings.name), ("Logintime", str(seconds)))
