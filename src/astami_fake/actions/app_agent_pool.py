"""The actions on agents. Asterisk: apps/app_agent_pool.c.

Recorded: cases `actions.agents`, `actions.agentlogoff`, `actions.live.agentlogoff`, `actions.live.agentlogin`. May
import `actions._lists`, `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Header, Manager, Reply, action, error, success
from astami_fake.pbx.agents import Agent
from astami_fake.pbx.channel import SOFT_HANGUP_EXPLICIT
from astami_fake.pbx.pbx import Pbx


@action("Agents", privilege="agent")
def agents(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """All agents, and where those are that have logged in. action_agents()."""
    rows: list[Frame] = [
        [
            ("Event", "Agents"),
            ("Agent", agent.settings.name),
            ("Name", agent.settings.full_name),
            *_shown(agent),
            *action.action_id,
        ]
        for agent in pbx.agents.agents.values()
    ]
    return [start(action, "Agents will follow"), *rows, complete(action, "AgentsComplete", len(rows))]


def _shown(agent: Agent) -> list[Header]:
    if agent.channel is None:
        return [("Status", "AGENT_LOGGEDOFF")]
    since = ("LoggedInTime", str(int(agent.since)))
    return [("Status", "AGENT_IDLE"), since, *agent.channel.last.headers()]


@action("AgentLogoff", privilege="agent")
def agent_logoff(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Log an agent off; one that has not logged in is none the worse for it. action_agent_logoff()."""
    name = action.get("Agent")
    if not name:
        return error(action, "No agent specified")
    agent = pbx.agents.agents.get(name)
    if agent is None:
        return error(action, "No such agent")
    if agent.channel is not None:
        agent.channel.soft_hangup(SOFT_HANGUP_EXPLICIT)
    return success(action, "Agent logged out")
