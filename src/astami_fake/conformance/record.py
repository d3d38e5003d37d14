"""The recorder: play a case many times on a real server and write down what came.

The fake is refused as a source. What was recorded must match every one of the runs, or nothing is written.
May import: `check`, `derive`, `joined`, `merge`, `targets`, `astami_fake.transcript`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from astami_fake.conformance.check import held_back
from astami_fake.conformance.derive import Expectation, derive, generalize
from astami_fake.conformance.joined import apart, join, names_of
from astami_fake.conformance.merge import merge, new_entries, read_entries, write_items
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target
from astami_fake.conformance.volatile import Namer, RecordError
from astami_fake.transcript.align import align, explain
from astami_fake.transcript.case import OF_STEPS, Case, Expected, Recording, Step, recordings_of
from astami_fake.transcript.diff import render
from astami_fake.transcript.format import Directive, Document, Frame, Item, Note, Raw, Shut, parse, print_document
from astami_fake.transcript.matcher import Bindings, Observed, match
from astami_fake.transcript.session import Session, StepError
from astami_fake.transcript.streams import ORDERED, stream_of

#: A Uniqueid, wherever it stands: the epoch of the channel's birth and a counter. Six digits would be microseconds.
_CHANNEL = re.compile(r"(?<![\d.])\d{10}\.\d{1,5}(?![\d.])")
_LASTING = "Message/ast_msg_queue"
"""The channel that texts run on, which is never over."""


@dataclass
class Run:
    """One play: what came after each step, and the ActionIDs that were made up."""

    observed: list[list[Observed]] = field(default_factory=list)
    action_ids: Bindings = field(default_factory=Bindings)

    def frames(self) -> Iterator[Observed]:
        """All frames, of all steps."""
        return (one for came in self.observed for one in came if one.kind == "frame")


@dataclass(frozen=True)
class Recorded:
    """The case with what was recorded, and what a reader should look at."""

    document: Document
    warnings: tuple[str, ...]


def record(
    file: CaseFile,
    target: Target,
    *,
    runs: int,
    like: str = "",
    anew: bool = False,
    tell: Callable[[int], None] = lambda run: None,
) -> Recorded:
    """Play the case *runs* times on *target* and put what came into it, merged with other releases.

    Args:
        file: the case.
        target: a real server.
        runs: how often it is played.
        like: a release that the case is recorded on. What it says of that one, with all freedom that more runs have
            shown there, is then said of the target's release too, if every run fits it.
        anew: say only what these runs show. Otherwise the freedom that earlier recordings of the release showed stays.
        tell: called with the number of each run that is over.

    Raises:
        RecordError: the target is a fake, or a server that says so; the runs contradict each other, or what is recorded
            of *like*; a run still heard the one before it; a secret stands in the case.
        StageError: the server cannot be reached.
    """
    if not target.is_real or target.is_fake:
        raise RecordError("the fake is no source: recordings come from real Asterisk only")
    if absent := file.absent(target.release):
        raise RecordError(f"it is absent on {target.release}: {absent}")
    if like and like not in file.releases:
        raise RecordError(f"{file.path}: not recorded on {like}, so nothing can be like it")
    document = file.document
    case = _with_start(file.case(like or base_release(file, target)))
    if reason := held_back(file, case, target):
        raise RecordError(reason)
    _refuse_secrets(document, target)
    plays = []
    for number in range(runs):
        with target.stage(file.etc) as stage:
            plays.append(observe(case, stage, f"rec{number}"))
        _refuse_leftovers(case, plays)
        tell(number + 1)
    secrets = sorted({secret for _, secret in target.users.values() if len(secret) > 3})
    warnings: tuple[str, ...] = ()
    if like:
        frames: list[Sequence[Expected]] = [step.expects for step in case.steps]
        _prove(case, plays, frames, f"what is recorded on {like}")
    else:
        prior = 0 if anew else prior_runs(file, target)
        expectations = _learn(case, plays, prior=prior, secrets=secrets, anew=anew)
        frames = list[Sequence[Expected]](join(expectations, prior=prior > 0))
        _prove(case, plays, frames, "what the runs have in common")
        warnings = tuple(warning for expectation in expectations for warning in expectation.warnings)
    written = _write(document, case, frames, target, runs)
    return Recorded(parse(print_document(written), document.path), warnings)


def learn_once(file: CaseFile, target: Target) -> list[list[Expected]]:
    """What *target*, real or fake, says after each step in one play.

    Raises:
        RecordError: the target does not let the case be played, or a step cannot be sent.
    """
    case = file.case(base_release(file, target))
    if reason := held_back(file, case, target):
        raise RecordError(reason)
    with target.stage(file.etc) as stage:
        plays = [observe(case, stage, "diff")]
    return [expectation.frames() for expectation in _learn(case, plays, prior=1, secrets=[])]


def base_release(file: CaseFile, target: Target) -> str | None:
    """The recorded release that a play on *target* is closest to: itself, else the nearest number."""
    return min(file.releases, key=lambda release: _distance(release, target.release), default=None)


def _distance(one: str, other: str) -> list[int]:
    numbers = [[int(part) for part in release.split(".")] for release in (one, other)]
    return [abs(ours - theirs) for ours, theirs in zip(*numbers, strict=False)]


def prior_runs(file: CaseFile, target: Target) -> int:
    """The number of runs behind what *file* says of the release of *target*; 0 where it was never recorded on it."""
    return sum(one.runs for one in recordings_of(file.document) if one.release == target.release)


def save(document: Document, path: Path) -> None:
    """Write *document* to *path*, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(print_document(document))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _with_start(case: Case) -> Case:
    """The case with a step for what comes on connecting, where the case logs in itself."""
    if case.steps and case.steps[0].kind == "start":
        return case
    return case if case.logins[0].is_automatic else replace(case, steps=(Step("start"), *case.steps))


