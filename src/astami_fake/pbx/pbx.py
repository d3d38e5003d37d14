"""The PBX as a whole: its parts and what starts them from a configuration. May import every module of `pbx`."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from astami_fake.clock import Clock
from astami_fake.config import (
    extensions,
    features,
    indications,
    logger,
    modules,
    options,
    queuerules,
    queues,
    records,
    sorcery,
)
from astami_fake.config.indications import Indications
from astami_fake.config.modules import ModulesConfig
from astami_fake.config.reader import ConfigError
from astami_fake.config.records import RecordsConfig
from astami_fake.documentation.library import Documentation
from astami_fake.pbx import applications as applications  # registers them
from astami_fake.pbx import devices, execution, mailboxes, optimization, substitution
from astami_fake.pbx import functions_channels as functions_channels  # registers them
from astami_fake.pbx import functions_lists as functions_lists  # registers them
from astami_fake.pbx import functions_messages as functions_messages  # registers them
from astami_fake.pbx import functions_pjsip as functions_pjsip  # registers them
from astami_fake.pbx import functions_queue as functions_queue  # registers them
from astami_fake.pbx import functions_records as functions_records  # registers them
from astami_fake.pbx import functions_text as functions_text  # registers them
from astami_fake.pbx import functions_voicemail as functions_voicemail  # registers them
from astami_fake.pbx.agents import Agents
from astami_fake.pbx.astdb import AstDB
from astami_fake.pbx.bridge import Bridges
from astami_fake.pbx.caches import Caches
from astami_fake.pbx.cdr import CallDetails
from astami_fake.pbx.chan_pjsip import PhoneCall
from astami_fake.pbx.channel import Channel, Follower
from astami_fake.pbx.channels import Channels
from astami_fake.pbx.conferences import Conferences
from astami_fake.pbx.configfiles import ConfigFiles
from astami_fake.pbx.custom import CustomDevices
from astami_fake.pbx.dialplan import Dialplan
from astami_fake.pbx.events import Event, EventBus
from astami_fake.pbx.hints import Hints
from astami_fake.pbx.mailboxes import Mailboxes
from astami_fake.pbx.managers import Managers
from astami_fake.pbx.messages import Texts
from astami_fake.pbx.mixmonitor import Recordings
from astami_fake.pbx.modules import Modules
from astami_fake.pbx.music import Music
from astami_fake.pbx.noise import Noise, Races
from astami_fake.pbx.parking import Parking
from astami_fake.pbx.phones import Phones
from astami_fake.pbx.pjsip import Pjsip
from astami_fake.pbx.pjsip_registrations import Registrations
from astami_fake.pbx.presence import Presences
from astami_fake.pbx.queues import Queues
from astami_fake.pbx.sip_peers import SipPeers
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Promise, RunQueue, Task, Waiting
from astami_fake.pbx.variables import Variables, escaped
from astami_fake.pbx.voicemail import Voicemail
from astami_fake.releases import Release


class Pbx:
    """One running PBX.

    Args:
        release: which Asterisk it is.
        clock: its time.
        etc: Asterisk's configuration folder; None for a small default configuration.
        boots_after: seconds of PBX time until it is fully booted; managers can log in before.
        documentation: the folder with Asterisk's documentation; None for none.

    Attributes:
        documentation: what describes its actions, events, applications and functions; None where nothing does.
        started: when it was started, PBX time.
        booted: set once it is fully booted.
        records: how calls are recorded, as the configuration said at the start.
        logger: where the log goes; logged_groups: which groups of channels it shows, all where there is none.
        current_calls: dialplan runs going on; processed_calls: all there have been.
        passes_unknown_applications: a call goes on behind an application that the PBX does not have; on a real server,
            and where nothing is said, it ends.
        problems: what happened that the model does not know; each is one sentence.
        on_problem: called with each of them, as it comes.

    Raises:
        ConfigError: a configuration file has a mistake; nothing has been started.
    """

    def __init__(
        self,
        release: Release,
        clock: Clock,
        etc: Path | None = None,
        boots_after: float = 0.0,
        documentation: Path | None = None,
    ) -> None:
        self.release = release
        self.documentation = None if documentation is None else Documentation(documentation)
        self.clock = clock
        self.files = ConfigFiles(etc)
        self.random = random.Random(0)  # noqa: S311  ids of bridges must repeat from run to run, and guard nothing
        self.events = EventBus()
        self.passes_unknown_applications = False
        self.problems: list[str] = []
        self.on_problem: Callable[[str], None] = lambda sentence: None
        self.started = clock.now()
        self.managers = Managers(self.files)
        self.options = options.Options() if etc is None else options.load(etc)
        self.entity_id = "02:00:00:00:00:01"
        self.astdb = AstDB()
        self.astdb.put("pbx", "UUID", _uuid(self.random))
        self.globals = Variables()
        self.channels = Channels(self)
        self.bridges = Bridges(self)
        self.music = Music(etc)
        self.levels: dict[str, int] = {}
        self.logged_groups: list[str] = []
        self.features = features.Features() if etc is None else features.load(etc)
        self.parking = Parking(self)
        self.conferences = Conferences(self)
        self.recordings = Recordings(self)
        self.parking.load()
        self.devices = devices.Devices(self)
        self.devices.provide("Local", self._local_state)
        self.devices.provide("park", self.parking.state)
        self.custom = CustomDevices(self)
        self.presence = Presences(self)
        self.hints = Hints(self)
        self.pjsip = Pjsip(self)
        self.caches = Caches([] if etc is None else sorcery.load(etc))
        self.agents = Agents(self)
        self.mailboxes = Mailboxes(self)
        self.phones = Phones(self)
        self.texts = Texts(self)
        self.queues = Queues(self)
        self.current_calls = 0
        self.processed_calls = 0
        self.followers: list[Follower] = []
        self._ready = RunQueue()
        self._locals = 0
        self._optimizations = 0
        self._calls = 0
        self._load_dialplan(extensions.load(etc))
        self.modules = Modules(release, clock, self.events, ModulesConfig() if etc is None else modules.load(etc))
        self.modules.on_load(mailboxes.DEVICES, self.mailboxes.be_devices)
        self.reload_queues()
        self.registrations = Registrations(self)
        self.voicemail = Voicemail(self)
        self.sip_peers = SipPeers(self)
        self.sip_peers.load()
        self.races = Races()
        self.records = RecordsConfig() if etc is None else records.load(etc)
        self.noise = Noise(self, self.records)
        self.reload_logger()
        self.modules.on_reload("logger", self.reload_logger)
        self.modules.on_reload("manager", self.managers.reload)
        self.modules.on_reload("pbx_config.so", self.reload_dialplan)
        self.modules.on_reload("res_pjsip.so", self._reload_pjsip)
        self.modules.on_reload("res_parking.so", self.parking.load)
        self.modules.on_reload("app_voicemail.so", self.voicemail.reload)
        self.modules.on_reload("chan_sip.so", self.sip_peers.load)
        self.modules.on_reload("res_musiconhold.so", self.music.load)
        self.modules.on_reload("app_confbridge.so", self.conferences.load)
        self.modules.on_reload("app_queue.so", self.reload_queues)
        self.booted: Promise[float] = Promise()
        if boots_after:
            clock.call_later(boots_after, self._boot)
        else:
            self._boot()

    def _boot(self) -> None:
        """All is loaded: tell those who are logged in already. Asterisk: main/asterisk.c, recorded at its start."""
        self.booted.set(self.clock.now())
        uptime, reloaded = (int(self.clock.now() - since) for since in (self.started, self.modules.reloaded))
        headers = (("Status", "Fully Booted"), ("Uptime", str(uptime)), ("LastReload", str(reloaded)))
        self.events.publish(Event("FullyBooted", ("system",), headers))

    @property
    def call_details(self) -> CallDetails | None:
        """The records of calls, where any are made."""
        return self.noise.call_details

    @cached_property
    def indications(self) -> Indications:
        """The tones of countries, read when they are first asked for."""
        return Indications() if self.etc is None else indications.load(self.etc)

    @property
    def etc(self) -> Path | None:
        """The configuration folder as it is now: UpdateConfig changes a copy of what was given."""
        return self.files.folder

    def run_hangup_handlers(self, channel: Channel) -> None:
        """Let *channel* end behind its hangup handlers."""
        self.spawn(execution.hangup_handlers(channel))

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

    def next_optimization(self) -> int:
        """The number of a new pair of Local channels that takes itself out."""
        number, self._optimizations = self._optimizations, self._optimizations + 1
        return number

    def sound_changed(self, channels: Iterable[Channel] = ()) -> None:
        """Sound goes another way, to or from *channels*: pairs of Local channels may be needed no more, once the
        present step is over."""
        self.at_once(lambda: optimization.review(self))
        for channel in channels:
            if isinstance(channel.tech, PhoneCall):
                channel.tech.media.review()

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
            read = extensions.load(self.etc)
        except ConfigError as mistake:
            self.problem(str(mistake))
            return
        self._load_dialplan(read)

    def _load_dialplan(self, read: extensions.Extensions) -> None:
        if read.clear_globals:
            self.globals = Variables()
        for name, value in read.globals:
            self.set_global(name, substitution.substitute(self, None, value))
        self.parking.extend(read.contexts)
        self.dialplan = Dialplan(read)
        self.hints.load()

    def _reload_pjsip(self) -> None:
        """Read pjsip.conf again. With a mistake in it all stays as it was, and the mistake is a problem."""
        try:
            self.pjsip.reload()
        except ConfigError as mistake:
            self.problem(str(mistake))

    def reload_queues(self) -> None:
        """Read queues.conf and queuerules.conf."""
        there = self.modules.find("app_queue.so") is not None
        self.queues.load([] if self.etc is None or not there else queues.load(self.etc))
        self.queues.rules = [] if self.etc is None else queuerules.load(self.etc)

    def reload_logger(self) -> None:
        """Read logger.conf."""
        self.logger = logger.Logger() if self.etc is None else logger.load(self.etc)

    def _local_state(self, address: str) -> int:
        """A Local device is there where its extension is, and in use while the first channel of a pair of it exists."""
        address = address.partition("/")[0]
        if any(channel.name.endswith(";1") for channel in self.devices.channels(f"Local/{address}")):
            return devices.INUSE
        exten, _, context = address.partition("@")
        exists = self.dialplan.exists(Position(context or "default", exten, 1))
        return devices.NOT_INUSE if exists else devices.INVALID

    def new_uuid(self) -> str:
        """An id of its own for what needs one."""
        return _uuid(self.random)


def _uuid(source: random.Random) -> str:
    return str(uuid.UUID(bytes=source.randbytes(16), version=4))
