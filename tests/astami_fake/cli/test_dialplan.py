"""The CLI family ``dialplan``. Outputs recorded: cases dialplan.show, .show.absent, .global, .reload."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def run(bench: Any) -> Any:
    """Run a command; the kind of its response and its lines."""
    client = bench.client().login()

    def command(text: str) -> tuple[str, list[str]]:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        response, _, *lines = frame.splitlines()
        return response.removeprefix("Response: "), [line.removeprefix("Output: ") for line in lines]

    return command


def test_an_extension(run: Any) -> None:
    """With file and line of each step."""
    assert run("dialplan show 1001@default") == (
        "Success",
        [
            "[ Context 'default' created by 'pbx_config' ]",
            "  '1001' =>         1. Answer()                                   [extensions.conf:11]",
            "                    2. Wait(1)                                    [extensions.conf:12]",
            "                    3. Hangup()                                   [extensions.conf:13]",
            "",
            "-= 1 extension (3 priorities) in 1 context. =-",
        ],
    )


def test_a_context_lists_its_includes(run: Any) -> None:
    """Extensions in the order in which they are looked at, patterns last."""
    _, lines = run("dialplan show default")
    assert lines[-4:] == [
        "  '_2XXX' =>        1. Goto(1002,1)                               [extensions.conf:49]",
        "  Include =>        'services'                                    [pbx_config]",
        "",
        "-= 9 extensions (25 priorities) in 1 context. =-",
    ]


def test_labels_stand_in_front(run: Any) -> None:
    """In brackets."""
    _, lines = run("dialplan show flows")
    assert "     [small]        5. NoOp(small)                                [extensions.conf:63]" in lines


def test_an_extension_of_an_included_context(run: Any) -> None:
    """Says so; a pattern is shown for what fits it."""
    assert run("dialplan show *43@default")[1][0] == "[ Included context 'services' created by 'pbx_config' ]"
    assert run("dialplan show 2123@default")[1][1].startswith("  '_2XXX' =>")


def test_all_contexts_come_newest_first(run: Any) -> None:
    """With one summary."""
    _, lines = run("dialplan show")
    contexts = [line.split("'")[1] for line in lines if line.startswith("[ Context")]
    assert contexts[-2:] == ["services", "default"]
    assert lines[-1].startswith("-= ")


def test_a_hint_is_a_priority(make_bench: Any, tmp_path: Any) -> None:
    """Before the others."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nwrite = all\n")
    (tmp_path / "extensions.conf").write_text("[c]\nexten => 1,hint,PJSIP/1\nexten => 1,1,NoOp()\n")
    client = make_bench("22.10", tmp_path).client().login()
    (frame,) = client.do("Action: Command", "Command: dialplan show c")
    assert "Output:   '1' =>            hint: PJSIP/1                                 [extensions.conf:2]\n" in frame
    assert "-= 1 extension (2 priorities) in 1 context. =-" in frame


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("nothing", ["There is no existence of 'nothing' context"]),
        ("1001@nothing", ["There is no existence of 'nothing' context"]),
        ("9999@default", ["There is no existence of 9999@default extension"]),
    ],
)
def test_what_is_not_there_is_an_error(run: Any, text: str, lines: list[str]) -> None:
    """With a line that says which command failed."""
    assert run(f"dialplan show {text}") == ("Error", [*lines, f"Command 'dialplan show {text}' failed."])


def test_globals(bench: Any, run: Any) -> None:
    """Newest first; setting one tells its value."""
    assert run('dialplan set global A "b c"') == ("Success", ["", "    -- Global variable 'A' set to 'b c'"])
    assert bench.pbx.globals.get("A") == "b c"
    assert run("dialplan show globals") == (
        "Success",
        ["   A=b c", "   RINGTIME=20", "   OFFICE=Berlin", "", "    -- 3 variable(s)"],
    )


def test_reload(bench: Any, run: Any) -> None:
    """The globals of the file are set again."""
    bench.pbx.set_global("OFFICE", "Bonn")
    assert run("dialplan reload") == ("Success", ["Dialplan reloaded."])
    assert bench.pbx.globals.get("OFFICE") == "Berlin"


@pytest.mark.parametrize(
    "text", ["dialplan show a b", "dialplan set global", "dialplan set global A", "dialplan reload x"]
)
def test_wrong_words_print_the_usage(run: Any, text: str) -> None:
    """As an error."""
    kind, lines = run(text)
    assert kind == "Error"
    assert lines[0].startswith("Usage: dialplan ")