def _refuse_secrets(document: Document, target: Target) -> None:
    for item in document.items:
        if isinstance(item, Frame) and item.mark == ">":
            for line in item.lines:
                for name, (_, secret) in target.users.items():
                    if str(line).partition(": ")[2] == secret:
                        raise RecordError(f"{document.path}:{line.number}: a secret: write {{{{secret {name}}}}}")


# -- observing


def observe(case: Case, target: Target, token: str) -> Run:
    """Play *case* once; after each step wait until the server is quiet."""
    run = Run()
    with Session(case, target, token) as session:
        for step in case.steps:
            try:
                session.perform(step)
            except StepError as error:
                raise RecordError(
                    f"{case.path}:{error.number}: {error}: write the frame that binds it, with '...' for the rest"
                ) from error
            _wait_until_quiet(session, step)
            session.take_rests()
            alignment = align(step.expects, session.received, session.bindings, case.floating)
            session.bindings = explain(alignment, step.expects, session.bindings)[1]
            run.observed.append(list(session.received))
        ids = {key: bound for key, bound in session.bindings.values.items() if key[0] == "aid"}
        run.action_ids = Bindings(ids)
        session.finish()
        if session.received:
            texts = ", ".join(f"'{one.lines[0]}'" for one in session.received if one.lines)
            raise RecordError(f"{case.path}: after the last step still came {texts}: give that step a longer @settle")
    return run


def _wait_until_quiet(session: Session, step: Step) -> None:
    if step.kind == "elapse":
        if session.stage.has_manual_clock:
            session.elapse_to(step.seconds)
            session.collect_all()
        else:
            session.pump(lambda: False, step.seconds)
        return
    answered = _is_answered(session, step)
    if session.stage.has_manual_clock:
        _advance_until_quiet(session, answered, step.settle)
        return
    if not session.pump(answered, session.stage.patience * 5) and step.kind == "frame":
        return  # silence is what came
    while True:
        count = len(session.received)
        if not session.pump(lambda before=count: len(session.received) > before, step.settle):  # type: ignore[misc]
            return


