"""What a helper asks of Asterisk: plain functions from Python values to an ``Action``.

Pure: nothing is sent here, and answers are read in ``results``. Imports ``exceptions`` and ``messages``. What Asterisk
would silently read as something else is refused here where it depends on the action (leading blanks of an AstDB
value, a comma in a variable), and in ``_wire`` where it holds for every action.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .exceptions import AMIUsageError
from .messages import SENSITIVE, Action, Secret

__all__ = ["RELOADABLE", "ConfigChange", "Value"]

#: What a header's value may be given as. A list or tuple sends the header once per item.
Value = str | int | float | bool

#: Names that people use for what they reload, and the module that holds it. Other names go to Asterisk as they are:
#: it knows modules (``app_queue``, with or without ``.so``) and parts of its core (``manager``, ``cdr``, …).
RELOADABLE: Final[dict[str, str]] = {
    "dialplan": "pbx_config.so",
    "extensions": "pbx_config.so",
    "pjsip": "res_pjsip.so",
    "sip": "chan_sip.so",
    "iax": "chan_iax2.so",
    "iax2": "chan_iax2.so",
    "queue": "app_queue.so",
    "queues": "app_queue.so",
    "voicemail": "app_voicemail.so",
    "confbridge": "app_confbridge.so",
    "parking": "res_parking.so",
    "moh": "res_musiconhold.so",
    "musiconhold": "res_musiconhold.so",
    "rtp": "res_rtp_asterisk.so",
}

#: Asterisk 16 (AMI 5.0.4) gives back this many bytes of an AstDB value; 22 (AMI 11.0.0) gives back all (measured; what
#: lies between is not, and treated like the older one: a value refused is better than a value cut).
CUT_DATABASE_VALUE: Final = 255
WHOLE_DATABASE_VALUES: Final = 11

_SENSITIVE: Final = re.compile(SENSITIVE, re.IGNORECASE)

#: Always the same, and made once: programs ask for it most.
_PING: Final = Action("Ping")


def from_headers(headers: Mapping[str, object] | Iterable[tuple[str, object]]) -> Action:
    """The action that a mapping or pairs of headers describe; secrets among them are masked from here on."""
    if not isinstance(headers, Iterable):
        raise AMIUsageError(f"an action is a mapping or pairs of headers, not {type(headers).__name__}")
    pairs: list[object] = list(headers.items() if isinstance(headers, Mapping) else headers)
    return _from_pairs(pairs)


def from_call(
    action: Mapping[str, object] | Iterable[tuple[str, object]] | str, headers: Mapping[str, object]
) -> Action:
    """The action of a call: its headers; or its name and those of *headers* that are not None."""
    if isinstance(action, str):
        return _from_pairs([("Action", action), *((key, value) for key, value in headers.items() if value is not None)])
    if headers:
        raise AMIUsageError(f"{', '.join(headers)}: headers as keywords go with the name of the action, not with pairs")
    return from_headers(action)


def _from_pairs(pairs: list[object]) -> Action:
    flat: list[tuple[str, str]] = []
    for pair in pairs:
        if not (isinstance(pair, (tuple, list)) and len(pair) == 2 and isinstance(pair[0], str)):
            raise AMIUsageError(
                f"an action is made of (name, value) pairs with names of type str, not of {type(pair).__name__}"
            )
        name: str = pair[0]
        values = pair[1] if isinstance(pair[1], (list, tuple)) else (pair[1],)
        flat += [(name, _text(name, value)) for value in values]
    action = _only("Action", flat)
    if not action:
        raise AMIUsageError("an action needs the header Action")
    rest = [(key, value) for key, value in flat if key.casefold() not in ("action", "actionid")]
    hidden = _secret_headers(action, rest)
    return Action(
        action,
        tuple((key, Secret(value) if key.casefold() in hidden else value) for key, value in rest),
        action_id=_only("ActionID", flat),
    )


def _only(name: str, pairs: list[tuple[str, str]]) -> str | None:
    values = [value for key, value in pairs if key.casefold() == name.casefold()]
    if len(values) > 1:
        raise AMIUsageError(f"an action has one header {name}, here are {len(values)}; Asterisk would take the first")
    return values[0] if values else None


def _secret_headers(action: str, headers: list[tuple[str, str]]) -> set[str]:
    """Lowered names of those *headers* whose values nobody is to see."""
    hidden = {"secret", "password"}
    if action.casefold() == "login":
        # The answer to a challenge stands for the password; elsewhere Key is the key of an AstDB entry.
        hidden.add("key")
    elif action.casefold() == "updateconfig":
        # Var-000000 names what Value-000000 becomes, and what it was where Match-000000 says it.
        for name, value in headers:
            kind, _, number = name.casefold().partition("-")
            if kind == "var" and _SENSITIVE.search(value):
                hidden |= {f"value-{number}", f"match-{number}"}
    return hidden


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise AMIUsageError(
        f"header {name!r} is of type {type(value).__name__}; str, int, float, bool or a list of them can be sent"
    )


def _action(name: str, **headers: Value | None) -> Action:
    """An action of those *headers* that are given; ``None`` leaves one out."""
    return Action(name, tuple((key, _text(key, value)) for key, value in headers.items() if value is not None))


def build(name: str, needed: str = "", /, **headers: Value | Iterable[Value] | None) -> Action:
    """The action *name* with those *headers* that are not None; a list sends its header once per item.

    The headers that *needed* names, with blanks between, must not be empty.
    """
    for one in needed.split():
        if headers.get(one) in (None, ""):
            raise AMIUsageError(f"{name}: {one} is needed, and empty")
    given = [(key, value) for key, value in headers.items() if value is not None]
    return from_headers([("Action", name), *given])


def assignments(helper: str, values: Mapping[str, Value] | None) -> list[str] | None:
    """The values of the headers ``Variable`` that set just these *values*; None where there are none."""
    return [_assignment(helper, name, value) for name, value in values.items()] if values else None


def number(helper: str, what: str, value: float | None, *, least: float = 0) -> float | None:
    """*value* if it is a number of *least* or more, or None."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= least):
        raise AMIUsageError(f"{helper}: {what} is {value!r}; give a number of {least:g} or more")
    return value


