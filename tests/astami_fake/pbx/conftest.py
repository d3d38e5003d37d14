"""A PBX on a manual clock, with a dialplan of the test's own and a record of its events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx.events import Event
from astami_fake.pbx.originate import Outcome, Request, originate
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Promise

MANAGER = "[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n"
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_queue.so\n"


class Lab:
    """A PBX, its clock and what it has told."""

    def __init__(self, folder: Path, extensions: str, release: str, files: dict[str, str]) -> None:
        own = {"manager.conf": MANAGER, "modules.conf": MODULES}
        for name, text in {**own, "extensions.conf": extensions, **files}.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.folder = folder
        self.clock = ManualClock(1_700_000_000.0)
        self.pbx = Pbx(releases.find(release), self.clock, folder)
        self.events: list[Event] = []
        self.pbx.events.subscribe(self.events.append)

    def call(self, address: str, application: str = "Wait", data: str = "60", **more: object) -> Promise[Outcome]:
        """Originate a Local channel to *address*, for an application."""
        request = Request("Local", address, 30.0, application, data, **more)  # type: ignore[arg-type]
        return originate(self.pbx, request)

    def told(self, *names: str) -> list[dict[str, str]]:
        """The events called *names*, as dicts with their name under ``Event``."""
        return [{"Event": event.name, **dict(event.headers)} for event in self.events if event.name in names]

    def steps(self, half: str = ";2") -> list[str]:
        """The dialplan steps that channels whose name ends so have taken, as ``App(data)``."""
        return [
            f"{event['Application']}({event['AppData']})"
            for event in self.told("Newexten")
            if event["Channel"].endswith(half)
        ]


@pytest.fixture
def make_lab(tmp_path: Path) -> Callable[..., Lab]:
    """Make a lab from the text of extensions.conf, a release and further files."""

    def make(extensions: str, release: str = "22.10", **files: str) -> Lab:
        return Lab(tmp_path, extensions, release, {f"{name}.conf": text for name, text in files.items()})

    return make


@pytest.fixture
def say(make_lab: Callable[..., Lab]) -> Callable[..., str]:
    """What NoOp shows of a text, behind steps that set variables."""

    def shown(text: str, *before: str, release: str = "22.10") -> str:
        steps = [*before, f"NoOp({text})"]
        plan = "[default]\nexten => 1,1,Answer()\n" + "".join(f" same => n,{step}\n" for step in steps)
        lab = make_lab(plan, release)
        lab.call("1@default")
        lab.clock.advance(1)
        *_, step = [step for step in lab.steps() if step.startswith("NoOp(")]
        return step.removeprefix("NoOp(").removesuffix(")")

    return shown
