"""``cdr show status``, ``cel show status``. Outputs recorded: cases `records.command.*`."""

from __future__ import annotations

from typing import Any

import pytest


def lines(bench: Any, command: str) -> list[str]:
    (frame,) = bench.client().login().do("Action: Command", f"Command: {command}")
    return [line.removeprefix("Output:").removeprefix(" ") for line in frame.splitlines() if line.startswith("Output")]


@pytest.mark.parametrize("family", ["cdr", "cel"])
def test_no_words_may_follow(ask: Any, family: str) -> None:
    """They show the usage."""
    response, output = ask(f"{family} show status x")
    assert (response, output[0]) == ("Error", f"Usage: {family} show status")


def test_nothing_is_recorded(ask: Any) -> None:
    """And nothing more is told."""
    assert ask("cel show status")[1] == ["CEL Logging: Disabled"]
    assert ask("cdr show status")[1][3:] == [
        "  Logging:                    Disabled",
        "  Mode:                       Simple",
    ]


def test_a_batch_is_written_in_time(make_bench: Any, overlay: Any) -> None:
    """So many seconds are left, and the next begins behind them."""
    bench = make_bench("16.28", overlay("options"))
    bench.clock.advance(100)
    found = lines(bench, "cdr show status")
    assert found[9] == "* Batch Mode Settings"
    assert found[11:17] == [
        "  Safe shutdown:              Disabled",
        "  Threading model:            Scheduler only",
        "  Current batch size:         0 records",
        "  Maximum batch size:         50 records",
        "  Maximum batch time:         90 seconds",
        "  Next batch processing time: 80 seconds",
    ]
    assert found[-2] == "    (none)"


@pytest.mark.parametrize(("release", "events"), [("22.10", 22), ("16.28", 18)])
def test_who_takes_the_records(make_bench: Any, overlay: Any, release: str, events: int) -> None:
    """The manager; ALL names each event that the release has."""
    bench = make_bench(release, overlay("records"))
    assert lines(bench, "cdr show status")[-2] == "    cdr_manager"
    found = lines(bench, "cel show status")
    assert sum(line.startswith("CEL Tracking Event: ") for line in found) == events
    assert found[-3:] == [
        "CEL Tracking Application: wait",
        "CEL Tracking Application: dial",
        "CEL Event Subscriber: Manager Event Logging",
    ]


def test_few_events(make_bench: Any, overlay: Any) -> None:
    """Only those that are named, in the order of the release."""
    found = lines(make_bench(etc=overlay("options")), "cel show status")
    assert [line for line in found if "Event" in line] == [
        "CEL Tracking Event: CHAN_START",
        "CEL Tracking Event: HANGUP",
        "CEL Tracking Event: APP_START",
    ]