def _advance_until_quiet(session: Session, answered: Callable[[], bool], quiet: float) -> None:
    """The same on a manual clock: PBX time passes in small portions."""
    session.collect_all()
    last = session.now
    count = len(session.received)
    while session.now - last < quiet or (not answered() and session.now < session.stage.patience * 5):
        session.elapse_to(round(session.now + 0.05, 2))
        session.collect_all()
        if len(session.received) > count:
            count, last = len(session.received), session.now


def _is_answered(session: Session, step: Step) -> Callable[[], bool]:
    """A frame with an ActionID is answered by a response with it (a synchronous Originate takes long)."""
    own = [line.template for line in step.lines if line.template.parts[:1] == ("ActionID: ",)]
    names = [placeholder.name for template in own for placeholder in template.placeholders]
    if step.kind != "frame" or len(names) != 1 or not names[0]:
        return lambda: True
    bound = session.bindings.get("aid", names[0])
    wanted = f"ActionID: {bound.value}" if bound else ""

    def answered() -> bool:
        here = [one for one in session.received if one.connection == step.connection]
        return any(one.kind == "closed" or _answers(one, wanted) for one in here)

    return answered


def _answers(one: Observed, action_id: str) -> bool:
    return one.kind == "frame" and one.lines[0].startswith("Response: ") and action_id in one.lines


def _refuse_leftovers(case: Case, plays: Sequence[Run]) -> None:
    """What the last run heard of a channel of an earlier one would stand in the case as a frame that may come."""
    *earlier, last = plays
    known = {uid: number for number, play in enumerate(earlier, 1) for one in play.frames() for uid in _channels(one)}
    born = {uid for one in last.frames() if one.lines[0] == "Event: Newchannel" for uid in _channels(one)}
    for one in last.frames():
        if any(_LASTING in line for line in one.lines):
            continue
        for uid in sorted((_channels(one) & known.keys()) - born):
            raise RecordError(
                f"{case.path}: run {len(plays)} heard '{one.lines[0]}' of {uid}, a channel of run {known[uid]}, which "
                "was not over: end its calls in the case, or give its last step a longer @settle"
            )


def _channels(one: Observed) -> set[str]:
    return {uid for text in one.lines for uid in _CHANNEL.findall(text)}


# -- learning


def _learn(
    case: Case, plays: Sequence[Run], *, prior: int, secrets: Sequence[str], anew: bool = False
) -> list[Expectation]:
    taken = {
        (p.type, p.name)
        for step in case.steps
        for line in (*step.lines, *(line for one in step.expects for line in one.lines))
        for p in line.template.placeholders
    }
    expectations = []
    bindings = [play.action_ids for play in plays]
    names = Namer(plays[0].action_ids, taken)
    for at, step in enumerate(case.steps):
        has_streams = step.has_streams or any(_has_streams(play.observed[at], case.floating) for play in plays)
        base = [apart(frame) for frame in step.expects]
        alignment = align(base, plays[0].observed[at], bindings[0], case.floating)
        after = explain(alignment, base, bindings[0])[1]
        names.know(after)
        expectation = derive(
            base,
            plays[0].observed[at],
            after,
            names,
            has_streams=has_streams,
            prior=prior,
            floating=case.floating,
            secrets=secrets,
            anew=anew,
            joined=[names_of(frame) for frame in step.expects],
        )
        for index, play in enumerate(plays):
            if index:
                came = play.observed[at]
                bindings[index] = generalize(expectation, came, bindings[index], case.floating, names.taken)
        names.taken |= expectation.names
        bindings[0] = _bindings_of(expectation.first_frames(), plays[0].observed[at], bindings[0], case.floating)
        expectations.append(expectation)
    return expectations


def _bindings_of(
    frames: Sequence[Expected], observed: Sequence[Observed], bindings: Bindings, floating: frozenset[str]
) -> Bindings:
    return explain(align(frames, observed, bindings, floating), frames, bindings)[1]


def _has_streams(observed: Sequence[Observed], floating: frozenset[str]) -> bool:
    streams: dict[str, set[tuple[str, str]]] = {}
    for one in observed:
        if one.kind == "frame":
            streams.setdefault(one.connection, set()).add(stream_of(one.lines, floating))
    return any(len(found) > 1 for found in streams.values())


