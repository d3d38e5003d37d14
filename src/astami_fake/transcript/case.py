"""What a transcript means for one release: who logs in, the steps, and what is expected after each.

`compile_case` turns a `Document` into a `Case`: guards are decided, directives read and checked. Comparing is
done in `matcher`, playing in `player`. May import: `template`, `format`, `streams`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from astami_fake.transcript.format import (
    BODY_DIRECTIVES,
    HEADER_DIRECTIVES,
    Directive,
    Document,
    FormatError,
    Frame,
    Guard,
    Item,
    Line,
    Note,
    Raw,
    Shut,
)
from astami_fake.transcript.phones import PhoneError, Scene, parse_scene
from astami_fake.transcript.streams import ORDERED, Stream, stream_of
from astami_fake.transcript.template import SENT_TYPES, first_values

NO_LOGIN = "none"
#: Seconds of silence after which a step was answered, when its case was recorded (`@settle` says otherwise).
DEFAULT_SETTLE = 0.5
#: The noise of the clock: events that a real server tells each few seconds for as long as a call has sound. How long a
#: play took decides how many of them come, not what the case does; so they are left out of every case but those that
#: are about them: tagged `RTCP`, or with such a frame in it.
CLOCK_EVENTS = frozenset({"RTCPSent", "RTCPReceived"})
RTCP = "rtcp"
#: Directives that stand before a step, not before a frame that comes.
OF_STEPS = ("settle", "no-fence")


@dataclass(frozen=True)
class Recording:
    """`@recorded 22.10.1 debian 2026-11-22 runs=20`: where and when the expectation comes from."""

    version: str
    distribution: str
    date: str
    runs: int
    number: int = field(default=0, compare=False)

    @property
    def release(self) -> str:
        return release_of(self.version)

    def __str__(self) -> str:
        return f"{self.version} {self.distribution} {self.date} runs={self.runs}"


@dataclass(frozen=True)
class Login:
    """A connection of the case: its name ("" is the first), manager user, event mask.

    The user `none` means that the case logs in itself.
    """

    connection: str = ""
    user: str = "admin"
    events: str = "off"

    @property
    def is_automatic(self) -> bool:
        return self.user != NO_LOGIN


@dataclass(frozen=True)
class KnownDifference:
    """A gap of a target that is known, with its reason and the day from which it counts as a fault."""

    target: str
    release: str
    until: str
    reason: str
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Expected:
    """A frame (or raw bytes, or the end of the connection) that the server sends in answer to a step.

    *delay* is the PBX time in seconds since the step; None where it comes at once. *share* is (times seen, runs) of an
    optional frame.
    """

    connection: str
    kind: str  # "frame", "raw" or "closed"
    lines: tuple[Line, ...]
    is_open: bool
    stream: Stream
    number: int
    delay: float | None = None
    share: tuple[int, int] | None = None

    @property
    def is_optional(self) -> bool:
        return self.share is not None

    @property
    def texts(self) -> list[str]:
        return [str(line) for line in self.lines]

    @cached_property
    def forms(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each form in which the frame was seen (`[form 1 of 2]`); nearly always there is one."""
        count = max((line.guard.of for line in self.lines if line.guard), default=0)
        return tuple(
            tuple(line for line in self.lines if not line.guard or not line.guard.forms or form in line.guard.forms)
            for form in range(1, (count or 1) + 1)
        )

    @cached_property
    def joined(self) -> Mapping[str, tuple[int, ...]]:
        """The names under which lines of it are joined with those of others (`[form 1 of 2 with a]`), and the forms in
        which these lines stand."""
        return {line.guard.joined: line.guard.forms for line in self.lines if line.guard and line.guard.joined}

    def choices(self, form: int) -> Mapping[str, bool]:
        """Of the names under which lines are joined, whether these lines come where it comes in *form*."""
        return {name: form in forms for name, forms in self.joined.items()}


@dataclass(frozen=True)
class Step:
    """Something that the client does (or that only takes time), and what is expected before the next step."""

    kind: str  # "start", "frame", "raw", "half-close", "close", "elapse" or "phone"
    connection: str = ""
    lines: tuple[Line, ...] = ()
    seconds: float = 0.0
    scene: Scene | None = None
    settle: float = DEFAULT_SETTLE
    #: False (`@no-fence`) where a Ping after this step would change what the next step shows.
    is_fenced: bool = True
    number: int = 0
    expects: tuple[Expected, ...] = ()
    #: True when the frames of this step are ordered only within their streams.
    has_streams: bool = False


