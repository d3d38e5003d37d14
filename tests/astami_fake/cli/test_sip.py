"""The CLI family ``sip``. Outputs recorded: case sip.command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_a_monitored_peer_with_an_address(
    make_bench: Callable[..., Any], overlay: Callable[[str], Path], tmp_path: Path
) -> None:
    """Real Asterisk would have asked it; here nobody does, and that is told."""
    etc = shutil.copytree(overlay("sip"), tmp_path / "etc", symlinks=False)
    (etc / "sip.conf").unlink()
    (etc / "sip.conf").write_text("[trunk]\ntype = peer\nhost = 192.0.2.1\nqualify = yes\n", encoding="utf-8")
    bench = make_bench("16.28", etc)
    bench.client().login().do("Action: Command", "Command: sip show peers")
    (problem,) = bench.pbx.problems
    assert "a monitored one with a host is unknown" in problem


def test_one_peer_in_full_is_asked_for_by_the_action(
    make_bench: Callable[..., Any], overlay: Callable[[str], Path]
) -> None:
    """The command's table is not modelled, and says where to look."""
    client = make_bench("16.28", overlay("sip")).client().login()
    (reply,) = client.do("Action: Command", "Command: sip show peer 2000")
    assert "ask SIPshowpeer" in reply