def _prove(case: Case, plays: Sequence[Run], expected: Sequence[Sequence[Expected]], what: str) -> None:
    """Every run matches *expected*, which is *what*, or nothing is recorded."""
    for number, play in enumerate(plays, 1):
        bindings = play.action_ids
        for step, frames, observed in zip(case.steps, expected, play.observed, strict=True):
            loose = [replace(one, slack=1.0) for one in observed]
            found = match(frames, loose, bindings)
            if found is None:
                differences, _ = explain(align(frames, loose, bindings, case.floating), frames, bindings)
                report = "\n".join(render(case.path, differences))
                where = f"{case.path}: run {number}, after line {step.number}"
                raise RecordError(f"{where}: {what} does not describe this one\n{report}")
            bindings = found.bindings


# -- writing


def _write(
    document: Document, case: Case, expected: Sequence[Sequence[Expected]], target: Target, runs: int
) -> Document:
    recordings = recordings_of(document)
    old_releases = [recording.release for recording in recordings]
    today = datetime.now(UTC).date().isoformat()
    fresh = Recording(target.version, target.distribution, today, runs)
    releases = old_releases if target.release in old_releases else [*old_releases, target.release]
    head, regions = _split(document, case)
    items: list[Item] = list(_recorded_head(head, recordings, fresh))
    for (step_items, region), frames in zip(regions, expected, strict=True):
        items += step_items
        entries, tail = read_entries(region, old_releases)
        merged = merge(entries, new_entries(frames, target.release), target.release, case.floating)
        streams = any(isinstance(item, Directive) and item.name == "streams" for item in region)
        streams = streams or any(frame.stream != ORDERED for frame in frames)
        items += write_items(merged, releases, streams=streams and bool(merged))
        items += tail
    return Document(tuple(items), document.path)


def _split(document: Document, case: Case) -> tuple[list[Item], list[tuple[list[Item], list[Item]]]]:
    """The items above the first step, and for each step its own items and the region of what comes after it."""
    head: list[Item] = []
    regions: list[tuple[list[Item], list[Item]]] = []
    waiting: list[Item] = []
    section = False
    steps = {step.number for step in case.steps if step.kind in ("elapse", "phone")}
    starts_early = bool(case.steps) and case.steps[0].kind == "start"
    for item in document.items:
        is_step = isinstance(item, Frame | Raw | Shut) and item.mark == ">"
        is_step = is_step or (isinstance(item, Directive) and item.number in steps)
        comes = isinstance(item, Frame | Raw | Shut) and item.mark == "<"
        if isinstance(item, Directive) and item.name in ("setup", "cleanup", "end"):
            section = item.name != "end"
            head.append(item)
        elif section:
            head.append(item)
        elif is_step:
            regions.append(([*waiting, item], []))
            waiting = []
        elif isinstance(item, Directive) and item.name in OF_STEPS:
            waiting.append(item)
        elif (comes or (isinstance(item, Directive) and item.name in ("streams", "optional", "delay"))) and not regions:
            regions.append(([], [*waiting, item]))
            waiting = []
        else:
            (regions[-1][1] if regions else head).append(item)
    if starts_early and (not regions or regions[0][0]):
        regions.insert(0, ([], [Note("")]))
    return head, regions


def _recorded_head(head: Sequence[Item], recordings: Sequence[Recording], fresh: Recording) -> Iterator[Item]:
    """The header with a line for the new recording: `@recorded` for the first release, `@verified` for further ones."""
    kept = [fresh if one.release == fresh.release else one for one in recordings]
    if fresh.release not in {one.release for one in recordings}:
        kept.append(fresh)
    lines = [Directive("verified" if at else "recorded", str(one)) for at, one in enumerate(kept)]
    names = [item.name if isinstance(item, Directive) else "" for item in head]
    last = max(at for at, name in enumerate(names) if name in ("ami", "case", "title", "tags"))
    for at, item in enumerate(head):
        if not (isinstance(item, Directive) and item.name in ("recorded", "verified")):
            yield item
        if at == last:
            yield from lines
