"""What travels: headers, responses, events, actions, secrets. Values only; no bytes, no connection.

Messages keep their text and are taken apart when somebody looks: an event that nobody reads costs its slice of
text and no more. Imports ``exceptions`` and ``snapshots``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, TypeVar, cast, overload

from .exceptions import AMIProtocolError
from .snapshots import BridgeSnapshot, ChannelSnapshot

__all__ = ["AMIEvent", "AMIResponse", "Action", "Headers", "Secret", "parse_pairs"]

T = TypeVar("T")

END_OF_FRAME = "\r\n\r\n"
# Command output before Asterisk 14: this line, further headers, raw lines, and the last word.
OLD_COMMAND = "Response: Follows\r\n"
END_OF_COMMAND = "--END COMMAND--"
#: What names of secrets hold: ``secret``, ``password``, ``md5_cred``, ``auth_passwd``, ``oauth_secret``, …
SENSITIVE: Final = r"(?:secret|passw(?:or)?d|md5_?cred|refresh_?token)"

#: Names of headers whose needle is kept; programs ask for a few dozen.
_MAX_NEEDLES: Final = 1000


class _Needles(dict[str, str]):
    """What to search a text for, by the name of a header. Made once for each: handlers ask for the same names."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, name: str) -> str:
        needle = self._make(name)
        if len(self) < _MAX_NEEDLES:
            self[name] = needle
        return needle


#: In the text of a message. A name with a colon would match inside a value; an empty line is in no message.
_needles: Final = _Needles(lambda name: END_OF_FRAME if ":" in name else f"\r\n{name}: ")
#: In its lowered text. Of other names than ASCII lower case says nothing; the empty text is in every message.
_lowered_needles: Final = _Needles(lambda name: f"\n{name.lower()}:" if name.isascii() else "")


def search(text: str, name: str) -> str | None:
    """The last value of the header spelled exactly *name* in the text of a message, where one search finds it: with
    one blank behind the colon.
    """
    needle = _needles[name]
    start = text.rfind(needle)
    if start >= 0:
        start += len(needle)
    elif ":" not in name and text.startswith(name + ": "):
        start = len(name) + 2
    else:
        return None
    end = text.find("\r\n", start)
    return text[start:] if end < 0 else text[start:end]


def event_name(text: str) -> str:
    """The value of the header Event in the text of a message; empty where there is none."""
    if text.startswith("Event: "):
        end = text.find("\r\n")
        return text[7:] if end < 0 else text[7:end]
    return Headers(text).get("Event", "")


def lacks(text: str, name: str) -> bool:
    """Whether no header in the text of a message is called *name*, in whatever case; False where that is not sure."""
    needle = _lowered_needles[name]
    lowered = text.lower()
    return needle not in lowered and not lowered.startswith(needle[1:]) and bool(text)


def parse_pairs(text: str) -> list[tuple[str, str]]:
    """Take the text of one message apart: (name, value) in order. A line without a colon is no header.

    One blank after the colon belongs to the wire, further ones to the value (Command output is indented).
    """
    pairs = []
    for line in text.split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            pairs.append((name, value[1:] if value[:1] == " " else value))
    return pairs


