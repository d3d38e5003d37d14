"""One session on two servers at once: what the fake says to a step is what the real server must say.

The fake plays a step first; its frames, with volatile values as placeholders, are the expectation that the real
server's frames are matched with, as in a recorded case. The steps so far can be written as a case. May import:
`clean`, `derive`, `targets`, `astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Self

from astami_fake.conformance.derive import derive
from astami_fake.conformance.fuzz.clean import hang_up
from astami_fake.conformance.targets import Target
from astami_fake.conformance.volatile import Namer, derive_line
from astami_fake.transcript.align import Difference, align, explain
from astami_fake.transcript.case import Case, Expected, Login, Step
from astami_fake.transcript.diff import render
from astami_fake.transcript.format import Directive, Document, Frame, Item, Line, Note, Raw, print_document
from astami_fake.transcript.matcher import Bindings, Observed
from astami_fake.transcript.player import Play
from astami_fake.transcript.session import Session
from astami_fake.transcript.template import Placeholder, Template, first_values, literal

#: Events that keep their order only among those of their name and leg (measured; see call flows in the cases).
#: Lists of channels follow a hash of their names, which have another number on each server.
FLOATING = frozenset(
    {
        "Newstate",
        "VarSet",
        "Hangup",
        "DeviceStateChange",
        "ExtensionStatus",
        "QueueMemberStatus",
        "CoreShowChannel",
        "Status",
    }
)

#: Headers with the whole seconds that something has lasted: a session takes a real server longer than the fake, whose
#: clock stands. Recorded cases have the exact ones.
_ELAPSED = frozenset({"Seconds", "Wait"})
#: Events that a real server may leave out: the states of a device are told to queues by a thread of their own, which
#: sees only the last of those that follow each other at once (measured with pairs of Local channels that find no
#: extension: 9 to 17 of 20 runs told both).
_COALESCED = frozenset({"QueueMemberStatus"})

#: Log-ins are told to everybody, late on a busy server; they are those of sessions before this one.
_IGNORED = ("SuccessfulAuth",)
#: Seconds for which the real server's frames are waited for: shrinking asks often, and most often for an answer that
#: has come and is another one. Where too little has come it is waited longer: a loaded machine was seen to take more
#: than 0.7 for a DBGet.
QUICK, PATIENT = 0.7, 4.0


class Different(AssertionError):
    """The real server said something else than the fake.

    Attributes:
        differences: all of them.
        case: the session so far as the script of a case, ready to be recorded.
    """

    def __init__(self, differences: Sequence[Difference], case: str) -> None:
        report = "\n".join(render("fuzz", differences))
        super().__init__(f"expected is what the fake said, came is what real Asterisk said\n{report}\n\n{case}")
        self.differences = tuple(differences)
        self.case = case


class Duel:
    """A session on both servers. A context manager; *cleanup* is sent to both at its end, whatever happened,
    and the calls of a real server are hung up, so that the next session begins as this one.

    Attributes:
        channels: names of the channels that the fake has announced and not hung up, oldest first.
        difference: what the servers differed in, None as long as they agree. Playing the session again need not
            bring it back: a real server's threads race.
    """

    def __init__(
        self,
        fake: Target,
        real: Target,
        logins: Sequence[Login],
        cleanup: Sequence[Sequence[str]],
        token: str,
        etc: str = "",
    ) -> None:
        self._targets = (fake, real)
        self._opened = ExitStack()
        self._etc = etc
        self._case = Case(
            path="fuzz",
            name="fuzz.found",
            title="A difference that the fuzzer found.",
            tags=("writes", "originates"),
            recordings=(),
            logins=tuple(logins),
            known_differences=(),
            floating=FLOATING,
            setup=(),
            steps=(),
            cleanup=tuple(Step("frame", lines=tuple(Line(literal(text)) for text in lines)) for lines in cleanup),
        )
        self._token = token
        self._bindings = Bindings()
        self._namer = Namer(self._bindings, ())
        self._greetings = sum(not login.is_automatic for login in logins)
        self.channels: list[str] = []
        self.difference: Different | None = None
        self.history: list[Step] = []

    def __enter__(self) -> Self:
        fake, real = self._targets
        with ExitStack() as opened:
            stage = opened.enter_context(fake.stage(self._etc))
            self._fake = opened.enter_context(Session(self._case, stage, self._token, _IGNORED))
            stage = opened.enter_context(real.stage(self._etc))
            if stage.is_real:
                hang_up(stage)
                opened.callback(hang_up, stage)
            self._real = Play(opened.enter_context(Session(self._case, stage, self._token, _IGNORED)))
            opened.callback(setattr, stage, "patience", stage.patience)
            stage.patience = QUICK
            self._real_stage = stage
            self._opened = opened.pop_all()
        if self._greetings:
            self._play(Step("start"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session on both; harmless when repeated."""
        self._opened.close()

    def is_open(self, connection: str) -> bool:
        """Whether neither server has closed *connection*."""
        return self._fake.is_open(connection) and self._real.session.is_open(connection)

    # -- steps

    def send(self, *lines: str, connection: str = "", settle: float = 0.0) -> None:
        """An action, its ActionID added; channel names of the fake's are translated to the real server's.

        What follows within *settle* seconds of PBX time belongs to it: how much of a call a real server has done when
        its answer is there is a race of its threads, what it has done a while later is not.

        Raises:
            Different: the answers differ.
        """
        number = len(self.history) + 1
        templates = [derive_line(text, self._namer) if "-" in text else literal(text) for text in lines]
        own = Line(Template(("ActionID: ", Placeholder("aid", f"a{number}"))))
        self._play(Step("frame", connection, (*(Line(t) for t in templates), own), settle=settle, number=number))

    def raw(self, text: str, *, connection: str = "") -> None:
        """Bytes as they are; they end in an empty line.

        Raises:
            Different: the answers differ.
        """
        self._play(Step("raw", connection, (Line(literal(text)),), settle=0.0, number=len(self.history) + 1))

    def elapse(self, seconds: float) -> None:
        """PBX time passes on both.

        Raises:
            Different: something else happens meanwhile.
        """
        self._play(Step("elapse", seconds=seconds, number=len(self.history) + 1))

    def end(self) -> None:
        """End all connections: nothing more may come.

        Raises:
            Different: something does.
        """
        self._fake.perform(Step("end"))
        self._fake.finish()
        real = self._real
        real.judge_end(Step("end", number=len(self.history), expects=tuple(self._learn(self._fake.received))))
        self._refuse(real.verdict.differences)

    def _play(self, step: Step) -> None:
        if step.kind != "start":
            self.history.append(step)
        self._fake.perform(step)
        if step.kind == "start":
            self._fake.pump(lambda: len(self._fake.received) >= self._greetings, PATIENT)
        if step.kind == "elapse":
            self._fake.elapse_to(step.seconds)
        self._fake.collect_all()
        if step.kind == "frame" and step.settle:
            self._fake.elapse_to(step.settle)
            self._fake.collect_all()
        self._fake.take_rests()
        self._follow(self._fake.received)
        expected = replace(step, expects=tuple(self._learn(self._fake.received)), has_streams=True)
        session = self._real.session
        session.perform(expected)
        found = self._real.collect(expected)
        is_late = not self._real_stage.has_manual_clock and len(session.received) < len(expected.expects)
        if found is None and is_late:
            self._real_stage.patience = PATIENT
            found = self._real.collect(expected)
            self._real_stage.patience = QUICK
        self._real.judge(expected, found)
        self._refuse(self._real.verdict.differences)

    def _learn(self, observed: Sequence[Observed]) -> list[Expected]:
        names = {key: bound for key, bound in self._fake.bindings.values.items() if key[0] == "aid"}
        for (kind, name), bound in names.items():
            self._bindings = self._bindings.bind(kind, name, bound.value, 0) or self._bindings
            self._namer.action_ids[bound.value] = name
        self._namer.know(self._bindings)
        learned = derive(
            (),
            observed,
            self._bindings,
            self._namer,
            has_streams=True,
            prior=0,
            floating=FLOATING,
            secrets=(),
        )
        frames = [loosened(frame) for frame in learned.frames()]
        alignment = align(learned.first_frames(), observed, self._bindings, FLOATING)
        self._bindings = explain(alignment, learned.first_frames(), self._bindings)[1]
        # what the fake's names stand for, so that sent frames can use them
        self._fake.bindings = Bindings({**self._fake.bindings.values, **self._bindings.values})
        return frames

    def _follow(self, observed: Sequence[Observed]) -> None:
        for one in observed:
            values = first_values(one.lines)
            channel = values.get("Channel", "")
            if values.get("Event") == "Newchannel" and channel not in self.channels:
                self.channels.append(channel)
            elif values.get("Event") == "Hangup" and channel in self.channels:
                self.channels.remove(channel)

    def _refuse(self, differences: Sequence[Difference]) -> None:
        if differences:
            self.difference = Different(differences, self.script())
            raise self.difference

    # -- the session as a case

    def script(self) -> str:
        """The steps so far as a case without recordings."""
        case = self._case
        items: list[Item] = [
            Directive("ami", "1"),
            Directive("case", case.name),
            Directive("title", case.title),
            Directive("tags", " ".join(case.tags)),
        ]
        if self._etc:
            items.append(Directive("etc", self._etc))
        for login in case.logins:
            words = f"{login.user} events={login.events}" if login.is_automatic else login.user
            named = Directive("connection", f"{login.connection} {words}") if login.connection else None
            items.append(named or Directive("login", words))
        if case.cleanup:
            items.append(Directive("cleanup"))
            items += [Frame("", ">", step.lines) for step in case.cleanup]
            items.append(Directive("end"))
        items.append(Note(""))
        for step in self.history:
            if step.kind == "frame" and step.settle:
                items.append(Directive("settle", f"{step.settle:g}"))
            if step.kind == "elapse":
                items.append(Directive("elapse", f"{step.seconds:g}"))
            elif step.kind == "raw":
                items.append(Raw(step.connection, ">", step.lines[0].template))
            else:
                items.append(Frame(step.connection, ">", step.lines))
        return print_document(Document(tuple(items), "fuzz"))


def loosened(expected: Expected) -> Expected:
    """*expected* without what two servers need not have in common."""
    lines = tuple(
        Line(Template((f"{line.name}: ", Placeholder("int"))), line.guard, line.number)
        if line.name in _ELAPSED and str(line).partition(": ")[2].isdecimal()
        else line
        for line in expected.lines
    )
    is_coalesced = bool(lines) and str(lines[0]).partition(": ")[2] in _COALESCED
    return replace(expected, lines=lines, share=(1, 2) if is_coalesced else expected.share)
