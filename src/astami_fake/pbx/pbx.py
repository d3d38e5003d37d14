"""The PBX as a whole: its parts and what starts them from a configuration. May import every module of `pbx`."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from astami_fake.clock import Clock
from astami_fake.config import extensions, options, queues
from astami_fake.config.reader import ConfigError
from astami_fake.pbx import applications as applications  # registers them
from astami_fake.pbx import devices, substitution
from astami_fake.pbx.astdb import AstDB
from astami_fake.pbx.channel import Position
from astami_fake.pbx.channels import Channels
from astami_fake.pbx.dialplan import Dialplan
from astami_fake.pbx.events import Event, EventBus
from astami_fake.pbx.managers import Managers
from astami_fake.pbx.modules import Modules
from astami_fake.pbx.queues import Queues
from astami_fake.pbx.tasks import RunQueue, Task, Waiting
from astami_fake.pbx.variables import Variables, escaped
from astami_fake.releases import Release

DEFAULT_ETC = Path(extensions.__file__).parent / "default"


class Pbx:
    """One running PBX.

    Args:
        release: which Asterisk it is.
        clock: its time.
        etc: Asterisk's configuration folder; None for a small default configuration.

    Attributes:
        started: when it was started, PBX time.
        current_calls: dialplan runs going on; processed_calls: all there have been.
        problems: what happened that the model does not know; each is one sentence.
        on_problem: called with each of them, as it comes.

    Raises:
        ConfigError: a configuration file has a mistake; nothing has been started.
    """

    def __init__(self, release: Release, clock: Clock, etc: Path | None = None) -> None:
        self.release = release
        self.clock = clock
        self.etc = etc
        self.random = random.Random(0)  # noqa: S311  ids of bridges must repeat from run to run, and guard nothing
        self.events = EventBus()
        self.problems: list[str] = []
        self.on_problem: Callable[[str], None] = lambda sentence: None
        self.started = clock.now()
        self.managers = Managers(etc)
        self.options = options.Options() if etc is None else options.load(etc)
        self.entity_id = "02:00:00:00:00:01"
        self.astdb = AstDB()
        self.astdb.put("pbx", "UUID", _uuid(self.random))
        self.globals = Variables()
        self.channels = Channels(self)
        self.devices = devices.Devices(self)
        self.queues = Queues(self)
        self.current_calls = 0
        self.processed_calls = 0
        self._ready = RunQueue()
        self._locals = 0
        self._calls = 0
        self._load_dialplan(extensions.load(etc or DEFAULT_ETC))
        self._load_queues()
        self.modules = Modules(release, clock, self.events)
        self.modules.on_reload("manager", self.managers.reload)
        self.modules.on_reload("pbx_config.so", self.reload_dialplan)
        self.modules.on_reload("app_queue.so", self._load_queues)

    def spawn(self, work: Waiting[Any]) -> None:
        """Begin *work* as a task of its own, as a thread of a real server."""
        Task(self.clock, work, queue=self._ready)

    def at_once(self, work: Callable[[], None]) -> None:
        """Do several things before any channel's thread notices the first of them."""
        self._ready.soon(work)

    def next_local(self) -> int:
        """The number of a new pair of Local channels."""
        number, self._locals = self._locals, self._locals + 1
        return number

    def next_call(self) -> int:
        """The number of a new call identifier."""
        self._calls += 1
        return self._calls

    def problem(self, sentence: str) -> None:
        """Report what the model does not know."""
        self.problems.append(sentence)
        self.on_problem(sentence)

    def set_global(self, name: str, value: str | None) -> None:
        """Set a global variable (None takes it away) and tell it."""
        self.globals.set(name, value)
        headers = (("Channel", "none"), ("Uniqueid", "none"), ("Variable", name), ("Value", escaped(value or "")))
        self.events.publish(Event("VarSet", ("dialplan",), headers))

    def reload_dialplan(self) -> None:
        """Read extensions.conf again. With a mistake in it the old dialplan stays, and the mistake is a problem."""
        try:
            read = extensions.load(self.etc or DEFAULT_ETC)
        except ConfigError as mistake:
            self.problem(str(mistake))
            return
        self._load_dialplan(read)

    def _load_dialplan(self, read: extensions.Extensions) -> None:
        if read.clear_globals:
            self.globals = Variables()
        for name, value in read.globals:
            self.set_global(name, substitution.substitute(self, None, value))
        self.dialplan = Dialplan(read)

    def _load_queues(self) -> None:
        self.queues.load([] if self.etc is None else queues.load(self.etc))

    def idle_state(self, device: str) -> int:
        """The state of a device without channels: a Local device is there where its extension is."""
        tech, _, address = device.partition("/")
        exten, _, context = address.partition("@")
        if tech == "Local" and self.dialplan.exists(Position(context or "default", exten, 1)):
            return devices.NOT_INUSE
        return devices.INVALID


def _uuid(source: random.Random) -> str:
    return str(uuid.UUID(bytes=source.randbytes(16), version=4))
