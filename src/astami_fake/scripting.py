"""What a test puts above the model: rules that answer actions, and the record of what was received.

Lives here: matchers (`glob`, `regex`), `Rule` and its steps, `Script` with its record and its violations. Does not live
here: when a rule is asked (the session), the test's words for all this (`server.FakeAsterisk`). May import `actions`'
registry, `pbx` and `releases`.
"""

from __future__ import annotations

import fnmatch
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Self

from astami_fake.actions._registry import Action, Frame, Header, Reply
from astami_fake.pbx.events import Event
from astami_fake.pbx.tasks import Signal, Until
from astami_fake.releases import Release

REMEMBERED = 100_000
"""How many actions a fake remembers; a test sends fewer, and one that serves for days must not grow."""

NEAR = 3
"""How many actions are shown that nearly met a rule: the last ones."""

FrameLike = Mapping[str, object] | Iterable[Header]


class Pattern:
    """A value to match, made by `glob` or `regex`."""

    def __init__(self, kind: str, text: str, compiled: re.Pattern[str]) -> None:
        self._shown = f"{kind}({text!r})"
        self._compiled = compiled

    def __call__(self, value: str) -> bool:
        return self._compiled.fullmatch(value) is not None

    def __repr__(self) -> str:
        return self._shown


def glob(text: str) -> Pattern:
    """Match a whole value with ``*``, ``?`` and ``[…]``; case counts."""
    return Pattern("glob", text, re.compile(fnmatch.translate(text)))


def words(text: str) -> Pattern:
    """Match the words of a CLI command; how many blanks stand between them and around them does not count."""
    pattern = r"\s+".join(map(re.escape, text.split()))
    return Pattern("words", " ".join(text.split()), re.compile(rf"\s*{pattern}\s*"))


def regex(text: str) -> Pattern:
    """Match a whole value with a regular expression."""
    return Pattern("regex", text, re.compile(text))


Wanted = str | int | Callable[[str], bool] | Sequence[str] | None
"""What a header must be: a value, a pattern, a list of values in order (a repeated header), None for "not sent"."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """An action's name and what its headers must be."""

    name: str
    headers: tuple[tuple[str, Wanted], ...]

    def misses(self, action: Action) -> list[str]:
        """What keeps *action* from matching, one sentence per header; empty for a match."""
        if action.name.lower() != self.name.lower():
            return [f"Action is {action.name!r}, not {self.name!r}"]
        return [sentence for name, wanted in self.headers if (sentence := _miss(action, name, wanted))]

    def __str__(self) -> str:
        return ", ".join([self.name, *(f"{name}: {wanted!r}" for name, wanted in self.headers)])


def matcher(name: str, headers: Mapping[str, Wanted]) -> Matcher:
    """The matcher for an action *name* with *headers*."""
    return Matcher(name, tuple(headers.items()))


def _miss(action: Action, name: str, wanted: Wanted) -> str:
    values = action.get_all(name)
    if wanted is None:
        return f"{name} is {values[0]!r}, and should not be there" if values else ""
    if not values:
        return f"{name} is missing, wanted {wanted!r}"
    if isinstance(wanted, str | int):
        return "" if values[0] == str(wanted) else f"{name} is {values[0]!r}, wanted {str(wanted)!r}"
    if callable(wanted):
        return "" if wanted(values[0]) else f"{name} is {values[0]!r}, wanted {wanted!r}"
    return "" if values == list(wanted) else f"{name} is {values!r}, wanted {list(wanted)!r}"


@dataclass(slots=True)
class Step:
    """What a rule does with an action, and how often.

    Attributes:
        answer: makes the frames of the answer; None lets the model answer.
        events: events to publish behind the answer, each so many seconds after it.
        delay: seconds of PBX time before the answer.
        wait_for: what must happen before the answer; a signal that never comes for a hang.
        drops: the connection is cut instead of an answer.
        left: how often it may still act; None for always.
    """

    answer: Callable[[Action], Reply] | None = None
    events: list[tuple[Event, float]] = field(default_factory=list)
    delay: float = 0.0
    wait_for: Until | None = None
    drops: bool = False
    left: int | None = None


