"""The CLI family ``voicemail``. Outputs recorded: cases `voicemail.boxes`, `voicemail.message`, `voicemail.options`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.cli import voicemail
from astami_fake.cli._registry import CliError, ShowUsage


@pytest.fixture
def pbx(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    return make_bench("22.10", overlay("voicemail")).pbx


def test_users_of_all_contexts_and_of_one(pbx: Any) -> None:
    """A row each, and how many there are."""
    boxes = [mailbox.box for mailbox in pbx.voicemail]
    lines = voicemail.show_users(pbx, [])
    assert [line.split()[:2] for line in lines[1:-1]] == [[box.context, box.number] for box in boxes]
    assert lines[-1] == f"{len(boxes)} voicemail users configured."
    one = boxes[0].context
    assert {line.split()[0] for line in voicemail.show_users(pbx, ["FOR", one])[1:-1]} == {one}


def test_a_mailbox_without_messages(pbx: Any) -> None:
    """Its facts, and a count."""
    box = next(iter(pbx.voicemail)).box
    lines = voicemail.show_mailbox(pbx, [box.number, box.context])
    assert lines[1].startswith(box.name)
    assert lines[-1] == "0 Messages Total"


def test_what_is_not_there(pbx: Any) -> None:
    """A context, a mailbox, a word."""
    with pytest.raises(CliError):
        voicemail.show_users(pbx, ["for", "none"])
    with pytest.raises(CliError):
        voicemail.show_mailbox(pbx, ["none", "default"])
    for words in (["for"], ["x"], ["for", "a", "b"]):
        with pytest.raises(ShowUsage):
            voicemail.show_users(pbx, words)
    with pytest.raises(ShowUsage):
        voicemail.show_mailbox(pbx, ["1000"])


def test_a_reload_says_so(pbx: Any) -> None:
    """And there are no aliases."""
    assert voicemail.reload(pbx, []) == ["Reloading voicemail configuration..."]
    assert voicemail.show_aliases(pbx, []) == ["Aliases are not enabled"]
