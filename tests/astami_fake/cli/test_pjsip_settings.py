"""``pjsip show settings`` and its kin. Outputs recorded: cases `pjsip.command.settings`, `.identifiers.stock`."""

from __future__ import annotations

from typing import Any

import pytest


def test_settings(ask: Any, bench: Any) -> None:
    """By name, with the rule as wide as the widest value."""
    lines = ask("pjsip show settings x")[1]
    rule = next(line for line in lines if line.startswith(" ="))
    agent = next(line for line in lines if line.startswith(" user_agent"))
    assert agent.endswith(f": Asterisk PBX {bench.pbx.release.build}")
    assert len(rule) == len(agent)
    assert " timer_t1                    : 500" in lines[lines.index("System Settings:") :]


def test_settings_of_the_file(make_bench: Any, overlay: Any) -> None:
    """Count instead of the defaults, in the words of the release; the order of identifiers is one of them."""
    client = make_bench("22.10", overlay("options")).client().login()

    def output(command: str) -> list[str]:
        (frame,) = client.do("Action: Command", f"Command: {command}")
        return [line.removeprefix("Output: ") for line in frame.splitlines() if line.startswith("Output")]

    lines = output("pjsip show settings")
    assert " user_agent                                 : conformance" in lines
    assert " norefersub                                 : no" in lines
    assert " debug                                      : 1" in lines
    assert " timer_b                     : 38400" in lines
    names = [line.strip() for line in output("pjsip show identifiers")]
    assert names[1:4] == ["anonymous", "username", "ip"]


def test_identifiers_go_with_their_modules(ask: Any, bench: Any) -> None:
    """As they were loaded, those that the settings name first."""
    names = [line.strip() for line in ask("pjsip show identifiers")[1]]
    assert names[1:4] == ["ip", "username", "anonymous"]
    assert names[-1] == "auth_username"
    assert bench.pbx.modules.unload("res_pjsip_endpoint_identifier_user.so")
    assert not {"username", "auth_username"} & {line.strip() for line in ask("pjsip show identifiers")[1]}


@pytest.mark.parametrize(
    "words", ["identifiers x", "scheduled_tasks x", "transport-monitors like", "transport-monitors a b"]
)
def test_wrong_words_show_the_usage(ask: Any, words: str) -> None:
    """As an error."""
    response, lines = ask(f"pjsip show {words}")
    assert (response, lines[0].partition(":")[0]) == ("Error", "Usage")


def test_nothing_is_scheduled_or_watched(ask: Any) -> None:
    """Both lists are empty."""
    assert ask("pjsip show scheduled_tasks like x")[1][-2] == "Total Scheduled Tasks: 0"
    assert ask("pjsip show transport-monitors")[1][-2] == "Total Transport Monitors: 0"
