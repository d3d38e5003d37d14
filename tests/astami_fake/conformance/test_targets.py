"""Tests of `astami_fake.conformance.targets`, `fake_target` and `started`, as far as they need no real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from astami_fake import FakeAsterisk
from astami_fake.conformance.overlays import Overlays
from astami_fake.conformance.targets import TargetError, TargetUsageError, list_actions, open_target, users_of

ETC = Path(__file__).parents[3] / "conformance" / "etc"


def test_users() -> None:
    """The users are those of manager.conf, without its templates."""
    assert users_of(ETC)["watcher"] == ("watcher", "watch222")
    assert "user" not in users_of(ETC)
    with pytest.raises(TargetError, match=r"manager\.conf"):
        users_of(ETC / "nowhere")


@pytest.mark.parametrize("spec", ["fak", "fake:", "container:", "root:", ""])
def test_names_that_are_none(spec: str) -> None:
    """What names no target is told what does."""
    with pytest.raises(TargetUsageError, match="known are fake, fake:"):
        open_target(spec, etc=ETC)


def test_fake() -> None:
    """The fake is asked for its version as any server is; each case gets a fresh one and its clock."""
    with open_target("fake:16.28", etc=ETC) as target:
        assert (target.release, target.is_real, target.has_manual_clock) == ("16.28", False, True)
        with target.stage() as one, target.stage() as other:
            assert one.port != other.port
            assert one.release == "16.28"
            one.elapse(1.0)
        with pytest.raises(TargetError, match="stage"):
            target.elapse(1.0)


def test_a_server_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server at an address: ready when it lets us in and is booted; nothing may be written unless allowed."""
    monkeypatch.delenv("ASTAMI_SECRET", raising=False)
    with FakeAsterisk("22.10", etc=ETC, strict=False) as server:
        spec = f"ami://admin@127.0.0.1:{server.port}"
        with open_target(spec, etc=ETC) as target:
            assert (target.release, target.allows, target.secret("caller")) == ("22.10", frozenset(), "call333")
        monkeypatch.setenv("ASTAMI_SECRET", "amp111")
        with open_target(spec, etc=ETC, allow=frozenset({"writes"})) as target:
            assert (target.user("caller"), target.allows) == ("admin", {"writes"})
        monkeypatch.setenv("ASTAMI_SECRET", "wrong")
        with pytest.raises(TargetError, match="the log-in was refused") as caught:
            open_target(spec, etc=ETC)
        assert "wrong" not in str(caught.value)


def test_actions_of_a_server() -> None:
    """The actions of a server are those that it lists, with the classes that they need; a refusal is told."""
    with (
        FakeAsterisk("22.10", etc=ETC) as server,
        open_target(f"ami://admin@127.0.0.1:{server.port}", etc=ETC) as target,
    ):
        listed = list_actions(target)
        assert (listed["Ping"], listed["Redirect"]) == ((), ("call",))
        server.on("ListCommands").error("Permission denied")
        with pytest.raises(TargetError, match="'admin' may not list its actions: Permission denied"):
            list_actions(target)
        server.on("ListCommands").drop()
        with pytest.raises(TargetError, match="its actions cannot be listed: it closed the connection"):
            list_actions(target)


@pytest.mark.parametrize(
    "spec", ["ami://127.0.0.1", "ami://admin@", "ami://admin@host:99999", "ami://admin:x@host", "ami://a@host?sip=b"]
)
def test_addresses(spec: str) -> None:
    """An address without user or host, with a port that is none or with a secret in it, is refused."""
    with pytest.raises(TargetUsageError):
        open_target(spec, etc=ETC)


def test_no_asterisk_in_the_root(tmp_path: Path) -> None:
    """A root file system without Asterisk is told what was looked for."""
    with pytest.raises(TargetError, match="no usr/sbin/asterisk below"):
        open_target(f"root:{tmp_path}", etc=ETC)


def test_an_asterisk_that_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not become ready is ended, and its last words are told."""
    from astami_fake.conformance import started

    monkeypatch.setattr(started, "BOOT_TIMEOUT", 0.3)
    program = tmp_path / "usr/sbin/asterisk"
    program.parent.mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    program.write_text("")
    monkeypatch.setattr(started.subprocess, "Popen", lambda command, stdout, **more: _Process(stdout))
    with pytest.raises(TargetError, match=r"(?s)not ready: no connection.*last words"):
        open_target(f"root:{tmp_path}", etc=ETC)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_documentation_of_a_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overlays: Overlays) -> None:
    """That of the configuration lies over its own, in a folder of the server's own."""
    from astami_fake.conformance import started

    monkeypatch.setattr(started, "BOOT_TIMEOUT", 0.1)
    for name in ("usr/sbin/asterisk", "tmp/x", "usr/share/asterisk/sounds/x", "usr/share/asterisk/documentation/core"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("root's")
    (tmp_path / "usr/share/asterisk/documentation/appdocsxml.xslt").write_text("root's")
    seen = {}

    def popen(command: list[str], stdout: object, **more: object) -> _Process:
        settings = (tmp_path / command[-1].removeprefix("/")).read_text()
        data = Path(next(line for line in settings.splitlines() if line.startswith("astdatadir")).partition(" => ")[2])
        for path in (tmp_path / data.relative_to("/")).rglob("*"):
            seen[path.name] = str(path.readlink()) if path.is_symlink() else ""
        return _Process(stdout)

    monkeypatch.setattr(started.subprocess, "Popen", popen)
    with pytest.raises(TargetError):
        started.open_root(f"root:{tmp_path}", tmp_path, overlays.path("documentation"))
    share = "/usr/share/asterisk"
    assert seen == {
        "sounds": f"{share}/sounds",
        "documentation": "",
        "core": f"{share}/documentation/core",
        "appdocsxml.xslt": "",
        "astami-en_US.xml": "",
        "thirdparty": "",
        "garden-en_US.xml": "",
    }


@pytest.fixture
def overlays() -> Iterator[Overlays]:
    """The configurations of conformance/."""
    made = Overlays(ETC)
    yield made
    made.close()


class _Process:
    """A process that says something and ends when it is told to."""

    def __init__(self, output: object) -> None:
        output.write(b"last words\n")  # type: ignore[attr-defined]

    def terminate(self) -> None:
        return

    def wait(self, timeout: float | None = None) -> int:
        return 1
