"""Commands as a manager sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Said = tuple[str, list[str]]


@pytest.fixture
def ask(bench: Any) -> Callable[[str], Said]:
    """Send a command; whether it succeeded, and the lines of its output."""
    client = bench.client().login()

    def command(text: str) -> Said:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        lines = frame.splitlines()
        output = [line.removeprefix("Output:").removeprefix(" ") for line in lines if line.startswith("Output:")]
        return lines[0].removeprefix("Response: "), output

    return command


@pytest.fixture
def originate(bench: Any) -> Callable[..., None]:
    """Begin a call to an extension of conformance/etc, and let some time pass."""
    client = bench.client().login()

    def call(channel: str, application: str = "Wait", data: str = "30", seconds: float = 1.0) -> None:
        client.do(
            "Action: Originate",
            f"Channel: {channel}",
            f"Application: {application}",
            f"Data: {data}",
            "Async: true",
        )
        bench.clock.advance(seconds)

    return call
