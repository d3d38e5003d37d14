"""The commands that watch: events and top."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import astami.cli.watch
from astami.cli.commands import cli
from astami_fake import FakeAsterisk

ETC = Path(__file__).parents[2] / "conformance" / "etc"


@pytest.fixture
def pbx() -> Iterator[FakeAsterisk]:
    """A fake with its small default configuration."""
    with FakeAsterisk() as pbx:
        yield pbx


def environment(pbx: FakeAsterisk) -> dict[str, str]:
    """What names the fake."""
    return {"ASTAMI_SECRET": pbx.secret, "ASTAMI_USERNAME": pbx.username, "ASTAMI_PORT": str(pbx.port)}


def run(pbx: FakeAsterisk, *args: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli, args, env=environment(pbx))


def watching(pbx: FakeAsterisk, *args: str) -> subprocess.Popen[str]:
    """The installed command in a process of its own, when it has said that it wants events."""
    command = [Path(sys.executable).with_name("astami"), *args]
    process = subprocess.Popen(
        command, env={**os.environ, **environment(pbx)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    pbx.wait_for("Events", timeout=30)
    # What was asked before has been done when another connection is answered, and then some: the mask is one action.
    with pbx.client() as ami:
        ami.ping()
    return process


def test_events_that_are_wanted(pbx: FakeAsterisk) -> None:
    """By name and header, each a block of lines; it ends after so many."""
    process = watching(pbx, "events", "User*", "--match", "UserEvent=Mine", "--count", "2")
    with pbx.client() as ami:
        for name in ("Mine", "Other", "Mine"):
            ami.user_event(name, {"Key": "a: b"})
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.count("Event: UserEvent\n") == 2
    assert out.count("UserEvent: Mine\n") == out.count("Key: a: b\n\n") == 2
    assert "\x1b" not in out


def test_events_as_json(pbx: FakeAsterisk) -> None:
    """An object a line; a repeated header has a list. Ctrl-C ends it without an error."""
    process = watching(pbx, "--json", "events", "UserEvent")
    with pbx.client() as ami:
        ami.user_event("Mine", {"Key": ["a", "b", "c"]})
    assert process.stdout is not None
    event = json.loads(process.stdout.readline())
    assert (event["UserEvent"], event["Key"]) == ("Mine", ["a", "b", "c"])
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


def test_events_for_some_time(pbx: FakeAsterisk) -> None:
    """It ends when the time is over."""
    assert run(pbx, "events", "Nothing", "--seconds", "0.05").exit_code == 0


def test_events_when_the_server_goes(pbx: FakeAsterisk) -> None:
    """Exit code 3."""
    process = watching(pbx, "events", "Nothing")
    pbx.stop()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "closed the connection" in err or "lost" in err


def test_match_that_is_none(pbx: FakeAsterisk) -> None:
    """Exit code 2."""
    result = run(pbx, "events", "--match", "nothing")
    assert (result.exit_code, "write Header=value" in result.stderr) == (2, True)


def test_top_once(pbx: FakeAsterisk) -> None:
    """Without a terminal it prints one screen and ends."""
    for args in (("top",), ("top", "--once")):
        result = run(pbx, *args)
        assert result.exit_code == 0
        assert "0 channels" in result.stdout
        assert "queue" in result.stdout
        assert "\x1b" not in result.stdout


def test_top_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each look, until Ctrl-C; one with --once. Queues come with their members and callers."""
    with FakeAsterisk(etc=ETC) as pbx:
        (one,) = map(json.loads, run(pbx, "--json", "top", "--once").stdout.splitlines())
        assert one["channels"] == []
        (support,) = (queue for queue in one["queues"] if queue["Queue"] == "support")
        assert [member["Event"] for member in support["Members"]] == ["QueueMember"]
        assert support["Callers"] == []
        looks = []

        def sleep(seconds: float) -> None:
            looks.append(seconds)
            if len(looks) == 3:
                raise KeyboardInterrupt

        monkeypatch.setattr(astami.cli.watch.time, "sleep", sleep)
        result = run(pbx, "--json", "top")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 3)


def test_top_cuts_nothing_off_on_paper(pbx: FakeAsterisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow a terminal would be, names stand whole where there is none."""
    monkeypatch.setenv("COLUMNS", "40")
    with pbx.client() as ami:
        ami.originate("Local/1002@default", application="Wait", data="5", async_=True)
        while not ami.channels():
            pass
        name = ami.channels()[0].name
        assert name in run(pbx, "top").stdout


def test_top_until_interrupted(pbx: FakeAsterisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal it looks again and again; Ctrl-C ends it without an error."""
    looks = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(astami.cli.watch.time, "sleep", sleep)
    monkeypatch.setattr(astami.cli.watch.Console, "is_terminal", True)
    result = run(pbx, "top", "--interval", "0.5")
    assert (result.exit_code, looks) == (0, [0.5, 0.5, 0.5])
    assert len([one for one in pbx.received if one.get("Action") == "CoreShowChannels"]) == 3
