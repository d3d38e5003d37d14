"""The program that the documentation promises, on the target: it prints the same on every release, fake or real."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_first_program_prints_the_same_everywhere(ami_target):
    """examples/first_program.py prints what examples/first_program.out holds."""
    program = [sys.executable, "-W", "error", "-X", "utf8", ROOT / "examples" / "first_program.py"]
    done = subprocess.run(
        [*program, str(ami_target.port), ami_target.secret, ami_target.host],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout == (ROOT / "examples" / "first_program.out").read_text(encoding="utf-8")
