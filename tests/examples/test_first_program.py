"""The program that the documentation promises."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXPECTED = (ROOT / "examples" / "first_program.out").read_text(encoding="utf-8")


@pytest.mark.parametrize("release", ["22.10", "16.28"])
def test_first_program_prints_what_real_asterisk_prints(ami_server_factory, release):
    """On the fake of each release it prints what it prints on real Asterisk (conformance/suite runs it there)."""
    server = ami_server_factory(release=release, etc=ROOT / "conformance" / "etc")
    program = [sys.executable, "-W", "error", "-X", "utf8", ROOT / "examples" / "first_program.py"]
    done = subprocess.run(
        [*program, str(server.port), "amp111", server.host],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout == EXPECTED
