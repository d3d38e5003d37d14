"""What a case wants of phones: `@phone 1001 answers after=0.2`, `@phone 1000 calls 1001`.

Lives here: reading such a line, and what a stage must offer for it. One line drives a SIP phone at a real server and
the fake's own phone on the fake: both have the verbs of `VERBS` as methods. Imports nothing of the package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

#: What a phone does with calls that come in; nothing happens at once.
BEHAVIOURS = frozenset({"answers", "busy", "declines", "rejects", "rings", "hangs_up", "then"})
#: What a phone does now.
DEEDS = frozenset({"calls", "message", "register", "unregister", "unreachable"})
#: What is done with its present call (`call=1`: with the first of several).
CALL_DEEDS = frozenset(
    {"answer", "reject", "hangup", "hold", "unhold", "dtmf", "talks", "reports", "transfer", "transfer_to"}
)
VERBS = BEHAVIOURS | DEEDS | CALL_DEEDS
#: Verbs whose argument is text, also where it looks like a number or a verb.
_TEXTUAL = frozenset({"calls", "dtmf", "message", "transfer"})


class PhoneError(ValueError):
    """A phone cannot do what is asked of it."""


@dataclass(frozen=True)
class Verb:
    """One verb with its arguments."""

    name: str
    arguments: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Scene:
    """One `@phone` line: whose it is, and the verbs in order."""

    phone: str
    verbs: tuple[Verb, ...]

    @property
    def is_step(self) -> bool:
        """Does something happen at once?"""
        return any(verb.name not in BEHAVIOURS for verb in self.verbs)


class Phones(Protocol):
    """The phones of a stage."""

    def come(self, names: Sequence[str]) -> None:
        """Register these phones; when this returns the server knows them."""
        ...

    def act(self, scene: Scene) -> None:
        """Let a phone do what *scene* says.

        Raises:
            PhoneError: it cannot.
        """
        ...

    def leave(self) -> None:
        """End all calls of the phones and unregister them."""
        ...


def parse_scene(text: str) -> Scene:
    """The meaning of what stands behind `@phone`.

    Raises:
        PhoneError: it cannot be read; the message says what would be right.
    """
    phone, *words = text.split()
    verbs: list[Verb] = []
    for word in words:
        wants_text = bool(verbs) and verbs[-1].name in _TEXTUAL and not verbs[-1].arguments
        if word in VERBS and not wants_text:
            verbs.append(Verb(word))
        elif not verbs:
            raise PhoneError(f"{word!r} is nothing that a phone does: known are {', '.join(sorted(VERBS))}")
        elif option := re.fullmatch(r"([a-z_]+)=(\S+)", word):
            last = verbs.pop()
            value = _headers(option[2]) if option[1] == "headers" else _value(option[2])
            verbs.append(Verb(last.name, last.arguments, (*last.options, (option[1], value))))
        else:
            last = verbs.pop()
            value = word if last.name in _TEXTUAL else _value(word)
            verbs.append(Verb(last.name, (*last.arguments, value), last.options))
    if not verbs:
        raise PhoneError(f"@phone {phone} says nothing of what it does: known are {', '.join(sorted(VERBS))}")
    return Scene(phone, tuple(verbs))


def perform(phone: Any, scene: Scene) -> None:
    """Let *phone* do what *scene* says: its verbs are methods of it or of its present call.

    Raises:
        PhoneError: it has no such call, or an argument is wrong.
    """
    for verb in scene.verbs:
        options = dict(verb.options)
        try:
            doer = phone.present_call(options.pop("call", 0)) if verb.name in CALL_DEEDS else phone
            deed = getattr(doer, verb.name, _cannot)
            deed(*verb.arguments, **options)
        except (ValueError, TypeError, LookupError) as error:
            raise PhoneError(f"@phone {scene.phone} {verb.name}: {error}") from error


def _cannot(*arguments: object, **options: object) -> None:
    raise ValueError("phones cannot do that here")


def _headers(text: str) -> dict[str, str]:
    """SIP headers: ``X-One:1,X-Two:2``."""
    return {name: value for name, _, value in (pair.partition(":") for pair in text.split(","))}


def _value(text: str) -> Any:
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return float(text)
    return {"yes": True, "no": False}.get(text, text)
