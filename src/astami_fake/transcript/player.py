"""Play a case on a server and compare: the verdict with all differences.

No sleeps: what is expected is waited for (bounded), then a fence proves that nothing else came. On a real
server that is a Ping; on a stage with a manual clock the stage itself says when everything has been said. May
import: everything in this package but `diff`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from astami_fake.transcript.align import Difference, align, explain
from astami_fake.transcript.case import Case, Expected, Step
from astami_fake.transcript.matcher import AT_ONCE, DELAY_TOLERANCE, Match, match
from astami_fake.transcript.session import Said, Session, Stage, StepError

#: Real seconds for which a real server that sends events is heard out at the end of a case.
QUIET = 0.15


@dataclass
class Verdict:
    """What became of a case: no differences, or all of them."""

    case: Case
    differences: list[Difference] = field(default_factory=list)
    log: list[Said] = field(default_factory=list)


def play(case: Case, stage: Stage, token: str) -> Verdict:
    """Play *case* on *stage*; *token* begins every ActionID.

    Raises:
        StageError: the server cannot be reached or refuses an automatic log-in.
    """
    with Session(case, stage, token) as session:
        return Play(session).run()


class Play:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.stage = session.stage
        self.case = session.case
        self.verdict = Verdict(session.case, log=session.log)
        #: Optional frames of earlier steps that may still come.
        self.carried: tuple[Expected, ...] = ()

    def run(self) -> Verdict:
        last = 0
        for step in self.case.steps:
            last = step.number
            try:
                self.session.perform(step)
            except StepError as error:
                self.verdict.differences.append(Difference("step", error.number, actual=str(error)))
                break
            self.judge(step, self.collect(step))
        self.judge_end(Step("end", number=last))
        return self.verdict

    def judge_end(self, end: Step) -> None:
        """What comes after the last step's answer was not expected, unless it is an optional frame."""
        self.session.perform(end)
        if self.session.hears_events and not self.stage.has_manual_clock:
            self.session.pump(lambda: False, QUIET)
        self.session.finish()
        self.judge(end, self.matched(end))

    # -- collecting

    def pace(self, step: Step) -> float:
        """Seconds between the last frame and the next step when the case was recorded."""
        return 0.0 if step.kind == "elapse" else step.settle

    def collect(self, step: Step) -> Match | None:
        found = self.collect_by_clock(step) if self.stage.has_manual_clock else self.collect_in_real_time(step)
        if found is None and any(one.kind == "raw" for one in step.expects):
            self.session.take_rests()
            found = self.matched(step)
        return found

    def matched(self, step: Step) -> Match | None:
        return match(step.expects, self.session.received, self.session.bindings, self.carried)

    def collect_in_real_time(self, step: Step) -> Match | None:
        """Collect until everything required has come and the fence after it is answered."""
        session = self.session
        if step.kind == "elapse":
            session.pump(lambda: False, step.seconds)
        if step.is_fenced:
            session.fence()
        required = sum(not one.is_optional for one in step.expects)
        found: Match | None = None
        judged = -1

        def is_complete() -> bool:
            nonlocal found, judged
            if len(session.received) != judged and len(session.received) >= required:
                judged = len(session.received)
                found = self.matched(step)
            return found is not None and session.is_fenced()

        longest = max((one.delay or 0.0 for one in step.expects), default=0.0)
        if session.pump(is_complete, longest + self.stage.patience) and self.case.is_paced:
            last = max((one.at for one in session.received), default=0.0)
            session.pump(lambda: False, last + self.pace(step) - session.now)
        return found if len(session.received) == judged else self.matched(step)

    def collect_by_clock(self, step: Step) -> Match | None:
        """Let the clock pass from one moment at which something is expected to the next; waits for nothing."""
        session = self.session
        session.collect_all()
        if step.kind == "start" and step.expects and not session.received:
            session.collect(self.stage.patience)  # a connection is accepted when the machine gets round to it
        at_once = sum(not one.is_optional and one.delay is None for one in step.expects)
        moments = {one.delay + by for one in step.expects if one.delay for by in (-DELAY_TOLERANCE, DELAY_TOLERANCE)}
        if len(session.received) < at_once:
            moments.add(AT_ONCE - DELAY_TOLERANCE)
        moments.add(max([step.seconds, *moments]) + self.pace(step))
        for moment in sorted(moments):
            session.elapse_to(moment)
            session.collect_all()
        return self.matched(step)

    # -- verdict

    def judge(self, step: Step, found: Match | None) -> None:
        if found is not None:
            self.session.bindings = found.bindings
            self.carried = found.absent
            return
        expected: Sequence[Expected] = (*self.carried, *step.expects)
        alignment = align(expected, self.session.received, self.session.bindings, self.case.floating)
        differences, self.session.bindings = explain(alignment, step.expects, self.session.bindings, step.number)
        if not differences:  # the search is the judge: what it refuses is red, explained or not
            differences = [Difference("order", step.number)]
        self.verdict.differences += differences
        paired = {id(one) for one, _ in alignment.pairs}
        self.carried = tuple(one for one in expected if one.is_optional and id(one) not in paired)
