"""The example programs, on the fake: their functions with phones that a test steers, and the programs as they stand."""

from __future__ import annotations

import asyncio
import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from astami import AMIActionError

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
ETC = ROOT / "conformance" / "etc"
pytestmark = pytest.mark.ami_server(etc=ETC, clock="jump")


def load(name: str) -> ModuleType:
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """An example as a program."""
    command = [sys.executable, "-W", "error", "-X", "utf8", str(EXAMPLES / f"{name}.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_click_to_call(ami_server: Any, ami_client: Any) -> None:
    """The user's phone rings first; who declines is not connected."""
    example = load("click_to_call")
    ami_server.phone("1000").answers(after=2)
    assert example.click_to_call(ami_client, "1000", "1001")
    ami_server.phone("1001").declines()
    assert not example.click_to_call(ami_client, "1001", "1001")
    ami_server.assert_received("Originate", Channel="PJSIP/1000", Exten="1001", times=1)


def test_click_to_call_as_a_program(ami_server: Any, ami_environ: Any) -> None:
    """It prints how it went; without a server it says why, and no traceback."""
    ami_server.phone("1000").answers(after=1)
    done = run("click_to_call", "1000", "1001")
    assert (done.stdout, done.stderr) == ("connected\n", "")
    ami_server.stop()
    done = run("click_to_call", "1000", "1001")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("no call: ")
    assert "Traceback" not in done.stderr


def test_dialer(ami_server: Any) -> None:
    """Each number has its outcome, whatever the others do, and never more lines are used than there are."""
    example = load("dialer")
    ami_server.phone("1000").answers(after=1)
    ami_server.phone("1001").busy()
    ami_server.phone("1002").rings()

    async def dial() -> dict[str, str]:
        async with ami_server.async_client() as ami:
            found: dict[str, str] = await example.campaign(ami, ["1000", "1001", "1002"], seconds=5)
            return found

    assert asyncio.run(dial()) == {"1000": "answered", "1001": "refused", "1002": "no answer"}


def test_dialer_as_a_program(ami_server: Any, ami_environ: Any) -> None:
    """It prints a line for each number."""
    ami_server.phone("1000").answers(after=1)
    done = run("dialer", "1000")
    assert (done.stdout, done.stderr) == ("1000 answered\n", "")


def test_wallboard(ami_server: Any, ami_client: Any) -> None:
    """The board is shown at once and after each change of a queue."""
    example = load("wallboard")
    boards: list[dict[str, tuple[int, int]]] = []

    def show(board: dict[str, tuple[int, int]]) -> bool:
        boards.append(board)
        return board["line"] != (0, 1)

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(example.follow, ami_client, show)
        ami_server.wait_for("QueueStatus")
        with ami_server.client() as other:
            ami_server.phone("1000")
            other.queue_add("line", "PJSIP/1000")
        following.result(10)
    assert boards[0]["line"] == (0, 0)
    assert boards[-1]["line"] == (0, 1)


def test_provisioning(ami_server: Any, ami_client: Any) -> None:
    """A person is there with all three, and gone with all three; a refused step leaves nothing."""
    example = load("provisioning")
    example.add(ami_client, "1000", "Ann", "line")
    assert ami_server.astdb["people"]["1000"] == "Ann"
    assert [member.name for queue in ami_client.queues("line") for member in queue.members] == ["Ann"]
    example.remove(ami_client, "1000", "line")
    example.remove(ami_client, "1000", "line")
    with pytest.raises(AMIActionError):
        example.add(ami_client, "1000", "Ann", "no-such-queue")
    assert not ami_client.database_get("people", "1000", check=False).success
    assert ami_client.queues("line")[0].members == ()


def test_provisioning_as_a_program(ami_server: Any, ami_environ: Any) -> None:
    """It says that it is done, or what was refused."""
    done = run("provisioning", "add", "1000", "Ann", "line")
    assert (done.stdout, done.stderr) == ("done\n", "")
    done = run("provisioning", "add", "1001", "Bob", "no-such-queue")
    assert done.returncode == 1
    assert done.stderr == "nothing was changed: Unable to add interface to queue: No such queue\n"