class Headers:
    """The headers of one message: ordered, repeats kept, looked up without regard to case.

    Iterating yields ``(name, value)`` pairs, so ``dict(headers)`` and ``list(headers)`` work. ``headers[name]`` is
    the last value under exactly that spelling, and where there is none, the last one under any spelling.
    """

    __slots__ = ("_index", "_pairs", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: list[tuple[str, str]] | None = None
        self._index: dict[str, str] | None = None

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> Headers:
        """Headers of these pairs, for messages that did not come from the wire."""
        headers = cls("")
        headers._pairs = list(pairs)
        return headers

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All headers in order, as a new list."""
        return list(self._parsed())

    def _parsed(self) -> list[tuple[str, str]]:
        if self._pairs is None:
            self._pairs = parse_pairs(self._text)
        return self._pairs

    def _find(self, name: str) -> str | None:
        # Most look-ups use Asterisk's own spelling and happen a few times per message: searching the text is
        # cheaper than taking it apart.
        if self._index is None:
            value = search(self._text, name)
            if value is not None or lacks(self._text, name):
                return value
            index: dict[str, str] = {}
            for key, value in self._parsed():
                index[key.casefold()] = value
            index.update((key, value) for key, value in self._parsed())
            self._index = index
        found = self._index.get(name)
        return self._index.get(name.casefold()) if found is None else found

    def __getitem__(self, name: str) -> str:
        value = self._find(name)
        if value is None:
            raise KeyError(name)
        return value

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: T) -> str | T: ...
    def get(self, name: str, default: object = None) -> object:
        """The value of *name* as ``headers[name]`` gives it, or *default*."""
        value = self._find(name)
        return default if value is None else value

    def get_all(self, name: str) -> list[str]:
        """Every value of *name* in order, whatever the case of its name."""
        wanted = name.casefold()
        return [value for key, value in self._parsed() if key.casefold() == wanted]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __eq__(self, other: object) -> bool:
        return self._parsed() == other._parsed() if isinstance(other, Headers) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._parsed()))

    def __repr__(self) -> str:
        return f"Headers({self._parsed()!r})"


class AMIEvent(Mapping[str, str]):
    """One event: a read-only mapping of its headers (the last value of a repeated one) with its ``name``.

    ``headers`` has them all, in order, and ``data`` is the mapping as a dictionary. Look-ups disregard case.
    """

    __slots__ = ("_headers", "_name", "_text")

    def __init__(self, text: str, name: str | None = None) -> None:
        self._text = text
        self._name = event_name(text) if name is None else name
        self._headers: Headers | None = None

    @property
    def headers(self) -> Headers:
        """The headers, ordered, repeats kept."""
        if self._headers is None:
            self._headers = Headers(self._text)
        return self._headers

    @property
    def data(self) -> dict[str, str]:
        """All headers as a new dictionary; the last value of a repeated one."""
        # The usual event has a blank behind each colon, and splitting it at once is cheapest.
        pairs = [line.split(": ", 1) for line in self._text.split("\r\n")]
        try:
            data = dict(cast("list[tuple[str, str]]", pairs))
        except ValueError:  # a line without ": "
            return dict(self.headers)
        # A name with a colon was split at the wrong one: the first has no blank behind it.
        return dict(self.headers) if ":" in "".join(data) else data

    @property
    def name(self) -> str:
        """The value of the header Event: ``Newchannel``, ``Hangup``, …"""
        return self._name

    @property
    def channel(self) -> ChannelSnapshot | None:
        """The channel that the event is about; None where it describes none."""
        return ChannelSnapshot.read(self.get)

    @property
    def dest_channel(self) -> ChannelSnapshot | None:
        """The other channel of a dial or an agent's call: its headers begin with ``Dest``."""
        return ChannelSnapshot.read(self.get, "Dest")

    @property
    def bridge(self) -> BridgeSnapshot | None:
        """The bridge that the event is about; None where it describes none."""
        return BridgeSnapshot.read(self.get)

    def channel_of(self, prefix: str) -> ChannelSnapshot | None:
        """The channel whose headers begin with *prefix*: ``LocalOne``, ``Transferer``, ``Parkee``, ``Spyer``, …

        Raises:
            AMIProtocolError: a number in it is none.
        """
        return ChannelSnapshot.read(self.get, prefix)

    def bridge_of(self, prefix: str) -> BridgeSnapshot | None:
        """The bridge whose headers begin with *prefix*: ``To``, ``From``, ``Orig``, ``Second``.

        Raises:
            AMIProtocolError: a number in it is none.
        """
        return BridgeSnapshot.read(self.get, prefix)

    def __getitem__(self, name: str) -> str:
        value = search(self._text, name)
        return self.headers[name] if value is None else value

    @overload
    def get(self, name: str, /) -> str | None: ...
    @overload
    def get(self, name: str, /, default: str) -> str: ...
    @overload
    def get(self, name: str, /, default: T) -> str | T: ...
    def get(self, name: str, /, default: object = None) -> object:
        """The value of *name*, or *default*."""
        # The same search as in ``search``, written out: this is what handlers spend their time on.
        text = self._text
        needle = _needles[name]
        start = text.rfind(needle)
        if start < 0:
            return default if lacks(text, name) else self.headers.get(name, default)
        start += len(needle)
        end = text.find("\r\n", start)
        return text[start:] if end < 0 else text[start:end]

    def __contains__(self, name: object) -> bool:
        return name in self.headers

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        return f"AMIEvent({self.data!r})"


@dataclass(slots=True)
class AMIResponse:
    """What Asterisk answered to one action.

    Attributes:
        raw: the response as it came, up to and with the blank line that ends it.
        action_id: its ActionID.
        response: ``Success``, ``Error``, ``Goodbye`` (to Logoff), ``Follows`` (to Command before Asterisk 14).
        message: Asterisk's words for people; empty where it says nothing.
        data: all headers as a dictionary; the last value of a repeated one. Some helpers add what Asterisk sends
            in an event (``Val`` of ``database_get``).
        output: the lines of a command's output, blank lines and indentation kept.
        events: the items of an event list, in order, without the event that ends it.
        headers: all headers, ordered, repeats kept, looked up without regard to case.
        completion: the event that ended the list; None where there was no list.
    """

    raw: str = field(repr=False)
    action_id: str
    response: str
    message: str
    data: dict[str, str] = field(repr=False)
    output: list[str] = field(default_factory=list, repr=False)
    events: list[AMIEvent] = field(default_factory=list, repr=False)
    headers: Headers = field(default_factory=lambda: Headers(""), repr=False)
    completion: AMIEvent | None = field(default=None, repr=False)

    @property
    def success(self) -> bool:
        """Whether Asterisk did what was asked: it answered, and not with ``Error``."""
        return self.response == "Success" or self.response.casefold() not in ("", "error")

    @classmethod
    def from_raw(cls, raw: str) -> Self:
        """Read one response from its text.

        Raises:
            AMIProtocolError: the text is cut (no blank line ends it), holds more than one message, or is no response.
        """
        text = raw.removesuffix(END_OF_FRAME)
        if text == raw:
            raise AMIProtocolError(f"this response is cut, no blank line (CR LF CR LF) ends it: {shortened(raw)}")
        if not is_old_command(text) and END_OF_FRAME in text:
            raise AMIProtocolError(f"more than one message where one response was expected: {shortened(raw)}")
        response = cls.from_frame(text)
        if not response.response:
            raise AMIProtocolError(f"no response, it has no header Response: {shortened(raw)}")
        return response

    @classmethod
    def from_frame(cls, text: str) -> Self:
        """Read the response in *text*, the message without the blank line that ends it."""
        response = cls.__new__(cls)
        response.raw = text + END_OF_FRAME
        if is_old_command(text):
            head, response.output = _split_old_command(text)
            response.headers = Headers(head)
        else:
            response.headers = Headers(text)
        # Asterisk writes these two first. What a value with a line end in it adds behind them is not looked at.
        first = text.find("\r\n")
        if text.startswith("Response: ") and text.startswith("ActionID: ", first + 2):
            end = text.find("\r\n", first + 2)
            response.response = text[10:first]
            response.action_id = text[first + 12 :] if end < 0 else text[first + 12 : end]
        else:
            response.response = response.headers.get("Response", "")
            response.action_id = response.headers.get("ActionID", "")
        response.events = []
        response.completion = None
        return response

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> object:
            """Fill in on demand what ``from_frame`` left out: most answers are only asked whether they succeeded."""
            if name == "message":
                value = self.headers.get("Message", "")
            elif name == "data":
                value = dict(self.headers)
            elif name == "output":
                value = [text for key, text in self.headers if key == "Output"]
            else:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            setattr(self, name, value)
            return value


def is_old_command(text: str) -> bool:
    """Whether this is Command output as sent before Asterisk 14: raw lines after the headers."""
    return text.startswith(OLD_COMMAND)


def _split_old_command(text: str) -> tuple[str, list[str]]:
    """Split old Command output into its headers and the lines of output.

    Headers end in CR LF, output lines in LF alone, and only these headers come: Response, Privilege, ActionID.
    """
    head, body = [], text
    while body.startswith(("Response: ", "Privilege: ", "ActionID: ")):
        line, crlf, rest = body.partition("\r\n")
        if not crlf or "\n" in line:
            break
        head.append(line)
        body = rest
    body = body.removesuffix(END_OF_COMMAND)
    return "\r\n".join(head), body.removesuffix("\n").split("\n") if body else []


def shortened(text: str, limit: int = 60) -> str:
    """*text* as a literal fit for an error message."""
    return repr(text if len(text) <= limit else text[:limit] + "…")


class Secret:
    """A string that shows itself to nobody who prints it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The string itself. Do not keep it in a local variable: tracebacks can show those."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Action:
    """One action, ready to be sent but for its ActionID.

    Attributes:
        name: the AMI name: ``Originate``.
        headers: the other headers in the order in which they are sent.
        action_id: an ActionID of the caller's choice; None lets the session choose.
    """

    name: str
    headers: tuple[tuple[str, str | Secret], ...] = ()
    action_id: str | None = None

    @property
    def shows_secret(self) -> bool:
        """Whether it is a login with the secret itself, not with a digest."""
        return self.name.casefold() == "login" and any(
            isinstance(value, Secret) and name.casefold() != "key" for name, value in self.headers
        )

    def masked(self) -> Headers:
        """The action for people: every secret replaced by ``***``."""
        pairs = [("Action", self.name), *((name, str(value)) for name, value in self.headers)]
        return Headers.from_pairs(pairs)