def yes_no(value: bool | None) -> str | None:
    """*value* as the actions want it that take nothing but yes and no."""
    return None if value is None else "yes" if value else "no"


def choice(helper: str, what: str, value: str, *allowed: str) -> str:
    """*value* if it is *allowed*, whatever its case."""
    if not isinstance(value, str) or value.casefold() not in {one.casefold() for one in allowed}:
        raise AMIUsageError(f"{helper}: {what} is {value!r}; it can be {', '.join(allowed)}")
    return value


# Configuration files (main/manager.c)


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """One step of ``update_config``.

    Attributes:
        action: ``NewCat``, ``RenameCat``, ``DelCat``, ``EmptyCat``, ``Update``, ``Delete``, ``Append`` or ``Insert``.
        category: the section.
        variable: the option in it.
        value: its new value; of RenameCat the new name.
        match: which of several options of that name: the one with this value.
        line: where Insert puts it, or what Delete takes.
        options: of NewCat: ``"allowdups"``, ``'template'``, ``'inherit="other"'``, with commas between.
    """

    action: str
    category: str
    variable: str | None = None
    value: str | None = None
    match: str | None = None
    line: int | None = None
    options: str | None = None


_CHANGES: Final = ("NewCat", "RenameCat", "DelCat", "EmptyCat", "Update", "Delete", "Append", "Insert")


def update_config(
    filename: str, changes: Iterable[ConfigChange], *, destination: str | None, reload: bool | str | None
) -> Action:
    """Change a configuration file step by step."""
    headers: dict[str, Value | None] = {
        "SrcFilename": filename,
        "DstFilename": filename if destination is None else destination,
        "Reload": yes_no(reload) if isinstance(reload, bool) else reload,
    }
    for number, change in enumerate(changes):
        choice("UpdateConfig", "action", change.action, *_CHANGES)
        _needed("UpdateConfig", "category", change.category)
        parts = (change.action, change.category, change.variable, change.value, change.match, change.line)
        for name, value in zip(("Action", "Cat", "Var", "Value", "Match", "Line"), parts, strict=True):
            headers[f"{name}-{number:06}"] = value
        headers[f"Options-{number:06}"] = change.options
    return build("UpdateConfig", "SrcFilename DstFilename", **headers)


