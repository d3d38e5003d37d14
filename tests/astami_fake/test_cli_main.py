"""``astami-fake serve`` as a process: where it listens, how it ends, what it says when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 30.0 * float(os.environ.get("ASTAMI_TEST_PATIENCE", "1"))
ETC = Path(__file__).parents[2] / "conformance" / "etc"
COMMAND = [sys.executable, "-m", "astami_fake.cli_main"]

Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start ``astami-fake serve`` with a ready file; it is killed at the end if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        ready = str(tmp_path / "ready")
        process = subprocess.Popen(
            [*COMMAND, "serve", "--ready-file", ready, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address(ready: Path, process: subprocess.Popen[str]) -> tuple[str, int]:
    """What the ready file says, once it is there."""
    end = time.monotonic() + PATIENCE
    while not (ready.exists() and ready.read_text().endswith("\n")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)
    host, _, port = ready.read_text().strip().rpartition(":")
    return host, int(port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_a_signal(serve: Serve, tmp_path: Path, number: signal.Signals) -> None:
    """It listens on loopback, says where, and ends with status 0 and without its ready file."""
    process = serve("--etc", str(ETC), "--release", "16.28", "--port", "0")
    host, port = address(tmp_path / "ready", process)
    with socket.create_connection((host, port), timeout=PATIENCE) as client:
        assert client.recv(100) == b"Asterisk Call Manager/5.0.4\r\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert out.startswith(f"Asterisk 16.28.0 (fake) listens on 127.0.0.1:{port}\nUsers: admin, watcher,")
    assert "amp111" not in out
    assert not (tmp_path / "ready").exists()


def test_port_of_manager_conf(serve: Serve, tmp_path: Path) -> None:
    """Without --port that of manager.conf is used, on loopback although bindaddr names all addresses."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "extensions.conf").write_text("[default]\n", encoding="utf-8")
        (tmp_path / "manager.conf").write_text(
            f"[general]\nenabled=yes\nbindaddr=0.0.0.0\nport={port}\n[a]\nsecret=x\nread=all\n", encoding="utf-8"
        )
        process = serve("--etc", str(tmp_path))
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")
    assert err.startswith(f"Error: cannot listen on 127.0.0.1:{port}: ")


def test_documentation(serve: Serve, tmp_path: Path) -> None:
    """Is looked into when it is asked; a folder without any is told at once."""
    process = serve("--documentation", str(tmp_path), "--port", "0")
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (
        1,
        f"Error: {tmp_path}: has no *-en_US.xml; Asterisk's folder 'documentation' is expected\n",
    )


def test_mistake_in_the_configuration(serve: Serve, tmp_path: Path) -> None:
    """A mistake in a file is told with its line, and nothing listens."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled=perhaps\n", encoding="utf-8")
    process = serve("--etc", str(tmp_path))
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err == "Error: manager.conf:2: enabled is 'perhaps'; yes or no is expected\n"
    assert not (tmp_path / "ready").exists()


def test_wrong_words() -> None:
    """An unknown release is a usage error that names those there are."""
    done = subprocess.run(
        [*COMMAND, "serve", "--release", "1.8"], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 2
    assert "'16.28', '18', '20', '22.10', '22.11'" in done.stderr


def test_version() -> None:
    """--version names the program."""
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.startswith("astami-fake, version ")


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("main", "astami-fake: needs click; install the extra: pip install 'astami[cli]'\n"),
        ("conformance", "astami-conformance: needs click; install the extra: pip install 'astami[conformance]'\n"),
    ],
)
def test_without_the_extra(start: str, said: str) -> None:
    """Without click each command says what to install, and shows no traceback."""
    code = f"import sys; sys.modules['click'] = None; from astami_fake import cli_main; cli_main.{start}()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert done.stderr == said
