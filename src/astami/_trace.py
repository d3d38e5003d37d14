"""The traffic of a client as a transcript (``.ami``), secrets masked.

The text form is that of the project's recordings: ``>`` what was sent, ``<`` what came, one frame a paragraph, odd
bytes escaped. What was masked is ``***``; a trace is for people and for comparing, it does not log anybody in.
Imports ``exceptions`` and ``messages``.
"""

from __future__ import annotations

import re
import unicodedata
from os import PathLike
from types import TracebackType
from typing import Final, Self

from .exceptions import AMIUsageError
from .messages import SENSITIVE, Action, Secret

__all__ = ["Trace", "masked"]

_MASK: Final = "***"
#: What looks like a secret in a text: ``secret=…`` of GetConfig, ``Password: …`` of an event.
_SECRETS: Final = re.compile(rf"(?im)({SENSITIVE}[\w-]*\s*(?:=>?|:)[ \t]*)(?!\s)[^\r\n]+")
#: The same in JSON: ``"secret":"…"`` of GetConfigJSON.
_JSON_SECRETS: Final = re.compile(rf'(?i)({SENSITIVE}[\w-]*"\s*:\s*)"(?:[^"\\]|\\.)*"')
_ESCAPES: Final = {"\\": "\\\\", "\r": "\\r", "\n": "\\n", "\t": "\\t"}
_OPENING: Final = re.compile(r"\{(?=\{|$)")
_GUARD_LIKE: Final = re.compile(r"\[(?:in|not)\b[^\]]*\]$")
_ONLY_NAME: Final = re.compile(r"[^:]+:")


def masked(text: str, secret: Secret) -> str:
    """*text* without *secret* and without what looks like one."""
    own = secret.reveal()
    if own:
        text = text.replace(own, _MASK)
    return _SECRETS.sub(rf"\1{_MASK}", _JSON_SECRETS.sub(rf'\1"{_MASK}"', text))


class Trace:
    """Writes what is sent and received to a file until it is closed; usable as a context manager.

    Args:
        path: the file; it must not exist.
        case: the name of the transcript in it.
        secret: what must not be in it.
        encoding: that of the connection; a transcript shows other bytes than UTF-8 as escapes.

    Raises:
        AMIUsageError: the file cannot be made.
    """

    def __init__(self, path: str | PathLike[str], *, case: str, secret: Secret, encoding: str) -> None:
        self._secret = secret
        self._encoding = encoding
        try:
            self._file = open(path, "x", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise AMIUsageError(f"trace: cannot make {path}: {error.strerror}") from error
        self._file.write(f"@ami 1\n@case {case}\n@title Traffic of one client, secrets masked.\n@login none\n")

    def sent(self, action_id: str, action: Action) -> None:
        """Write an action that was sent."""
        headers = (("Action", action.name), ("ActionID", action_id), *action.headers)
        self._frame(">", [masked(f"{name}: {value}", self._secret) for name, value in headers])

    def received(self, text: str) -> None:
        """Write a message that came."""
        self._frame("<", masked(text, self._secret).split("\r\n"))

    def lost(self) -> None:
        """Write that the connection ended."""
        self._write("<closed\n")

    def close(self) -> None:
        """Write no more. Can be repeated."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # Like a file that nobody closed; without __init__'s end there is none.
        if hasattr(self, "_file"):
            self._file.close()

    def _frame(self, mark: str, lines: list[str]) -> None:
        octets = (line.encode(self._encoding, "surrogateescape") for line in lines)
        shown = (_line(line.decode("utf-8", "surrogateescape")) for line in octets)
        self._write(f"{mark}  " + "\n   ".join(shown) + "\n")

    def _write(self, text: str) -> None:
        if not self._file.closed:
            self._file.write(text)
            # Whoever looks into a trace does so because something is wrong now.
            self._file.flush()


def _line(text: str) -> str:
    shown = _OPENING.sub(r"\\{", "".join(map(_character, text)))
    if _ONLY_NAME.fullmatch(shown.removesuffix(" ")) and shown.endswith(": "):
        return shown[:-1]
    if shown.endswith(" "):
        return shown[:-1] + "\\s"
    if _ONLY_NAME.fullmatch(shown) or _GUARD_LIKE.search(shown) or shown in ("...", ""):
        return shown + "\\e"
    return shown


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == " " or unicodedata.category(character)[0] not in "CZ":
        return character
    return "".join(f"\\x{octet:02x}" for octet in character.encode("utf-8", "surrogateescape"))
