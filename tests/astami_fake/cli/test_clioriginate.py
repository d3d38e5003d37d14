"""``channel originate`` and ``channel redirect``. Recorded: cases `channel.originate`, `channel.redirect`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.cli import clioriginate
from astami_fake.cli._registry import CliError, ShowUsage


@pytest.fixture
def lab(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    return make_bench("22.10", overlay("dialplan"))


def test_a_call_for_an_application(lab: Any) -> None:
    """The command is over at once, and says nothing."""
    assert clioriginate.channel_originate(lab.pbx, ["Local/party@default/n", "application", "Wait", "5"]) == []
    lab.clock.advance(1)
    one, _ = lab.pbx.channels
    assert (one.application, one.data) == ("Wait", "5")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["grouped@functions"], ("functions", "grouped")),
        (["party"], ("default", "party")),
    ],
)
def test_a_call_for_an_extension(lab: Any, words: list[str], place: tuple[str, str]) -> None:
    """Of the context default, where none is said."""
    clioriginate.channel_originate(lab.pbx, ["Local/party@default/n", "extension", *words])
    lab.clock.advance(1)
    one = next(iter(lab.pbx.channels))
    assert (one.position.context, one.position.exten) == place


@pytest.mark.parametrize(
    "words",
    [[], ["Local/x"], ["Local/x", "application"], ["Local/x", "dance", "Wait"], ["Nothing", "application", "Wait"]],
)
def test_wrong_words(lab: Any, words: list[str]) -> None:
    """The usage, and no call."""
    with pytest.raises(ShowUsage):
        clioriginate.channel_originate(lab.pbx, words)
    assert len(lab.pbx.channels) == 0


def test_a_channel_is_sent_elsewhere(lab: Any) -> None:
    """Also within its own context; somebody who is not there is an error."""
    clioriginate.channel_originate(lab.pbx, ["Local/party@default/n", "application", "Wait", "60"])
    lab.clock.advance(1)
    one = next(iter(lab.pbx.channels))
    assert clioriginate.channel_redirect(lab.pbx, [one.name, "functions,grouped,1"]) == [
        f"Channel '{one.name}' successfully redirected to functions,grouped,1"
    ]
    lab.clock.advance(1)
    assert (one.position.context, one.position.exten) == ("functions", "grouped")
    with pytest.raises(CliError):
        clioriginate.channel_redirect(lab.pbx, ["Local/none", "functions,grouped,1"])
    with pytest.raises(ShowUsage):
        clioriginate.channel_redirect(lab.pbx, [one.name])