# Session (main/manager.c)


def challenge() -> Action:
    """Ask for the challenge of an MD5 login."""
    return _action("Challenge", AuthType="MD5")


def login(username: str, secret: Secret, events: str) -> Action:
    """Log in with the secret in clear text."""
    return Action("Login", (("Username", username), ("Secret", secret), ("Events", events)))


def login_md5(username: str, secret: Secret, challenge: str, events: str, encoding: str) -> Action:
    """Log in with the MD5 digest of challenge and secret."""
    # Not a choice: the protocol knows no other digest.
    digest = hashlib.md5(
        (challenge + secret.reveal()).encode(encoding, "surrogateescape"), usedforsecurity=False
    ).hexdigest()
    return Action("Login", (("AuthType", "MD5"), ("Username", username), ("Key", Secret(digest)), ("Events", events)))


def logoff() -> Action:
    """End the session."""
    return _action("Logoff")


def ping() -> Action:
    """Ask for a sign of life."""
    return _PING


def command(text: str) -> Action:
    """Run a CLI command."""
    if not isinstance(text, str) or not text.strip():
        raise AMIUsageError("command: the text of a CLI command is needed")
    return _action("Command", Command=text)


def reload(module: str | None) -> Action:
    """Reload a module by its own or a friendly name, or everything."""
    if module is not None and (not isinstance(module, str) or not module.strip()):
        raise AMIUsageError("reload: name what is to be reloaded, or leave it out to reload everything")
    return _action("Reload", Module=None if module is None else RELOADABLE.get(module.casefold(), module))


# AstDB (main/db.c)


def database_put(family: str, key: str, value: str, *, greeting: str, encoding: str) -> Action:
    """Store one AstDB entry on a server that greeted with *greeting*."""
    _no_leading_blank("database_put", "value", value)
    size = len(value.encode(encoding, "replace"))
    if size > CUT_DATABASE_VALUE and _ami_version(greeting) < WHOLE_DATABASE_VALUES:
        raise AMIUsageError(
            f"database_put: the value has {size} bytes; this Asterisk ({greeting}) gives back the first "
            f"{CUT_DATABASE_VALUE} of them and drops the rest"
        )
    return _action("DBPut", **_entry("database_put", family, key), Val=value)


def database_get(family: str, key: str) -> Action:
    """Read one AstDB entry."""
    return _action("DBGet", **_entry("database_get", family, key))


def database_del(family: str, key: str) -> Action:
    """Delete one AstDB entry."""
    return _action("DBDel", **_entry("database_del", family, key))


def database_deltree(family: str, key: str | None) -> Action:
    """Delete a family of AstDB entries, or what lies under one key of it."""
    _no_leading_blank("database_deltree", "family", _needed("database_deltree", "family", family))
    if key is not None:
        _no_leading_blank("database_deltree", "key", _needed("database_deltree", "key", key))
    return _action("DBDelTree", Family=family, Key=key)


def _ami_version(greeting: str) -> int:
    """The first number of the AMI version: 5 of ``Asterisk Call Manager/5.0.4``; 0 where there is none."""
    digits = greeting.rpartition("/")[2].partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _entry(helper: str, family: str, key: str) -> dict[str, Value]:
    for what, text in (("family", family), ("key", key)):
        _no_leading_blank(helper, what, _needed(helper, what, text))
    return {"Family": family, "Key": key}


def _needed(helper: str, what: str, text: str) -> str:
    if not text:
        raise AMIUsageError(f"{helper}: {what} is empty")
    return text


def _no_leading_blank(helper: str, what: str, text: object) -> None:
    if not isinstance(text, str):
        raise AMIUsageError(f"{helper}: {what} is of type {type(text).__name__}, not str")
    if text[:1] in (" ", "\t"):
        raise AMIUsageError(f"{helper}: {what} begins with a blank, which Asterisk would drop: {text!r}")


