"""How answers and events are printed: for people, coloured on a terminal only, or as JSON. Imports click, rich."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from astami import AMIEvent, AMIResponse, Headers

__all__ = ["as_json", "event_as_json", "event_as_object", "printable", "show_event", "show_headers"]

#: All but tab and line feed, and what turns the direction of writing.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def as_json(response: AMIResponse) -> str:
    """An answer as one JSON object; headers are pairs, so that repeated ones are kept."""
    return json.dumps(
        {
            "success": response.success,
            "response": response.response,
            "message": response.message,
            "action_id": response.action_id,
            "headers": response.headers.pairs,
            "output": response.output,
            "events": [event.headers.pairs for event in response.events],
        }
    )


def event_as_json(event: AMIEvent) -> str:
    """An event as one line of JSON."""
    return json.dumps(event_as_object(event))


def event_as_object(event: AMIEvent) -> dict[str, Any]:
    """The headers of an event by name; a repeated one has a list."""
    found: dict[str, Any] = {}
    for name, value in event.headers:
        had = found.get(name)
        if had is None:
            found[name] = value
        else:
            found[name] = [*(had if isinstance(had, list) else [had]), value]
    return found


def show_headers(response: AMIResponse) -> None:
    """All headers of an answer and of its list, a line each."""
    console = _console()
    for headers in (response.headers, *(event.headers for event in response.events)):
        _show(console, headers)


def show_event(event: AMIEvent) -> None:
    """All headers of an event, a line each."""
    _show(_console(), event.headers)


def _console() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _show(console: Console, headers: Headers) -> None:
    for name, value in headers:
        console.print(Text.assemble((name, "bold"), ": ", printable(value)))
    console.print()


def printable(text: str) -> str:
    """*text* with escapes for what a terminal does not take, or would obey: bytes that were not in the encoding, and
    control characters. Names of callers come from anywhere.
    """
    return _CONTROLS.sub(_escaped, text).encode("utf-8", "backslashreplace").decode("utf-8")


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
