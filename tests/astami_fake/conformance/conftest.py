"""Targets without a server, and a directory of cases, for the tests of the conformance tool."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import Target

CONFORMANCE = Path(__file__).parents[3] / "conformance"


class Elsewhere(Target):
    """A target of a release, with nothing behind it."""

    def __init__(self, version: str, spec: str = "ami://admin@127.0.0.1:1", **changes: object) -> None:
        super().__init__(spec, "127.0.0.1", 1, {"admin": ("admin", "amp111"), "watcher": ("watcher", "watch222")})
        self.version = version
        self.distribution = "debian"
        self.patience = 0.2
        for name, value in changes.items():
            setattr(self, name, value)


@pytest.fixture
def elsewhere() -> Callable[..., Target]:
    """Make a target that cannot be reached: `elsewhere("22.10.1", allows=frozenset())`."""
    return Elsewhere


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A directory `conformance` with the real configuration and no cases."""
    root = tmp_path / "conformance"
    shutil.copytree(CONFORMANCE / "etc", root / "etc")
    (root / "cases").mkdir()
    return root


@pytest.fixture
def write_case(root: Path) -> Callable[..., CaseFile]:
    """Write a case file and read it: `write_case("area.name", body, *header)`."""

    def write(name: str, body: str, *header: str) -> CaseFile:
        path = root / "cases" / f"{name}.ami"
        path.write_text("\n".join(["@ami 1", f"@case {name}", "@title A fact.", *header, "", body]), encoding="utf-8")
        [case] = load_cases([path])
        return case

    return write