@dataclass(frozen=True)
class Case:
    """One case as it is for one release."""

    path: str
    name: str
    title: str
    tags: tuple[str, ...]
    recordings: tuple[Recording, ...]
    logins: tuple[Login, ...]
    known_differences: tuple[KnownDifference, ...]
    floating: frozenset[str]
    setup: tuple[Step, ...]
    steps: tuple[Step, ...]
    cleanup: tuple[Step, ...]
    #: Phones that are registered before the case, and what they do with calls that come.
    phones: tuple[str, ...] = ()
    cast: tuple[Scene, ...] = ()
    #: `CLOCK_EVENTS` are part of the case, on this release or another one.
    tells_clock: bool = False

    @property
    def area(self) -> str:
        return self.name.partition(".")[0]

    @property
    def is_paced(self) -> bool:
        """A call lives in time: its steps follow each other as they did when it was recorded."""
        return "originates" in self.tags

    @property
    def releases(self) -> tuple[str, ...]:
        return tuple(recording.release for recording in self.recordings)


def release_of(version: str) -> str:
    """The release series of a version: `22.10` of `22.10.1`."""
    found = re.match(r"\d+\.\d+", version)
    return found.group() if found else version


def compile_case(document: Document, release: str | None = None) -> Case:
    """The meaning of *document* for *release* (`22.10`); None reads a case without recordings, or the header only.

    Raises:
        FormatError: a directive is wrong or in the wrong place, or a guard says nothing of a recorded release.
    """
    return _Compiler(document, release).case()


def recordings_of(document: Document) -> tuple[Recording, ...]:
    """The releases that *document* was recorded or verified on."""
    found = []
    for directive in (*document.directives("recorded"), *document.directives("verified")):
        words = directive.value.split(" ")
        runs = re.fullmatch(r"runs=(\d+)", words[3]) if len(words) == 4 else None
        if not runs or not re.fullmatch(r"\d{4}-\d\d-\d\d", words[2]):
            raise _wrong(document, directive)
        found.append(Recording(words[0], words[1], words[2], int(runs[1]), directive.number))
    return tuple(found)


def _wrong(document: Document, directive: Directive) -> FormatError:
    form = {**HEADER_DIRECTIVES, **BODY_DIRECTIVES}[directive.name]
    return document.error(directive.number, f"@{directive.name} {directive.value!r}: it is written {form}")