# Variables (main/manager.c)


def get_var(channel: str, variable: str) -> Action:
    """Read a variable or function of a channel; a global one where *channel* is empty."""
    return _action("Getvar", Channel=channel or None, Variable=_needed("get_var", "variable", variable))


def set_var(channel: str, variable: str, value: str) -> Action:
    """Set a variable or function of a channel; a global one where *channel* is empty."""
    text = _text("Value", value)
    _no_leading_blank("set_var", "value", text)
    return _action("Setvar", Channel=channel or None, Variable=_needed("set_var", "variable", variable), Value=text)


# Calls (main/manager.c)


def originate(
    *,
    channel: str,
    context: str | None = None,
    exten: str | None = None,
    priority: int | str | None = None,
    application: str | None = None,
    data: str | None = None,
    caller_id: str | None = None,
    timeout: int | None = None,
    account: str | None = None,
    variables: Mapping[str, Value] | None = None,
    async_: bool = False,
    early_media: bool | None = None,
    codecs: str | Iterable[str] | None = None,
    channel_id: str | None = None,
    other_channel_id: str | None = None,
) -> Action:
    """Call *channel* and connect it to an application, or to context, exten and priority."""
    _needed("originate", "channel", channel)
    places = (context, exten, priority)
    if application is not None:
        # Asterisk tries the dialplan when it sees a Priority, and finds no extension.
        if any(place is not None for place in places):
            raise AMIUsageError("originate: give an application, or context, exten and priority; not both")
    elif any(place is None or place == "" for place in places):
        raise AMIUsageError("originate: give an application, or all of context, exten and priority")
    elif data is not None:
        raise AMIUsageError("originate: data belongs to an application")
    if timeout is not None and timeout <= 0:
        raise AMIUsageError(f"originate: timeout is {timeout}; give the milliseconds to wait for an answer")
    base = _action(
        "Originate",
        Channel=channel,
        Context=context,
        Exten=exten,
        Priority=priority,
        Application=application,
        Data=data,
        Timeout=timeout,
        CallerID=caller_id,
        Account=account,
        EarlyMedia=early_media,
        Async=True if async_ else None,
        Codecs=codecs if codecs is None or isinstance(codecs, str) else ",".join(codecs),
        ChannelId=channel_id,
        OtherChannelId=other_channel_id,
    )
    settings = [("Variable", one) for one in assignments("originate", variables) or ()]
    return Action(base.name, (*base.headers, *settings))


def _assignment(helper: str, name: str, value: Value) -> str:
    """``name=value`` so that Asterisk, which splits at commas and unquotes, sets just that."""
    if not name or name != name.strip() or any(char in name for char in '=,"\\\r\n\0'):
        raise AMIUsageError(f"{helper}: {name!r} is no name of a variable")
    text = _text(name, value)
    for char in '\\",':
        text = text.replace(char, "\\" + char)
    return f"{name}={text}"


def hangup(channel: str, cause: int | None = None) -> Action:
    """End a channel, or every channel that a ``/regular expression/`` names."""
    return _action("Hangup", Channel=_needed("hangup", "channel", channel), Cause=cause)


def redirect(
    *,
    channel: str,
    context: str,
    exten: str,
    priority: int | str,
    extra_channel: str | None = None,
    extra_context: str | None = None,
    extra_exten: str | None = None,
    extra_priority: int | str | None = None,
) -> Action:
    """Send a channel, and with it the one it talks to, to a place in the dialplan."""
    for what, value in (("channel", channel), ("context", context), ("exten", exten)):
        _needed("redirect", what, value)
    if extra_channel is None and any(v is not None for v in (extra_context, extra_exten, extra_priority)):
        raise AMIUsageError("redirect: extra_context, extra_exten and extra_priority need extra_channel")
    return _action(
        "Redirect",
        Channel=channel,
        ExtraChannel=extra_channel,
        Context=context,
        Exten=exten,
        Priority=priority,
        ExtraContext=extra_context,
        ExtraExten=extra_exten,
        ExtraPriority=extra_priority,
    )
