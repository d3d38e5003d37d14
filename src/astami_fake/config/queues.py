"""Reads ``queues.conf``: queues and their members. Asterisk: apps/app_queue.c.

May import `config.reader`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Config, Entry, Section, read

FILE = "queues.conf"

TIMEOUT, RETRY = 15, 5
"""Seconds, where the file says nothing."""

STRATEGIES = (
    "ringall",
    "leastrecent",
    "fewestcalls",
    "random",
    "rrmemory",
    "linear",
    "wrandom",
    "rrordered",
)

_NOBODY = {
    "strict": frozenset({"penalty", "paused", "invalid", "unavailable"}),
    "loose": frozenset({"penalty", "invalid"}),
}
_ABSENT = frozenset({"penalty", "paused", "invalid"})
_REASONS = frozenset({"paused", "penalty", "inuse", "ringing", "unavailable", "invalid", "unknown", "wrapup"})


@dataclass(frozen=True, slots=True)
class Member:
    """A ``member =>`` line: interface, penalty, name, the device whose state counts, wrapup time."""

    interface: str
    penalty: int
    name: str
    state_interface: str
    wrapup_time: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as configured.

    Attributes:
        timeout: seconds that a member rings; 0 for as long as it takes.
        retry: seconds between two attempts.
        join_empty, leave_empty: what makes a member count as nobody, for who comes and for who waits.
        autopause: ``yes``: who does not answer is paused here; ``all``: in all queues; ``no``.
        interface_variables, queue_variables, entry_variables: what a call is told of the member, the queue, the wait.
        default_rule: the rule of calls that have none of their own.
        autofill: as many callers are served at once as there are members free; else one.
        autopause_busy: who is busy is paused as who does not answer.
        member_delay: seconds between the answer of a member and the call.
        own_timeout_first: a member rings for the queue's time, though the call's is over before.
        exits: the context of the extensions to which a caller's digits lead; empty for none.
    """

    name: str
    strategy: str = "ringall"
    max_length: int = 0
    weight: int = 0
    service_level: int = 0
    ring_in_use: bool = True
    wrapup_time: int = 0
    members: tuple[Member, ...] = field(default=())
    timeout: int = TIMEOUT
    retry: int = RETRY
    music: str = ""
    join_empty: frozenset[str] = frozenset()
    leave_empty: frozenset[str] = frozenset()
    autopause: str = "no"
    interface_variables: bool = False
    queue_variables: bool = False
    entry_variables: bool = False
    default_rule: str = ""
    autofill: bool = True
    autopause_busy: bool = False
    member_delay: int = 0
    own_timeout_first: bool = False
    exits: str = ""


def load(etc: Path) -> list[Queue]:
    """Read ``queues.conf`` of the folder *etc*; a missing file means no queues.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return list(_queues(read(etc, FILE, missing_ok=True)))


@functools.lru_cache(maxsize=32)
def _queues(config: Config) -> tuple[Queue, ...]:
    return tuple(_queue(section) for section in config if section.name != "general")


def _queue(section: Section) -> Queue:
    strategy = section.find("strategy")
    if strategy is not None and strategy.value not in STRATEGIES:
        raise strategy.error(f"strategy is {strategy.value!r}", f"one of {', '.join(STRATEGIES)} is expected")
    return Queue(
        section.name,
        strategy.value if strategy is not None else "ringall",
        section.number("maxlen", 0, 0),
        section.number("weight", 0, 0),
        section.number("servicelevel", 0, 0),
        section.flag("ringinuse", True),
        section.number("wrapuptime", 0, 0),
        tuple(_member(entry) for entry in section.entries if entry.name.lower() == "member"),
        section.number("timeout", TIMEOUT, 0),
        section.number("retry", RETRY, 0),
        section.get("musicclass"),
        _nobody(section.find("joinempty"), strict_when=False),
        _nobody(section.find("leavewhenempty"), strict_when=True),
        _autopause(section.find("autopause")),
        section.flag("setinterfacevar"),
        section.flag("setqueuevar"),
        section.flag("setqueueentryvar"),
        section.get("defaultrule"),
        section.flag("autofill", True),
        section.flag("autopausebusy"),
        section.number("memberdelay", 0, 0),
        section.get("timeoutpriority").lower() == "conf",
        section.get("context"),
    )


def _autopause(entry: Entry | None) -> str:
    if entry is None:
        return "no"
    if entry.value == "all":
        return "all"
    return "yes" if entry.as_bool() else "no"


def _nobody(entry: Entry | None, *, strict_when: bool) -> frozenset[str]:
    """What makes a member count as nobody. A yes or no stands for absent members where it is *strict_when*."""
    if entry is None:
        return frozenset()
    words = [word.strip() for word in entry.value.lower().split(",")]
    if len(words) == 1 and words[0] in _NOBODY:
        return _NOBODY[words[0]]
    if _REASONS.issuperset(words):
        return frozenset(words)
    return _ABSENT if entry.as_bool() is strict_when else frozenset()


def _member(entry: Entry) -> Member:
    interface, penalty, name, state, _, wrapup = ([part.strip() for part in entry.value.split(",")] + [""] * 6)[:6]
    if "/" not in interface:
        raise entry.error(f"member {interface!r}", "TECH/address[,penalty[,name[,state interface]]] is expected")
    for number in (penalty, wrapup):
        if number and not number.isdigit():
            raise entry.error(f"member {interface} has {number!r}", "a whole number is expected")
    return Member(interface, int(penalty or 0), name or interface, state or interface, int(wrapup or 0))
