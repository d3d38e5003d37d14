"""The CLI family ``queue``: members. Asterisk: apps/app_queue.c. Recorded: cases `queue.command.*`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.reader import FALSE, TRUE
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.queue_members import Member

_OPTIONS = ("penalty", "as", "state_interface", "paused")


@command("queue add member")
def add_member(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``INTERFACE to QUEUE [penalty N] [as NAME] [state_interface DEVICE]``. handle_queue_add_member()."""
    if len(words) < 3 or words[1] != "to" or len(words) % 2 == 0:
        raise ShowUsage
    interface, name, rest = words[0], words[2], words[3:]
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    if not set(options) <= set(_OPTIONS):
        raise ShowUsage
    penalty = options.get("penalty", "0")
    said = []
    if penalty.startswith("-"):
        said = ["Penalty must be >= 0"]
    elif not penalty.isdigit():
        said = ["Penalty must be an integer >= 0"]
    queue = pbx.queues.find(name)
    if queue is None:
        raise CliError(*said, f"Unable to add interface to queue '{name}': No such queue")
    added = pbx.queues.add(
        queue,
        interface,
        name=options.get("as", ""),
        state_interface=options.get("state_interface", ""),
        penalty=0 if said else int(penalty),
        paused="paused" in options,
        reason=options.get("paused", ""),
    )
    if not added:
        raise CliError(*said, f"Unable to add interface '{interface}' to queue '{name}': Already there")
    return [*said, f"Added interface '{interface}' to queue '{name}'"]


@command("queue remove member")
def remove_member(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``INTERFACE from QUEUE``. handle_queue_remove_member()."""
    if len(words) != 3 or words[1] != "from":
        raise ShowUsage
    interface, _, name = words
    queue = pbx.queues.find(name)
    if queue is None:
        raise CliError(f"Unable to remove interface from queue '{name}': No such queue")
    member = queue.find(interface)
    if member is None or not member.dynamic:
        why = "Not there" if member is None else "Member is not dynamic"
        raise CliError(f"Unable to remove interface '{interface}' from queue '{name}': {why}")
    pbx.queues.remove(member)
    return [f"Removed interface {interface} from queue '{name}'"]


def _pause(pbx: Pbx, words: Sequence[str], paused: bool) -> Lines:
    """``INTERFACE [queue QUEUE [reason REASON]]``. handle_queue_pause_member()."""
    if len(words) not in (1, 3, 5) or list(words[1::2]) != ["queue", "reason"][: len(words) // 2]:
        raise ShowUsage
    interface, name, reason = [*words[::2], "", ""][:3]
    where = f" in queue '{name}'" if name else ""
    why = f" for reason '{reason}'" if reason else ""
    members = pbx.queues.members(name, interface)
    verb = "pause" if paused else "unpause"
    if not members:
        raise CliError(f"Unable to {verb} interface '{interface}'{where}{why}")
    for member in members:
        member.pause(paused, reason)
    return [f"{verb}d interface '{interface}'{where}{why}"]


@command("queue pause member")
def pause_member(pbx: Pbx, words: Sequence[str]) -> Lines:
    return _pause(pbx, words, True)


@command("queue unpause member")
def unpause_member(pbx: Pbx, words: Sequence[str]) -> Lines:
    return _pause(pbx, words, False)


def _set(pbx: Pbx, words: Sequence[str], what: str) -> tuple[str, list[Member], CliError, Lines]:
    """The value, the members that ``VALUE on INTERFACE [in QUEUE]`` names, what is said where it cannot be set, and
    where it can."""
    if len(words) not in (3, 5) or words[1] != "on" or (len(words) == 5 and words[3] != "in"):
        raise ShowUsage
    value, interface, queue = words[0], words[2], words[4] if len(words) == 5 else ""
    where = f"{what} on interface '{interface}' from queue '{queue or '(null)'}'"
    error = CliError(f"Failed to set {where}")
    return value, pbx.queues.members(queue, interface), error, [f"Set {where}"]


@command("queue set penalty")
def set_penalty(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``N on INTERFACE [in QUEUE]``; no number is 0. handle_queue_set_member_penalty()."""
    value, members, error, done = _set(pbx, words, "penalty")
    if not members or value.startswith("-"):
        raise error
    for member in members:
        member.set_penalty(int(value) if value.isdigit() else 0)
    return done


@command("queue set ringinuse")
def set_ring_in_use(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``yes|no on INTERFACE [in QUEUE]``. handle_queue_set_member_ringinuse()."""
    value, members, error, done = _set(pbx, words, "ringinuse")
    if value.lower() not in TRUE | FALSE:
        raise ShowUsage
    if not members:
        raise error
    for member in members:
        member.set_ring_in_use(value.lower() in TRUE)
    return done
