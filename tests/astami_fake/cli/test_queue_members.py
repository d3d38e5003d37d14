"""The CLI family ``queue``: members. Outputs recorded: cases queue.command.member, .pause, .penalty."""

from __future__ import annotations

from typing import Any

import pytest

ANN = "Local/1001@default"


@pytest.fixture
def run(bench: Any) -> Any:
    """Run a command; the lines of its output."""
    client = bench.client().login()

    def command(text: str) -> list[str]:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        return [line.removeprefix("Output: ") for line in frame.splitlines() if line.startswith("Output: ")]

    return command


def test_a_member_comes_and_goes(bench: Any, run: Any) -> None:
    """With all that can be said of it."""
    line = f"queue add member {ANN} to sales penalty 4 as Ann state_interface Custom:ann paused lunch"
    assert run(line) == [f"Added interface '{ANN}' to queue 'sales'"]
    (ann,) = bench.pbx.queues.find("sales").members
    assert (ann.name, ann.penalty, ann.state_interface, ann.paused, ann.paused_reason, ann.dynamic) == (
        "Ann",
        4,
        "Custom:ann",
        True,
        "lunch" if bench.pbx.release.queue_add_tells_reason else "",
        True,
    )
    assert run(line)[0] == f"Unable to add interface '{ANN}' to queue 'sales': Already there"
    assert run(f"queue remove member {ANN} from sales") == [f"Removed interface {ANN} from queue 'sales'"]
    assert run(f"queue remove member {ANN} from sales")[0].endswith("Not there")
    assert bench.pbx.queues.find("sales").members == []


@pytest.mark.parametrize(
    ("penalty", "said"), [("-1", "Penalty must be >= 0"), ("much", "Penalty must be an integer >= 0")]
)
def test_a_penalty_that_is_none_counts_as_zero(bench: Any, run: Any, penalty: str, said: str) -> None:
    """It is said, and the member comes."""
    assert run(f"queue add member {ANN} to sales penalty {penalty}") == [
        said,
        f"Added interface '{ANN}' to queue 'sales'",
    ]
    assert bench.pbx.queues.find("sales").members[0].penalty == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"queue add member {ANN} to nowhere", "Unable to add interface to queue 'nowhere': No such queue"),
        (f"queue remove member {ANN} from nowhere", "Unable to remove interface from queue 'nowhere': No such queue"),
        (
            "queue remove member Local/1002@default from support",
            "Unable to remove interface 'Local/1002@default' from queue 'support': Member is not dynamic",
        ),
        (f"queue pause member {ANN}", f"Unable to pause interface '{ANN}'"),
        (f"queue set penalty 1 on {ANN}", f"Failed to set penalty on interface '{ANN}' from queue '(null)'"),
        (
            f"queue set ringinuse no on {ANN} in sales",
            f"Failed to set ringinuse on interface '{ANN}' from queue 'sales'",
        ),
    ],
)
def test_who_is_not_there_is_an_error(run: Any, command: str, said: str) -> None:
    """The reason, then that the command failed."""
    assert run(command) == [said, f"Command '{command}' failed."]


def test_a_pause_and_its_end(bench: Any, run: Any) -> None:
    """In one queue, with a reason; in all without."""
    (phone,) = bench.pbx.queues.find("support").members
    name = phone.interface
    assert run(f"queue pause member {name} queue support reason lunch") == [
        f"paused interface '{name}' in queue 'support' for reason 'lunch'"
    ]
    assert (phone.paused, phone.paused_reason) == (True, "lunch")
    assert run(f"queue unpause member {name}") == [f"unpaused interface '{name}'"]
    assert not phone.paused


def test_penalty_and_ringing_in_use(bench: Any, run: Any) -> None:
    """Both say what they set."""
    (phone,) = bench.pbx.queues.find("support").members
    name = phone.interface
    assert run(f"queue set penalty 6 on {name}") == [f"Set penalty on interface '{name}' from queue '(null)'"]
    assert run(f"queue set ringinuse no on {name} in support") == [
        f"Set ringinuse on interface '{name}' from queue 'support'"
    ]
    assert (phone.penalty, phone.ring_in_use) == (6, False)
