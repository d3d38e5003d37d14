"""The CLI family ``agent``. Outputs recorded: cases `apps.command.agents`, `commands.agent`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def further(make_bench: Any, overlay: Any) -> Any:
    """A PBX with agents."""
    return make_bench(etc=overlay("further"))


@pytest.fixture
def say(further: Any) -> Callable[[str], list[str]]:
    """Send a command; the lines of its output."""
    client = further.client().login()

    def command(text: str) -> list[str]:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        return [line.removeprefix("Output:").removeprefix(" ") for line in frame.splitlines() if "Output:" in line]

    return command


def test_agents_log_in_and_off(further: Any, say: Any) -> None:
    """They are listed with where they are, until they are logged off; one who is not here is none the worse for it."""
    assert say("agent show all")[-1] == "Defined agents: 3, Logged in: 0, Talking: 0"
    assert say("agent logoff annie") == [""]
    application = ("Application: AgentLogin", "Data: annie,s", "Async: true")
    further.client().login().do("Action: Originate", "Channel: Local/1002@default", *application)
    further.clock.advance(3)
    assert say("agent show online")[1].startswith("annie    Annie Moore          UNAVAILABLE Local/1002@default-")
    assert say("agent show annie")[-1].startswith("LoggedInTime: ")
    assert say("agent logoff annie soft") == ["Logging out annie"]
    assert say("agent show online")[-1] == "Defined agents: 3, Logged in: 0, Talking: 0"
    assert say("agent show nobody") == ["Agent 'nobody' not found"]


@pytest.mark.parametrize("words", ["show", "show all x", "show online x", "logoff", "logoff annie hard"])
def test_wrong_words(say: Any, words: str) -> None:
    """The usage."""
    assert say(f"agent {words}")[0].startswith("Usage: agent ")
