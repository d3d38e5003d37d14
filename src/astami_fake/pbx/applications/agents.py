"""AgentLogin. Asterisk: apps/app_agent_pool.c. Recorded: case `actions.live.agentlogin`."""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.answering import answer
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting


@application("AgentLogin", module="app_agent_pool.so")
def agent_login(channel: Channel, data: str) -> Waiting[Result]:
    """``AgentLogin(agent[,s])``: wait for calls, until somebody logs the agent off or the channel ends."""
    name, options = [*arguments.split(data), "", ""][:2]
    if options != "s":
        channel.pbx.problem(f"AgentLogin({data}) says something to the agent; that is not modelled")
    agents = channel.pbx.agents
    agent = agents.agents.get(name)
    if agent is None or agent.channel is not None:
        channel.set_variable("AGENT_STATUS", "INVALID" if agent is None else "ALREADY_LOGGED_IN")
        return Result.GO_ON
    yield from answer(channel)
    bridge = agents.log_in(agent, channel)
    try:
        yield from bridge.stay(channel)
    finally:
        agents.logged_off(agent)
    channel.check()
    return Result.GO_ON
