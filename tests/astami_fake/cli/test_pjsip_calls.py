"""``pjsip show channels`` and what else there is of calls. Outputs recorded: cases `pjsip.command.channels`,
`pjsip.command.absent`."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_call_of_two_phones(ask: Any, bench: Any) -> None:
    """The number that was dialled, and who is connected."""
    for name in ("1000", "1001"):
        bench.pbx.phones.find(name).register()
    bench.pbx.phones.find("1001").answers(after=0.1)
    bench.pbx.phones.find("1000").calls("1001")
    bench.clock.advance(61.5)
    lines = ask("pjsip show channels")[1]
    assert lines[5].split() == ["Channel:", "PJSIP/1000-00000000/Dial", "Up", "00:01:01"]
    assert lines[6].split("CLCID: ")[0].split() == ["Exten:", "1001"]
    assert lines[6].endswith('CLCID: "Bob" <1001>')
    assert lines[-2] == "Objects found: 2"
    assert ask("pjsip list channels")[1][4] == lines[5]
    assert ask("pjsip show channel PJSIP/1000-00000000")[1][5:7] == lines[5:7]


@pytest.mark.parametrize(
    ("command", "first"),
    [
        ("pjsip show channels", "No objects found."),
        ("pjsip list channels", "No objects found."),
        ("pjsip show channelstats", "No objects found."),
        ("pjsip show channel none", "Unable to find object none."),
        ("pjsip show unidentified_requests", "No objects found."),
    ],
)
def test_nobody_calls(ask: Any, command: str, first: str) -> None:
    """That is no failure."""
    assert ask(command) == ("Success", [first, ""])


@pytest.mark.parametrize("way", ["inbound", "outbound"])
def test_nobody_subscribes(ask: Any, way: str) -> None:
    """There are none in the model."""
    assert ask(f"pjsip list subscriptions {way}")[1][-1] == "0 active subscriptions"
    assert ask(f"pjsip show subscriptions {way}")[1][-1] == "0 active subscriptions"


def test_figures_of_a_call(ask: Any, bench: Any) -> None:
    """Only of what is answered; in no bridge it has none to name."""
    phones = [bench.pbx.phones.find(name) for name in ("1000", "1001")]
    for phone in phones:
        phone.register()
        phone.mute = True
    phones[1].rings()
    phones[0].calls("1001")
    bench.clock.advance(1)
    assert ask("pjsip show channelstats")[1][5:7] == [
        " PJSIP/1000-00000000 not valid",
        " PJSIP/1001-00000001 not valid",
    ]
    phones[1].present_call().answer()
    bench.clock.advance(2)
    (bridge,) = bench.pbx.bridges
    lines = ask("pjsip show channelstats")[1]
    assert lines[5].startswith(
        f" {bridge.uniqueid[:8]} 1000-00000000      00:00:03 ulaw        0       0    0   0.000 "
    )
    assert lines[7:9] == ["", "Objects found: 2"]
    phones[0].present_call().talks()
    bench.clock.advance(2)
    counts = [[line.split()[at] for at in (4, 8)] for line in ask("pjsip show channelstats")[1][5:7]]
    assert counts == [["100", "0"], ["0", "100"]]


def test_phones_talk_from_the_answer_on(ask: Any, bench: Any) -> None:
    """Unless they are mute: a packet each 20 ms."""
    for name in ("1000", "1001"):
        bench.pbx.phones.find(name).register()
    bench.pbx.phones.find("1001").answers(after=1)
    bench.pbx.phones.find("1000").calls("1001")
    bench.clock.advance(3)
    counts = [[line.split()[at] for at in (4, 8)] for line in ask("pjsip show channelstats")[1][5:7]]
    assert counts == [["100", "100"], ["100", "100"]]
