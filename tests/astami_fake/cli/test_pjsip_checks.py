"""``pjsip show qualify``. Outputs recorded: cases `pjsip.command.qualify.shown`, `pjsip.command.unknown`."""

from __future__ import annotations

from typing import Any


def test_how_contacts_are_asked(ask: Any, bench: Any) -> None:
    """Of an AOR, and of all of an endpoint; 2xx only where the release knows it."""
    lines = ask("pjsip show qualify aor 1001")[1]
    only = ["  Qualify 2xx only     : no"] if bench.pbx.release.name == "22.10" else []
    options = [
        "  Qualify frequency    : 0 sec",
        "  Qualify timeout      : 0 ms",
        *only,
        "  Authenticate qualify : no",
    ]
    assert lines == [" * AOR '1001'", *options]
    assert ask("pjsip show qualify endpoint 1001")[1] == [" * AOR '1001' on endpoint '1001'", *options, ""]


def test_what_the_file_says(make_bench: Any, overlay: Any) -> None:
    """How often they are asked."""
    bench = make_bench(etc=overlay("states"))
    name = next(aor.settings.name for aor in bench.pbx.pjsip.aors.values() if aor.settings.get("qualify_frequency"))
    (frame,) = bench.client().login().do("Action: Command", f"Command: pjsip show qualify aor {name}")
    assert "  Qualify frequency    : 3600 sec" in frame


def test_there_is_none_of_that_name(ask: Any) -> None:
    """A failure; without a name the usage is shown."""
    for kind, said in (
        ("aor", "Unable to retrieve aor 'x' qualify options"),
        ("endpoint", "Unable to retrieve endpoint x"),
    ):
        failed = f"Command 'pjsip show qualify {kind} x' failed."
        assert ask(f"pjsip show qualify {kind} x") == ("Error", [said, failed])
        assert ask(f"pjsip show qualify {kind}")[1][0] == f"Usage: pjsip show qualify {kind} <id>"


def test_what_is_taken_over(ask: Any) -> None:
    """Of an address of record, or of all that an endpoint has."""
    assert ask("pjsip reload qualify aor 1000") == ("Success", ["Synchronizing AOR '1000'"])
    assert ask("pjsip reload qualify endpoint 1000")[1] == ["Synchronizing AOR '1000' on endpoint '1000'"]
    assert ask("pjsip reload qualify aor none")[1][0] == "Unable to retrieve aor 'none'"
    assert ask("pjsip reload qualify endpoint none")[1][0] == "Unable to retrieve endpoint none"