class Rule:
    """What happens to actions that match; made by `FakeAsterisk.on` and `FakeAsterisk.command`.

    Without `reply`, `error`, `output`, `hang` or `drop` the model answers. Its methods give the rule back, so that they
    can be chained: ``pbx.on("Ping").error("Busy").once().then().drop()``.
    """

    def __init__(self, script: Script, matcher: Matcher) -> None:
        self._script = script
        self._matcher = matcher
        self._steps = [Step()]
        self._met = 0

    def reply(self, frame: FrameLike = (), *items: FrameLike, **headers: object) -> Self:
        """Answer with *frame* and *headers*; ``Response: Success`` unless they say otherwise. *items* are the events
        of a list, for the asker alone. Each gets the ActionID of the action."""
        first = [*headers_of(frame), *headers_of(headers)]
        rest = [headers_of(item) for item in items]

        def answer(action: Action) -> Reply:
            response, others = _take(first, "Response", "Success")
            frames: list[Frame] = [[("Response", response), *action.action_id, *others]]
            for item in rest:
                name, others = _take(item, "Event", "")
                frames.append([("Event", name), *action.action_id, *others])
            return frames

        self._step.answer = answer
        return self

    def error(self, message: str, **headers: object) -> Self:
        """Answer ``Response: Error`` with *message*."""
        return self.reply({"Response": "Error", "Message": message, **headers})

    def output(self, lines: Iterable[str], *, success: bool = True) -> Self:
        """Answer a Command with *lines*, one ``Output`` header each, as Asterisk since 14 does."""
        output = [("Output", line) for line in lines]
        response = "Success" if success else "Error"
        return self.reply([("Response", response), ("Message", "Command output follows"), *output])

    def events(self, *events: FrameLike, after: float = 0.0) -> Self:
        """Publish *events* *after* seconds of PBX time behind the answer. Each needs an ``Event`` header; ``Privilege``
        may hold its classes, as in `FakeAsterisk.emit`."""
        self._step.events.extend((event(made, self._script.release), after) for made in events)
        return self

    def delay(self, seconds: float) -> Self:
        """Let *seconds* of PBX time pass before the answer; the connection is blocked so long."""
        self._step.delay = seconds
        return self

    def hang(self) -> Self:
        """Never answer, and block the connection: a handler of Asterisk that is stuck."""
        self._step.wait_for = Until(Signal())
        return self

    def drop(self) -> Self:
        """Cut the connection instead of an answer."""
        self._step.drops = True
        return self

    def once(self) -> Self:
        """Act once."""
        return self.times(1)

    def times(self, count: int) -> Self:
        """Act *count* times; then the next step of `then`, an older rule, or the model answers."""
        if count < 1:
            raise ValueError(f"times({count}): a rule acts at least once; remove() takes it away")
        self._step.left = count
        return self

    def then(self) -> Self:
        """Begin the next step, for the actions after those that this one takes (one, where nothing was said)."""
        if self._step.left is None:
            self._step.left = 1
        self._steps.append(Step())
        return self

    def remove(self) -> None:
        """Take the rule away; it is no longer missed either. Harmless when repeated."""
        if self in self._script.rules:
            self._script.rules.remove(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()

    def __repr__(self) -> str:
        return f"<Rule on {self._matcher}, met {self._met} times>"

    @property
    def met(self) -> int:
        """How many actions it has acted on."""
        return self._met

    @property
    def matcher(self) -> Matcher:
        """Which actions it acts on."""
        return self._matcher

    @property
    def _step(self) -> Step:
        return self._steps[-1]

    def take(self, action: Action) -> Step | None:
        """The step that acts on *action*, None where the rule does not match or is used up."""
        if self._matcher.misses(action):
            return None
        for step in self._steps:
            if step.left is None or step.left > 0:
                step.left = None if step.left is None else step.left - 1
                self._met += 1
                return step
        return None


class Script:
    """The rules of one fake, what it has received, and what a strict test must not have done.

    Args:
        release: which Asterisk it is.

    Attributes:
        received: the last `REMEMBERED` actions.
        violations: what a strict test must not have done.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.rules: list[Rule] = []
        self.received: deque[Action] = deque(maxlen=REMEMBERED)
        self.violations: list[str] = []
        self._waiting: list[tuple[Matcher, Future[Action]]] = []

    def add(self, matcher: Matcher) -> Rule:
        """A new rule; it is asked before all older ones."""
        rule = Rule(self, matcher)
        self.rules.append(rule)
        return rule

    def receive(self, action: Action) -> Step | None:
        """Record *action*, and find the step of the newest rule that acts on it."""
        self.received.append(action)
        for entry in tuple(self._waiting):
            matcher, future = entry
            if not matcher.misses(action):
                self._waiting.remove(entry)
                if future.set_running_or_notify_cancel():
                    future.set_result(action)
        for rule in reversed(self.rules):
            if (step := rule.take(action)) is not None:
                return step
        return None

    def violation(self, sentence: str) -> None:
        """Note what a strict test must not do; the same sentence once."""
        if sentence not in self.violations:
            self.violations.append(sentence)

    def unknown(self, action: Action, known: Iterable[str]) -> None:
        """Note an action that the release does not have, and which of the *known* ones may be meant."""
        names = {name.lower(): name for name in known}
        near = get_close_matches(action.name.lower(), names, n=1)
        hint = f" (is it {names[near[0]]}?)" if near else ""
        self.violation(f"Asterisk {self.release.name} has no action {action.name}{hint}, and no rule answers it")

    def expect(self, matcher: Matcher) -> Future[Action]:
        """The first action that matches, received already or to come."""
        future: Future[Action] = Future()
        found = next((action for action in self.received if not matcher.misses(action)), None)
        if found is not None:
            future.set_result(found)
        else:
            self._waiting.append((matcher, future))
        return future

    def unmet(self) -> list[str]:
        """A sentence per rule that no action has met, and below it what kept the actions of that name from it."""
        return [f"no action has met the rule {rule!r}{self._near(rule)}" for rule in self.rules if not rule.met]

    def _near(self, rule: Rule) -> str:
        lines = []
        for action in self.received:
            if action.name.lower() == rule.matcher.name.lower():
                reasons = rule.matcher.misses(action) or ["another rule, a newer one, has acted on it"]
                lines.append(f"\n  {action!r}: {'; '.join(reasons)}")
        return "".join(lines[-NEAR:])

    def explain(self, matcher: Matcher) -> str:
        """What was received instead of an action that matches: the near misses of that name, or all names."""
        same = [action for action in self.received if action.name.lower() == matcher.name.lower()]
        if not same:
            names = ", ".join(action.name for action in self.received) or "nothing"
            return f"no {matcher.name} was received; received: {names}"
        lines = [f"wanted {matcher}; received:"]
        for number, action in enumerate(same, start=1):
            lines.append(f"  {number}. {action!r}")
            lines.extend(f"     - {miss}" for miss in matcher.misses(action) or ["matches"])
        return "\n".join(lines)


def event(frame: FrameLike, release: Release) -> Event:
    """An event from its headers. Without ``Privilege`` it has the class that *release* gives it, or ``call``.

    Raises:
        ValueError: there is no Event header.
    """
    name, headers = _take(headers_of(frame), "Event", "")
    if not name:
        raise ValueError(f"an event needs an Event header; there is none in {headers!r}")
    classes, headers = _take(headers, "Privilege", release.event_class(name) or "call")
    privilege = tuple(part for part in classes.split(",") if part != "all")
    return Event(name, privilege, tuple(headers))


def headers_of(frame: FrameLike) -> list[Header]:
    """Pairs of *frame*; a list value stands for a repeated header."""
    pairs: Iterable[tuple[str, Any]] = frame.items() if isinstance(frame, Mapping) else frame
    found: list[Header] = []
    for name, value in pairs:
        values = value if isinstance(value, list | tuple) else [value]
        for single in values:
            text = str(single)
            if any(mark in f"{name}{text}" for mark in "\r\n"):
                raise ValueError(f"a line end in header {name!r} would begin another header")
            found.append((name, text))
    return found


def _take(headers: list[Header], name: str, default: str) -> tuple[str, list[Header]]:
    """The value of header *name*, and the headers without it."""
    value = next((v for n, v in headers if n.lower() == name.lower()), default)
    return value, [(n, v) for n, v in headers if n.lower() != name.lower()]
