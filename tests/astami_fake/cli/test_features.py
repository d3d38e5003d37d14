"""``features show``. Outputs recorded: cases `core.command.features*`."""

from __future__ import annotations

from typing import Any


def test_keys_beside_their_defaults(ask: Any, bench: Any) -> None:
    """One Touch Monitor only where the release has it."""
    lines = ask("features show")[1]
    assert lines[:4] == [
        "Builtin Feature           Default Current",
        "---------------           ------- -------",
        "Pickup                    *8      *8     ",
        "Blind Transfer            #       #1     ",
    ]
    assert any(line.startswith("One Touch Monitor") for line in lines) == (bench.pbx.release.name == "16.28")
    assert lines.count("(none)") == 2


def test_features_of_applications_and_their_groups(make_bench: Any, overlay: Any) -> None:
    """By name; groups as a table of theirs gives them back."""
    client = make_bench(etc=overlay("options")).client().login()
    (frame,) = client.do("Action: Command", "Command: features show")
    assert "Disconnect Call           *              \n" in frame
    assert "lonely                    no def  *93    \n" in frame
    groups = frame[frame.index("===> Group") :].replace("Output: ", "").splitlines()
    assert groups == [
        "===> Group: featuregroup_other",
        "===> --> lonely (*6)",
        "===> Group: featuregroup_team",
        "===> --> farewell (*92)",
        "===> --> hello (*5)",
    ]
