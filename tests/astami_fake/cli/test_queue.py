"""The CLI family ``queue``: lists, rules, priorities. Outputs recorded: cases queue.command.*, queue.rules."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def run(bench: Any) -> Any:
    """Run a command; the lines of its output."""
    client = bench.client().login()

    def command(text: str) -> list[str]:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        return [line.removeprefix("Output: ") for line in frame.splitlines() if line.startswith("Output: ")]

    return command


def test_a_queue_without_anybody(run: Any) -> None:
    """Neither members nor callers."""
    assert run("queue show sales") == [
        "sales has 0 calls (max unlimited) in 'ringall' strategy (0s holdtime, 0s talktime), W:0, C:0, A:0,"
        " SL:0.0%, SL2:0.0% within 0s",
        "   No Members",
        "   No Callers",
        "",
    ]
    assert run("queue show nowhere") == ["No such queue: nowhere."]


def test_a_member_in_all_its_states(bench: Any, run: Any) -> None:
    """What is so is said, in this order."""
    (member,) = bench.pbx.queues.find("support").members
    shown = "Second Phone (Local/1002@default) (ringinuse enabled)"
    assert run("queue show support")[2].strip() == (
        f"{shown} (Not in use) has taken no calls yet (login was 0 secs ago)"
    )
    member.penalty, member.calls, member.last_call, member.in_call = 3, 2, member.login_time, True
    member.pause(True, "lunch")
    bench.clock.advance(7)
    assert run("queue show support")[2].strip() == (
        "Second Phone (Local/1002@default) with penalty 3 (ringinuse enabled) (paused:lunch was 7 secs ago) (in call)"
        " (Not in use) has taken 2 calls (last was 7 secs ago) (login was 7 secs ago)"
    )


def test_rules(run: Any) -> None:
    """A change by so much, or to it; a name that is not there shows nothing."""
    growing = [
        "Rule: growing",
        "\tAfter 1 seconds, adjust QUEUE_MAX_PENALTY to 5, adjust QUEUE_MIN_PENALTY to 1 and"
        " adjust QUEUE_RAISE_PENALTY by 0",
        "\tAfter 3 seconds, adjust QUEUE_MAX_PENALTY by 2, adjust QUEUE_MIN_PENALTY by -1 and"
        " adjust QUEUE_RAISE_PENALTY by 0",
    ]
    assert run("queue show rules") == run("queue show rules GROWING") == growing
    assert run("queue show rules absent") == [""]


def test_statistics_are_forgotten(bench: Any, run: Any) -> None:
    """Of the queues named, or of all."""
    support, sales = bench.pbx.queues.find("support"), bench.pbx.queues.find("sales")
    support.abandoned = sales.abandoned = 4
    run("queue reset stats sales")
    assert (support.abandoned, sales.abandoned) == (4, 0)
    run("queue reset stats")
    assert support.abandoned == 0


def test_a_caller_gets_a_priority(bench: Any, run: Any) -> None:
    """By its channel's name; who is not there is an error."""
    bench.client().login().do(
        "Action: Originate", "Channel: Local/1002@default", "Application: Queue", "Data: sales", "Async: true"
    )
    bench.clock.advance(1)
    (caller,) = bench.pbx.queues.find("sales").callers
    name = caller.channel.name
    assert run("queue show sales")[2:4] == ["   Callers: ", f"      1. {name} (wait: 0:01, prio: 0)"]
    assert run(f"queue priority caller {name} on sales to 5") == [""]
    assert caller.priority == 5
    assert run("queue priority caller Local/x on sales to 5")[0].endswith("Not there")
    assert run(f"queue priority caller {name} on nowhere to 5")[0].endswith("No such queue")