class _Compiler:
    def __init__(self, document: Document, release: str | None) -> None:
        self.document = document
        self.release = release
        self.recordings = recordings_of(document)
        self.recorded = [recording.release for recording in self.recordings]
        self.header: list[Directive] = []
        self.sections: dict[str, list[Step]] = {"setup": [], "": [], "cleanup": []}
        self.streaming = False
        self.delay: float | None = None
        self.pending: dict[str, Directive] = {}
        self.cast: list[Scene] = []

    def error(self, number: int, message: str) -> FormatError:
        return self.document.error(number, message)

    def case(self) -> Case:
        self.read_items()
        single = {name: self.single(name) for name in ("ami", "case", "title")}
        if single["ami"] != "1":
            raise self.error(1, f"'@ami {single['ami']}': this reader knows '@ami 1'")
        logins = self.logins()
        tags = tuple(word for d in self.named("tags") for word in d.value.split())
        self.check_absences()
        self.check_connections({login.connection for login in logins})
        return Case(
            path=self.document.path,
            name=single["case"],
            title=single["title"],
            tags=tags,
            recordings=self.recordings,
            logins=logins,
            known_differences=tuple(self.known_difference(d) for d in self.named("known-difference")),
            floating=self.floating(),
            setup=tuple(self.sections["setup"]),
            steps=tuple(self.sections[""]),
            cleanup=tuple(self.sections["cleanup"]),
            phones=self.phones(),
            cast=tuple(self.cast),
            tells_clock=RTCP in tags or any(map(_is_of_clock, self.document.items)),
        )

    # -- header

    def named(self, name: str) -> list[Directive]:
        return [directive for directive in self.header if directive.name == name]

    def single(self, name: str) -> str:
        found = self.named(name)
        if len(found) != 1 or not found[0].value:
            number = found[-1].number if found else 1
            raise self.error(number, f"a case has exactly one {HEADER_DIRECTIVES[name]!r}")
        return found[0].value

    def floating(self) -> frozenset[str]:
        return frozenset(word for directive in self.document.directives("float") for word in directive.value.split())

    def logins(self) -> tuple[Login, ...]:
        first = self.named("login")
        if len(first) > 1:
            raise self.error(first[1].number, "one @login: further connections are written @connection")
        logins = [self.login(first[0], "", first[0].value)] if first else [Login()]
        for directive in self.named("connection"):
            name, _, rest = directive.value.partition(" ")
            if not re.fullmatch(r"[a-z][a-z0-9]*", name) or name in {login.connection for login in logins}:
                raise _wrong(self.document, directive)
            logins.append(self.login(directive, name, rest))
        return tuple(logins)

    def login(self, directive: Directive, connection: str, rest: str) -> Login:
        found = re.fullmatch(r"([^ =]+)(?: events=([\w,]+))?", rest)
        if not found or (found[1] == NO_LOGIN and found[2]):
            raise _wrong(self.document, directive)
        return Login(connection, found[1], found[2] or "off")

    def known_difference(self, directive: Directive) -> KnownDifference:
        found = re.fullmatch(r"(\S+) (\S+) until=(\d{4}-\d\d-\d\d) (.+)", directive.value)
        if not found:
            raise _wrong(self.document, directive)
        return KnownDifference(found[1], found[2], found[3], found[4], directive.number)

    def check_absences(self) -> None:
        for directive in self.named("absent"):
            release, _, reason = directive.value.partition(" ")
            if not reason or not re.fullmatch(r"\d[\w.]*", release):
                raise _wrong(self.document, directive)
            if release in self.recorded:
                raise self.error(directive.number, f"it is recorded on {release}: it cannot be @absent there too")

    def phones(self) -> tuple[str, ...]:
        return tuple(word for directive in self.named("phones") for word in directive.value.split())

    # -- body

    def read_items(self) -> None:
        section = ""
        opened = 0
        for item in self.document.items:
            match item:
                case Note():
                    continue
                case Directive(name) if name in HEADER_DIRECTIVES:
                    if self.sections[""] or section:
                        raise self.error(item.number, f"@{name} belongs above the first step")
                    self.header.append(item)
                case Directive("setup" | "cleanup"):
                    if section:
                        raise self.error(item.number, f"@{section} of line {opened} is not closed by @end")
                    if self.sections[""]:
                        raise self.error(item.number, f"@{item.name} belongs above the first step")
                    section, opened = item.name, item.number
                case Directive("end"):
                    if not section:
                        raise self.error(item.number, "@end closes @setup or @cleanup; none is open")
                    section = ""
                case Directive():
                    if section:
                        raise self.error(item.number, f"in @{section} only frames are sent; close it with @end")
                    self.body_directive(item)
                case Frame(mark=">") | Raw(mark=">") | Shut(mark=">"):
                    if section and not isinstance(item, Frame):
                        raise self.error(item.number, f"in @{section} only frames are sent; close it with @end")
                    self.add_step(section, item)
                case _:
                    if section:
                        raise self.error(item.number, f"what comes in @{section} is not checked; close it with @end")
                    self.add_expected(item)
        if section:
            raise self.error(opened, f"@{section} is not closed by @end")
        self.nothing_pending()

    def nothing_pending(self) -> None:
        for directive in self.pending.values():
            what = "a step" if directive.name in OF_STEPS else "a frame that comes ('<')"
            raise self.error(directive.number, f"@{directive.name} stands before {what}")

    def body_directive(self, item: Directive) -> None:
        if item.name == "streams":
            if item.value:
                raise _wrong(self.document, item)
            self.streaming = True
            self.current(item.number)
            self.sections[""][-1] = replace(self.sections[""][-1], has_streams=True)
        elif item.name == "elapse":
            settle, is_fenced = self.take_step_directives()
            self.push(
                Step("elapse", seconds=self.seconds(item), settle=settle, is_fenced=is_fenced, number=item.number)
            )
        elif item.name == "phone":
            self.scene(item)
        elif item.name == "delay":  # of this frame and those after it, up to the next step or @delay
            seconds = self.seconds(item)
            if self.guarded_in(item.guard, item.number):
                self.delay = seconds or None
        elif self.guarded_in(item.guard, item.number):
            if item.name in self.pending:
                raise self.error(item.number, f"a second @{item.name} before the same item")
            self.pending[item.name] = item

    def scene(self, item: Directive) -> None:
        """What a phone does: a step, or above the first step what it will do with calls that come."""
        try:
            scene = parse_scene(item.value)
        except PhoneError as error:
            raise self.error(item.number, str(error)) from None
        if scene.phone not in self.phones():
            raise self.error(item.number, f"the case has no phone {scene.phone!r}: '@phones {scene.phone}' above")
        if not self.sections[""] and not scene.is_step:
            self.cast.append(scene)
            return
        settle, is_fenced = self.take_step_directives()
        self.push(Step("phone", scene=scene, settle=settle, is_fenced=is_fenced, number=item.number))

    def seconds(self, directive: Directive) -> float:
        if not re.fullmatch(r"\d+(\.\d+)?", directive.value):
            raise _wrong(self.document, directive)
        return float(directive.value)

    def take_step_directives(self) -> tuple[float, bool]:
        """What stands before a step: its time to settle, and whether a fence follows it."""
        settle, no_fence = self.pending.pop("settle", None), self.pending.pop("no-fence", None)
        self.nothing_pending()
        if no_fence and no_fence.value:
            raise _wrong(self.document, no_fence)
        return self.seconds(settle) if settle else DEFAULT_SETTLE, no_fence is None

    def push(self, step: Step) -> None:
        self.streaming = False
        self.delay = None
        self.sections[""].append(step)

    def add_step(self, section: str, item: Frame | Raw | Shut) -> None:
        settle, is_fenced = self.take_step_directives()
        lines = item.lines if isinstance(item, Frame) else ()
        for guarded in (item, *lines):
            if guarded.guard:
                raise self.error(guarded.number, "a step is sent to every release: it takes no guard")
        step = Step(_kind(item), item.connection, _lines(item), settle=settle, is_fenced=is_fenced, number=item.number)
        if section:
            self.sections[section].append(step)
        else:
            self.push(step)

    def current(self, number: int) -> Step:
        """The step that *number* belongs to; what comes before the first step comes on connecting."""
        if not self.sections[""]:
            self.sections[""].append(Step("start", number=number))
        return self.sections[""][-1]

    def add_expected(self, item: Frame | Raw | Shut) -> None:
        step = self.current(item.number)
        optional = self.pending.pop("optional", None)
        self.nothing_pending()
        lines = tuple(line for line in _lines(item) if self.guarded_in(line.guard, line.number))
        for line in lines:
            for placeholder in line.template.placeholders:
                if placeholder.type in SENT_TYPES:
                    raise self.error(line.number, f"{placeholder} stands only in frames that are sent ('>')")
        if not self.guarded_in(item.guard, item.number):
            return
        guards = [line.guard for line in lines if line.guard and line.guard.of]
        if len({guard.of for guard in guards}) > 1:
            raise self.error(item.number, "the lines of this frame do not agree in how many forms it has")
        joined = {(guard.joined, guard.forms) for guard in guards if guard.joined}
        if len(joined) > len({name for name, _ in joined}):
            raise self.error(item.number, "lines of this frame that are joined under one name stand in different forms")
        stream = stream_of(map(str, lines), self.floating()) if self.streaming else ORDERED
        expected = Expected(
            item.connection,
            "closed" if isinstance(item, Shut) else _kind(item),
            lines,
            isinstance(item, Frame) and item.is_open,
            stream,
            item.number,
            self.delay,
            self.share(optional) if optional else None,
        )
        self.sections[""][-1] = replace(step, expects=(*step.expects, expected))

    def share(self, directive: Directive) -> tuple[int, int]:
        found = re.fullmatch(r"(\d+)/(\d+)", directive.value)
        if not found or not 0 < int(found[1]) < int(found[2]):
            raise _wrong(self.document, directive)
        return int(found[1]), int(found[2])

    def guarded_in(self, guard: Guard | None, number: int) -> bool:
        if guard is None or not guard.names_releases:
            return True
        named = {*guard.inside, *guard.outside}
        for release in self.recorded:
            if release not in named:
                raise self.error(number, f"{guard} says nothing of {release}, which this case is recorded on")
        for release in named.difference(self.recorded):
            raise self.error(number, f"{guard} speaks of {release}, which this case is not recorded on")
        return self.release in guard.inside

    def check_connections(self, known: set[str]) -> None:
        for item in self.document.items:
            if isinstance(item, Frame | Raw | Shut) and item.connection not in known:
                raise self.error(
                    item.number, f"connection {item.connection!r} is not opened by '@connection {item.connection} …'"
                )


def _is_of_clock(item: Item) -> bool:
    return (
        isinstance(item, Frame) and item.mark == "<" and first_values(map(str, item.lines)).get("Event") in CLOCK_EVENTS
    )


def _kind(item: Frame | Raw | Shut) -> str:
    return item.how if isinstance(item, Shut) else "raw" if isinstance(item, Raw) else "frame"


def _lines(item: Frame | Raw | Shut) -> tuple[Line, ...]:
    if isinstance(item, Frame):
        return item.lines
    return (Line(item.template, None, item.number),) if isinstance(item, Raw) else ()


def sent_names(case: Case) -> Iterator[str]:
    """The names of the ActionIDs that the case itself sends."""
    for step in case.steps:
        for line in step.lines:
            yield from (p.name for p in line.template.placeholders if p.type == "aid" and p.name)
