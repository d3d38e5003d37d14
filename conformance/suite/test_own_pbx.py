"""Cases on somebody's own server: what is not allowed is not played, and what was played leaves nothing behind."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from astami import AMIClient
from astami_fake.conformance.check import Status, check_case
from astami_fake.conformance.report import finding
from astami_fake.conformance.suite import load_cases, select
from astami_fake.conformance.targets import open_target

CONFORMANCE = Path(__file__).parents[1]
CASES = load_cases([CONFORMANCE / "cases"])

#: What cases could change, as the server itself shows it.
SHOWN = (
    "database show",
    "core show channels concise",
    "core show hints",
    "dialplan show",
    "dialplan show globals",
    "queue show",
    "pjsip show endpoints",
    "pjsip show contacts",
    "confbridge list",
    "parking show",
    "module show",
    "manager show users",
)
#: What stays, as Asterisk is made: it keeps a global variable once it was set (that of the cases is empty then; the
#: dialplan of this configuration sets the other), counts what its queues
#: and their members did, and how long they are there.
STAYS = re.compile(
    r"^ +CONFORMANCE=\n|^ +LASTCALL=.*\n|\d+(?= variable\(s\))"
    r"|\d+s holdtime, \d+s talktime|has taken (?:no calls yet|\d+ calls \(last was \d+ secs ago\))"
    r"|\d+(?= secs ago\))",
    re.MULTILINE,
)


def state(settings):
    """All of it, as lines."""
    with AMIClient(**settings) as ami:
        outputs = {command: ami.command(command, check=False).output for command in SHOWN}
    texts = (STAYS.sub("", "\n".join((f"*CLI> {command}", *lines))) for command, lines in outputs.items())
    return [line for text in texts for line in text.splitlines()]


@pytest.mark.ami_real
@pytest.mark.parametrize(
    ("allowed", "cases"),
    [
        (frozenset(), CASES),
        (frozenset({"writes"}), select(CASES, "db. or database. or states. or variables.")),
        (frozenset({"writes", "originates"}), select(CASES, "originate. or database.shared")),
    ],
    ids=["read only", "writes", "writes and originates"],
)
def test_nothing_is_left_behind(own_target, monkeypatch, allowed, cases):
    """The server shows the same before and after; a case that does more than is allowed was not played."""
    monkeypatch.delenv("ASTAMI_SECRET", raising=False)
    with own_target.stage() as stage:
        settings = {name: getattr(stage, name) for name in ("host", "port")}
        settings |= {"username": stage.user("admin"), "secret": stage.secret("admin")}
        before = state(settings)
        assert len(before) > 200
        spec = f"ami://{stage.user('admin')}@{stage.host}:{stage.port}"
        with open_target(spec, etc=CONFORMANCE / "etc", allow=allowed) as own:
            results = [check_case(case, own) for case in cases]
        for result in results:
            if result.case.tags & {"writes", "originates"} - allowed:
                assert result.status in (Status.NOT_ALLOWED, Status.UNRECORDED, Status.ABSENT), result.case.name
        played = [one for one in results if one.status in (Status.PASSED, Status.UNSTEADY)]
        assert "\n".join(text for one in results if one.is_red for text in finding(one)) == ""
        assert len(played) >= min(len(cases) // 4, 100)
        assert list(unified_diff(before, state(settings), "before", "after", lineterm="", n=0)) == []
