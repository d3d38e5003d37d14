"""What the README shows runs as shown."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
ADDRESS = '"127.0.0.1", 5038, "admin", "secret"'

pytest_plugins = ["pytester"]


def code_lines(block: str) -> int:
    return len([line for line in block.splitlines() if line.strip()])


def test_there_are_three_examples_of_ten_lines():
    """A sync, an async and a pytest example, each of about ten lines, and one of the fake by itself."""
    assert len(BLOCKS) == 4
    assert all(7 <= code_lines(block) <= 11 for block in BLOCKS), [code_lines(block) for block in BLOCKS]


@pytest.mark.ami_server(etc=str(ROOT / "conformance" / "etc"))
@pytest.mark.parametrize(
    ("block", "printed"),
    [
        (BLOCKS[0], r'Asterisk 22\.10\.1.*\nAnn "Annie" Müller\nChannel does not exist: PJSIP/nobody-00000001\n'),
        (BLOCKS[1], r"True None \[\]\nTrue Berlin \[\]\nTrue None \['0 calls processed'\]\n"),
    ],
    ids=["sync", "async"],
)
def test_example_runs(ami_server, block, printed):
    """The example is a whole program: with the address of a server in it, it runs and prints what it should."""
    assert ADDRESS in block
    address = f'"{ami_server.host}", {ami_server.port}, "{ami_server.username}", "{ami_server.secret}"'
    program = block.replace(ADDRESS, address)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stderr == ""
    assert re.fullmatch(printed, done.stdout), done.stdout


def test_fake_example_runs():
    """The phone answers in the PBX's time, and the program sees it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BLOCKS[3]], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (done.stderr, done.stdout) == ("", "4\n")


def test_pytest_example_runs(pytester):
    """The pytest example passes as it stands, without a conftest or an import."""
    pytester.makepyfile(BLOCKS[2])
    pytester.makeini(
        "[pytest]\nasyncio_default_fixture_loop_scope = function"
    )  # pytest-asyncio itself warns without it
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(name):
    """Each relative link names a file or folder of the repository."""
    assert (ROOT / name).exists()
