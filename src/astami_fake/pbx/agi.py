"""AGI commands: what a program outside tells a channel to do, and what it is answered. Asterisk: res/res_agi.c.

Lives here: the commands of this fake, in `COMMANDS`, and the queue of a channel under ``AGI(agi:async)``. A command
that is not here is reported to `Pbx.problem`, and answered as one that does not exist. Does not live here: the
application (`applications.agi`), the action (`actions.res_agi`). Recorded: cases `agi.*`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.pbx import callerid, execution, functions
from astami_fake.pbx.channel import SOFT_HANGUP_EXPLICIT, Channel
from astami_fake.pbx.substitution import read, substitute
from astami_fake.pbx.tasks import Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

SUCCESS, UNKNOWN, USAGE = 200, 510, 520

RESULTS = {SUCCESS: "Success", UNKNOWN: "Invalid or unknown command", USAGE: "Usage"}
"""``Result`` of AGIExecEnd."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command is answered: *result*, and *data* in brackets behind it."""

    result: str = "0"
    data: str | None = None
    code: int = SUCCESS

    def __str__(self) -> str:
        if self.code != SUCCESS:
            return f"{self.code} {RESULTS[self.code]}\n"
        return f"{SUCCESS} result={self.result}{f' ({self.data})' if self.data is not None else ''}\n"


@dataclass(slots=True)
class Session:
    """A channel under ``AGI(agi:async)``: commands that wait, each with the id that its sender gave it.

    Attributes:
        over: it goes on in the dialplan.
    """

    commands: deque[tuple[str, str]] = field(default_factory=deque)
    over: bool = False


Command = Callable[[Channel, Sequence[str]], "Answer | Waiting[Answer]"]

COMMANDS: dict[tuple[str, ...], Command] = {}


def command(words: str) -> Callable[[Command], Command]:
    """Register a command by its fixed *words*, in lower case."""

    def register(handler: Command) -> Command:
        COMMANDS[tuple(words.split())] = handler
        return handler

    return register


def run(channel: Channel, line: str) -> Waiting[Answer]:
    """Do what *line* says."""
    words = split(line)
    lowered = [word.lower() for word in words]
    for length in range(len(words), 0, -1):
        handler = COMMANDS.get(tuple(lowered[:length]))
        if handler is not None:
            answer = handler(channel, words[length:])
            return answer if isinstance(answer, Answer) else (yield from answer)
    channel.pbx.problem(f"AGI command {line!r} is not modelled; it is answered as unknown")
    return Answer(code=UNKNOWN)


def split(line: str) -> list[str]:
    """The words of a command; quotes hold them together."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    for char in line:
        if char == '"':
            quoted, begun = not quoted, True
        elif char.isspace() and not quoted:
            if word or begun:
                words.append(word)
            word, begun = "", False
        else:
            word += char
    return [*words, word] if word or begun else words


def _value(value: str | None) -> Answer:
    return Answer("0") if value is None else Answer("1", value)


def _first(words: Sequence[str]) -> str:
    return words[0] if words else ""


@command("answer")
def _answer(channel: Channel, words: Sequence[str]) -> Answer:
    channel.answer()
    return Answer()


@command("channel status")
def _channel_status(channel: Channel, words: Sequence[str]) -> Answer:
    return Answer(str(channel.state))


@command("get variable")
def _get_variable(channel: Channel, words: Sequence[str]) -> Answer:
    name = _first(words)
    return _value(
        functions.read(channel.pbx, channel, name) if name.endswith(")") else read(channel.pbx, channel, name)
    )


@command("get full variable")
def _get_full_variable(channel: Channel, words: Sequence[str]) -> Answer:
    return _value(substitute(channel.pbx, channel, _first(words)) or None)


@command("set variable")
def _set_variable(channel: Channel, words: Sequence[str]) -> Answer:
    functions.assign(channel, _first(words), " ".join(words[1:2]))
    return Answer("1")


@command("set callerid")
def _set_callerid(channel: Channel, words: Sequence[str]) -> Answer:
    channel.caller = callerid.parse(_first(words))
    channel.publish()
    return Answer("1")


@command("set context")
def _set_context(channel: Channel, words: Sequence[str]) -> Answer:
    channel.position = channel.position._replace(context=_first(words))
    return Answer()


@command("database put")
def _database_put(channel: Channel, words: Sequence[str]) -> Answer:
    family, key, value = [*words, "", "", ""][:3]
    channel.pbx.astdb.put(family, key, value)
    return Answer("1")


@command("database get")
def _database_get(channel: Channel, words: Sequence[str]) -> Answer:
    family, key = [*words, "", ""][:2]
    return _value(channel.pbx.astdb.get(family, key))


@command("database del")
def _database_del(channel: Channel, words: Sequence[str]) -> Answer:
    family, key = [*words, "", ""][:2]
    return Answer("1" if channel.pbx.astdb.delete(family, key) else "0")


@command("set music")
def _set_music(channel: Channel, words: Sequence[str]) -> Answer:
    pbx: Pbx = channel.pbx
    if _first(words).lower() == "on":
        pbx.music.start(channel, " ".join(words[1:2]))
    else:
        pbx.music.stop(channel)
    return Answer()


@command("exec")
def _exec(channel: Channel, words: Sequence[str]) -> Waiting[Answer]:
    handler = execution.APPLICATIONS.get(_first(words).lower())
    if handler is None:
        channel.pbx.problem(f"application {_first(words)} is not modelled; AGI's EXEC of it fails")
        return Answer("-2")
    outcome = handler(channel, " ".join(words[1:]))
    result = outcome if isinstance(outcome, execution.Result) else (yield from outcome)
    return Answer("0" if result is execution.Result.GO_ON else "-1")


@command("hangup")
def _hangup(channel: Channel, words: Sequence[str]) -> Answer:
    channel.soft_hangup(SOFT_HANGUP_EXPLICIT)
    return Answer("1")


@command("asyncagi break")
def _break(channel: Channel, words: Sequence[str]) -> Answer:
    if channel.agi is not None:
        channel.agi.over = True
    return Answer()
