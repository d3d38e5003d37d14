"""MessageSend. Recorded: case `functions.message`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("data", "status"),
    [("", "INVALID_URI"), ("nonsense", "INVALID_PROTOCOL"), ("nothing:1,sip:a@b", "INVALID_PROTOCOL")],
)
def test_the_status_is_told(run: Callable[..., Any], data: str, status: str) -> None:
    """And the call goes on."""
    lab = run(f"MessageSend({data})", "NoOp(${MESSAGE_SEND_STATUS})")
    assert [event["Value"] for event in lab.told("VarSet")] == [status]
    assert lab.steps()[-1] == f"NoOp({status})"
