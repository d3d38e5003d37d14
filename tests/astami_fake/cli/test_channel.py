"""The CLI on channels. Outputs recorded: cases channel.*, status.none."""

from __future__ import annotations

from typing import Any

import pytest

NAME = "Local/1002@default-00000000"


@pytest.fixture
def client(bench: Any) -> Any:
    client = bench.client().login()
    client.do(
        "Action: Originate",
        "Channel: Local/1002@default",
        "Application: Wait",
        "Data: 5000",
        "CallerID: Ann <12>",
        "Account: acc",
        "Variable: __FOO=bar",
    )
    bench.clock.advance(2)
    return client


def run(client: Any, text: str) -> tuple[str, list[str]]:
    """Run a command; the kind of its response and its lines."""
    frame = client.do("Action: Command", f"Command: {text}")[0]
    response, _, *lines = frame.splitlines()
    return response.removeprefix("Response: "), [line.removeprefix("Output: ") for line in lines]


def test_channels_are_listed_in_columns(bench: Any, client: Any) -> None:
    """16 cuts names that 22 shows whole."""
    _, lines = run(client, "core show channels")
    wide = bench.pbx.release.name == "22.10"
    width, place = (64, 32) if wide else (20, 20)
    name = f"{NAME};1" if wide else "Local/1002@default-0"
    assert lines == [
        f"{'Channel':<{width}} {'Location':<{place}} State   Application(Data)             ",
        f"{name:<{width}} {'1002@default:1':<{place}} Up      Wait(5000)                    ",
        f"{name.replace(';1', ';2'):<{width}} {'1002@default:3':<{place}} Up      Wait(30)                      ",
        "2 active channels",
        "1 active call",
        "1 call processed",
    ]


def test_a_channel_without_a_place_or_an_application(bench: Any, client: Any) -> None:
    """Says so."""
    one, _ = bench.pbx.channels
    one.position = one.position._replace(exten="")
    one.application = ""
    _, lines = run(client, "core show channels")
    assert lines[1].split()[1:] == ["(None)", "Up", "(None)"]


def test_concise(client: Any) -> None:
    """Fields between exclamation marks."""
    _, lines = run(client, "core show channels concise")
    assert lines[0].startswith(f"{NAME};1!default!1002!1!Up!Wait!5000!12!acc!acc!3!2!!")


def test_verbose(bench: Any, client: Any) -> None:
    """More columns."""
    bench.clock.advance(3723)
    run(client, "channel request hangup all")
    client.do("Action: Originate", "Channel: Local/1010@default", "Application: Wait", "Data: 9", "CallerID: Ann <12>")
    _, lines = run(client, "core show channels verbose")
    assert lines[0].split()[:4] == ["Channel", "Context", "Extension", "Prio"]
    dialling = next(line for line in lines if "Dial " in line)
    bridge = bench.pbx.channels.find("Local/1010@default-00000001;2").bridge
    assert dialling.split()[-4:] == ["Local/1002@default,5", "12", "00:00:00", bridge.uniqueid[:20]]


def test_count(client: Any) -> None:
    """The last three lines alone."""
    assert run(client, "core show channels count")[1] == ["2 active channels", "1 active call", "1 call processed"]


def test_one_channel(bench: Any, client: Any) -> None:
    """All about it."""
    kind, lines = run(client, f"core show channel {NAME};2")
    assert kind == "Success"
    assert lines[:6] == [
        " -- General --",
        f"           Name: {NAME};2",
        "           Type: Local",
        f"       UniqueID: {int(bench.clock.now()) - 2}.1",
        f"       LinkedID: {int(bench.clock.now()) - 2}.0",
        "      Caller ID: 12",
    ]
    word = "Call Identifier" if bench.pbx.release.name == "22.10" else "Call Identifer"
    assert f" {word}: [C-00000001]" in lines
    assert "FOO=bar" in lines
    assert f" {word}: (None)" in run(client, f"core show channel {NAME};1")[1]


@pytest.mark.parametrize("text", ["core show channel x", "channel request hangup x"])
def test_a_channel_that_is_not_there(client: Any, text: str) -> None:
    """Is no error."""
    assert run(client, text) == ("Success", ["x is not a known channel"])


def test_a_hangup_is_requested(bench: Any, client: Any) -> None:
    """And told as such (recorded: channel.show)."""
    listener = bench.client().login(events="call")
    assert run(client, f"channel request hangup {NAME};2") == (
        "Success",
        [f"Requested Hangup on channel '{NAME};2'"],
    )
    first = listener.frames()[0]
    assert first.startswith("Event: SoftHangupRequest\n")
    assert first.endswith("Cause: 32")
    assert len(bench.pbx.channels) == 0


@pytest.mark.parametrize("word", ["Local/*", "/^Local/", f"{NAME};1 {NAME};2"])
def test_22_takes_patterns_and_several_names(make_bench: Any, word: str) -> None:
    """16 takes one name."""
    for release in ("22.10", "16.28"):
        bench = make_bench(release)
        client = bench.client().login()
        client.do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 9")
        run(client, f"channel request hangup {word}")
        assert len(bench.pbx.channels) == (0 if release == "22.10" else 2)


def test_a_wildcard_stands_for_no_slash(make_bench: Any) -> None:
    """As in a path."""
    bench = make_bench("22.10")
    client = bench.client().login()
    client.do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 9")
    assert run(client, "channel request hangup L*")[1] == ["L* did not match a known channel"]


def test_a_pattern_that_nothing_fits(make_bench: Any) -> None:
    """Each is told in its own words, an expression that is none with what is wrong with it (channel.absent.*)."""
    client = make_bench("22.10").client().login()
    assert run(client, "channel request hangup x ? // /(/")[1] == [
        "x is not a known channel",
        "? did not match a known channel",
        "// did not match a known channel",
        r"/(/ is not a valid POSIX Extended Regular Expression: Unmatched ( or \(",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "core show channels foo",
        "core show channels concise x",
        "core show channel",
        "core show channel a b",
        "channel request hangup",
    ],
)
def test_wrong_words_print_the_usage(client: Any, text: str) -> None:
    """As an error."""
    kind, lines = run(client, text)
    assert kind == "Error"
    assert lines[0].startswith("Usage: " + " ".join(text.split()[:3]))
