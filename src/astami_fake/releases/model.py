"""The form of a release's data: a field per difference that a recording has shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """An action as ``ListCommands`` shows it.

    Attributes:
        name: its AMI name.
        privilege: the write classes of which a user needs one; empty for none.
        module: what brings it, ``app_queue.so``; ``core`` for Asterisk itself.
        synopsis: the sentence behind the name.
    """

    name: str
    privilege: tuple[str, ...]
    module: str
    synopsis: str


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """A CLI command as ``core show help`` shows it.

    Attributes:
        name: its words; ``[…]`` may be left out, ``{a|b}`` is one of several.
        module: what brings it, ``app_queue.so``; ``core`` for Asterisk itself.
        summary: the words behind the name.
    """

    name: str
    module: str
    summary: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ModuleInfo:
    """A module as ``module show`` shows it.

    Attributes:
        name: ``pbx_config.so``; modules built in have no ``.so``.
        description: cut to 40 characters, as shown.
        uses: the use count of an idle PBX.
        status: ``Running``.
        support: the support level, ``core``.
        reloads: it can read its configuration again.
    """

    name: str
    description: str
    uses: int
    status: str
    support: str
    reloads: bool


@dataclass(frozen=True, slots=True)
class ChannelType:
    """A technology of channels, as ``core show channeltype`` shows it; ``yes`` or ``no`` each but for these.

    Attributes:
        name: what names of channels begin with.
        module: what brings it; ``core`` for Asterisk itself.
        description: cut to 40 characters, as shown.
        formats: what it can carry, with ``|`` between; ``nothing`` for none.
    """

    name: str
    module: str
    description: str
    device_state: str
    presence_state: str
    indication: str
    transfer: str
    formats: str
    digit_begin: str
    digit_end: str
    html: str
    image: str
    text: str


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec as ``core show codecs`` shows it.

    Attributes:
        number: its ID.
        kind: ``audio``, ``video``, ``image``, ``text``.
        name: also of several formats.
        format: what tells them apart.
        quality: empty in releases that do not show it.
        description: the words in parentheses.
    """

    number: str
    kind: str
    name: str
    format: str
    quality: str
    description: str


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What an action outside the fake's model answered where there was nothing for it to act on.

    Attributes:
        headers: those it was sent with, in lower case.
        frames: what came; an ActionID without a value is the asker's.
    """

    headers: frozenset[str]
    frames: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Processor:
    """Task processors that an idle server has.

    Attributes:
        name: with ``{number}``, ``{aor}`` and ``{endpoint}`` where each has its own.
        module: what brings them, ``core`` for Asterisk itself.
        count: how many; where the name has an address of record or an endpoint, one for each.
        low, high: at how many tasks it is told that there is too much to do, and no more.
    """

    name: str
    module: str
    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RecordedOutput:
    """What a CLI command outside the fake's model printed.

    Attributes:
        response: ``Success`` or ``Error``.
        lines: what it printed; what varies from server to server is there as a sample.
    """

    response: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each; comparing their fields would take long
class Release:
    """One Asterisk release.

    Attributes:
        name: what a user asks for, ``22.10``.
        version: the build that was recorded, ``22.10.1``.
        derived_from: the release whose data it has, where it was not recorded itself; else empty.
        borrowed: actions that it has beside those, by name, and the release from whose data they are.
        banner: the AMI version in the greeting, ``11.0.0``.
        build: the version as the build shows it.
        built: by whom and when it was built, behind the version in ``core show version``.
        core_settings: what CoreSettings tells beyond what all releases tell.
        tells_processed_calls: CoreStatus has CoreProcessedCalls.
        connected_columns: what ``manager show connected`` calls the read and write classes.
        tells_tech_cause: Hangup and its requests have TechCause, the SIP code behind the cause.
        goodbye_tells_known_cause: the HangupRequest of a phone that hangs up has the Cause that the channel has
            already, and none where it has none; else it is the other way round, and the new Cause is 16.
        media_variables: what a phone's channel is told of its sound at its end, names and values; ``{ssrc}`` in them
            is the number of its stream, ``{sent}`` the packets sent to it.
        tells_sound_quality: RTCPSent and RTCPReceived have MES.
        end_is_fresh: SoftHangupRequest, HangupRequest and HangupHandlerRun show the channel as it is now, not as it
            was told last.
        names_writer: the dialplan knows who has written a text that comes, and not only how.
        originate_timeout_cause: hangup cause of a channel that did not answer an Originate in time.
        local_tells_dial_status: a Local channel's ``;1`` gets CHANLOCALSTATUS when ``;2`` ends behind a Dial.
        lacks_functions: dialplan functions that a later release has, and this one does not know.
        bridge_passes_cause_on: the channel left alone in a bridge ends with the cause of the one that went; else 16.
        cli_no_number: how the CLI prints a time that was never measured.
        hint_columns: name and devices of a hint in ``core show hints``.
        hints_are_kept: hints come by extension, each with a watcher of its own, are found with ``@context`` too, are
            not told anew at a reload, and have a presence only behind a comma; else they come as a hash table gives
            them.
        notify_wants_something: PJSIPNotify needs a Variable or an Option, and says so before all else.
        pjsip_sorted: PJSIP's lists come by name; else as a hash table gives them back.
        pjsip_counts_channels: endpoints tell how many channels they have; else nothing, even while they have some.
        pjsip_qualify_2xx_only: contacts tell whether only 2xx answers count.
        pjsip_shows_contact_options: ``pjsip show contact`` has its options.
        pause_reason_twice: QueueMemberPause has the reason of a pause also as Reason.
        queue_add_tells_reason: QueueAdd knows a Reason for the pause that a member begins with.
        queue_times: Queue tells its caller how long it has waited, talked and been there, as variables.
        queue_has_macro: Queue has a macro before its subroutine, rule and position.
        parking_slot: a parked call that comes back has PARKINGSLOT beside PARKING_SPACE.
        lists_end_marked_any: ConfbridgeList has EndMarkedAny.
        call_identifier_line: the line of source that TestEvent names where a channel gets its call identifier.
        call_identifier: how ``core show channel`` spells that word.
        channel_columns: columns of ``core show channels``; verbose_channel_columns with ``verbose``.
        hangup_takes_patterns: ``channel request hangup`` takes several names, ``/pattern/`` and wildcards.
        filters_by_criteria: event filters can have criteria, ``eventfilter(name(UserEvent)) =``.
        file_outside: the error of a configuration action on a file outside the configuration folder.
        json_file_missing: the error of GetConfigJSON and UpdateConfig on a file that is not there.
        create_outside: the error of CreateConfig outside the configuration folder.
        create_unnamed: the error of CreateConfig without a name.
        aoc_has_rates: AOCMessage knows the kind S.
        event_column: how wide ``manager show events`` makes a name.
        documents_origin: the pages of its documentation say who provides what and since when, and have more room.
        undocumented: functions whose description is part of their module, and not of the documentation.
        counts_events: ``manager show events`` ends with their number.
        filter_takes_empty: in GetConfig's Filter an empty value fits each, and a comma at the end makes a condition
            that nothing fits; else the first fits nothing, and the second is passed over.
        empty_family_is_none: with a family of no characters ``database show`` lists all, and ``database deltree`` takes
            no key beside it; else they take it as the path that it makes, and delete all.
        counts_tree: DBGetTreeComplete counts its items; else it always says 1.
        cel_events: the events of the channel event log, in the order of ``cel show status``.
        tells_cdr_manners: ``cdr show status`` tells what changes records beside bridges, dials and cancels.
        astdb_column: the type of the columns of AstDB's table.
        times_task_processors: ``core show taskprocessors`` has times.
        tells_default_tones: ``indication show`` tells whose tones channels have.
        stun_settings: what ``rtp show settings`` tells of STUN.
        restricts_paths: ``http show status`` tells which paths are not for all.
        notify_targets: the words of ``pjsip send notify`` for whom something is sent to.
        compares_translations: ``core show translation`` takes ``comp``.
        pjproject: the version of PJSIP's own library.
        no_config_help: what ``config show help`` says of a module that it does not know, with its name as ``{}``.
        has_one_touch_monitor: features.conf knows ``automon``.
        bridges_are_shown_with_names: ``bridge show all`` has their names.
        finds_modules_by_file: ModuleLoad wants the module's file name, ``pbx_config.so``, and refuses others first.
    """

    name: str
    version: str
    banner: str
    build: str
    built: str
    core_settings: tuple[tuple[str, str], ...]
    tells_processed_calls: bool
    connected_columns: tuple[str, str]
    finds_modules_by_file: bool
    tells_tech_cause: bool
    goodbye_tells_known_cause: bool
    media_variables: tuple[tuple[str, str], ...]
    tells_sound_quality: bool
    end_is_fresh: bool
    names_writer: bool
    originate_timeout_cause: int
    local_tells_dial_status: bool
    lacks_functions: frozenset[str]
    bridge_passes_cause_on: bool
    pause_reason_twice: bool
    queue_add_tells_reason: bool
    queue_times: bool
    queue_has_macro: bool
    parking_slot: bool
    cli_no_number: str
    hint_columns: str
    hints_are_kept: bool
    notify_wants_something: bool
    pjsip_sorted: bool
    pjsip_counts_channels: bool
    pjsip_qualify_2xx_only: bool
    pjsip_shows_contact_options: bool
    lists_end_marked_any: bool
    call_identifier_line: int
    call_identifier: str
    channel_columns: str
    verbose_channel_columns: str
    hangup_takes_patterns: bool
    counts_tree: bool
    filter_takes_empty: bool
    empty_family_is_none: bool
    counts_events: bool
    event_column: int
    documents_origin: bool
    undocumented: frozenset[str]
    aoc_has_rates: bool
    file_outside: str
    json_file_missing: str
    create_outside: str
    create_unnamed: str
    filters_by_criteria: bool
    cel_events: tuple[str, ...]
    tells_cdr_manners: bool
    astdb_column: str
    pjproject: str
    times_task_processors: bool
    tells_default_tones: bool
    stun_settings: tuple[tuple[str, str], ...]
    restricts_paths: bool
    notify_targets: tuple[str, ...]
    compares_translations: bool
    no_config_help: str
    has_one_touch_monitor: bool
    bridges_are_shown_with_names: bool
    derived_from: str = ""
    borrowed: tuple[str, frozenset[str]] = ("", frozenset())

    @property
    def note(self) -> str:
        """What is said behind its number, with a blank before, where nobody has recorded it; else empty."""
        return f" (UNRECORDED, as {self.derived_from})" if self.derived_from else ""

    @property
    def data(self) -> str:
        """The folder of its tables."""
        return self.derived_from or self.name

    @property
    def actions(self) -> dict[str, ActionInfo]:
        """The actions it has with all modules, by name in lower case, in its order."""
        return _actions(self.data, *self.borrowed)

    @property
    def commands(self) -> dict[tuple[str, ...], CommandInfo]:
        """The CLI commands it has with all modules, by their words in lower case, in its order."""
        return _commands(self.data)

    def usage(self, command: CommandInfo) -> tuple[str, ...]:
        """The lines that ``core show help`` prints of *command*; none where nobody has recorded them."""
        return tuple(_usages(self.data).get(command.name, ()))

    @property
    def modules(self) -> tuple[ModuleInfo, ...]:
        """All modules, in the order of ``module show``."""
        return _modules(self.data)

    @property
    def channel_types(self) -> tuple[ChannelType, ...]:
        """All technologies of channels, in the order of ``core show channeltypes``."""
        return _channel_types(self.data)

    @property
    def codecs(self) -> tuple[Codec, ...]:
        """All codecs, in the order of ``core show codecs``."""
        return _codecs(self.data)

    @property
    def settings(self) -> tuple[str, ...]:
        """The lines of ``core show settings``, with ``{name}`` where the running PBX has its own."""
        return tuple(line[1:] for line in _lines(self.data, "settings.txt"))

    @property
    def listed_events(self) -> tuple[str, ...]:
        """The events as ``manager show events`` lists them, as often as it does."""
        return _listed_events(self.data)

    @property
    def answers(self) -> dict[str, list[RecordedAnswer]]:
        """What was recorded of actions outside the model, by name in lower case."""
        return _answers(self.data)

    @property
    def processors(self) -> tuple[Processor, ...]:
        """The task processors that an idle server has with all modules."""
        return _processors(self.data)

    @property
    def outputs(self) -> dict[str, RecordedOutput]:
        """What was recorded of CLI commands outside the model, by all their words in lower case."""
        return _outputs(self.data)

    @property
    def events(self) -> tuple[str, ...]:
        """The events that it documents, in the spelling of its documentation."""
        return tuple(line.partition("\t")[0] for line in _lines(self.data, "events.txt"))

    def event_class(self, event: str) -> str | None:
        """The class of users who may see *event*; None for an event that it does not document.

        Case does not count: the documentation writes NewExten, the wire Newexten.
        """
        return _event_classes(self.data).get(event.lower())


@lru_cache
def _actions(release: str, lender: str = "", borrowed: frozenset[str] = frozenset()) -> dict[str, ActionInfo]:
    found = {}
    for line in _lines(release, "actions.txt"):
        name, classes, module, synopsis = line.split("\t", maxsplit=3)
        found[name.lower()] = ActionInfo(name, tuple(classes.split(",")) if classes else (), module, synopsis)
    more = {name.lower(): _actions(lender)[name.lower()] for name in borrowed}
    return dict(sorted({**found, **more}.items())) if more else found


@lru_cache
def _commands(release: str) -> dict[tuple[str, ...], CommandInfo]:
    found = {}
    for line in _lines(release, "commands.txt"):
        name, module, summary = line.split("\t")
        fixed = name.partition(" [")[0]  # what stands in brackets may be left out
        found[tuple(fixed.lower().split())] = CommandInfo(name, module, summary)
    return found


@lru_cache
def _usages(release: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for row in _lines(release, "usage.txt"):
        first, _, line = row.partition("\t")
        name = first or name
        found.setdefault(name, []).append(line)
    return found


@lru_cache
def _modules(release: str) -> tuple[ModuleInfo, ...]:
    found = []
    for line in _lines(release, "modules.txt"):
        name, description, uses, status, support, reloads = line.split("\t")
        found.append(ModuleInfo(name, description, int(uses), status, support, reloads == "yes"))
    return tuple(found)


@lru_cache
def _channel_types(release: str) -> tuple[ChannelType, ...]:
    return tuple(ChannelType(*line.split("\t")) for line in _lines(release, "channeltypes.txt"))


@lru_cache
def _codecs(release: str) -> tuple[Codec, ...]:
    found = []
    for line in _lines(release, "codecs.txt"):
        number, kind, name, form, *quality, description = line.split("\t")
        found.append(Codec(number, kind, name, form, "".join(quality), description))
    return tuple(found)


@lru_cache
def _listed_events(release: str) -> tuple[str, ...]:
    rows = (line.split("\t") for line in _lines(release, "events.txt"))
    return tuple(sorted(name for name, _, times in rows for _ in range(int(times))))


@lru_cache
def _answers(release: str) -> dict[str, list[RecordedAnswer]]:
    found: dict[str, list[RecordedAnswer]] = {}
    for line in _lines(release, "answers.txt"):
        action, headers, frames = json.loads(line)
        row = RecordedAnswer(
            frozenset(name.lower() for name in headers), tuple(tuple(map(tuple, frame)) for frame in frames)
        )
        found.setdefault(action.lower(), []).append(row)
    return found


@lru_cache
def _processors(release: str) -> tuple[Processor, ...]:
    rows = (line.split("\t") for line in _lines(release, "processors.txt"))
    return tuple(Processor(name, module, int(n), int(low), int(high)) for name, module, n, low, high in rows)


@lru_cache
def _outputs(release: str) -> dict[str, RecordedOutput]:
    rows = map(json.loads, _lines(release, "outputs.txt"))
    return {words.lower(): RecordedOutput(response, tuple(lines)) for words, response, lines in rows}


@lru_cache
def _event_classes(release: str) -> dict[str, str]:
    rows = (line.split("\t") for line in _lines(release, "events.txt"))
    return {name.lower(): name_of_class for name, name_of_class, _ in rows if name_of_class}


def _lines(release: str, file: str) -> list[str]:
    text = files(__package__).joinpath("data", release, file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
