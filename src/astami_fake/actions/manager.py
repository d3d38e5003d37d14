"""The manager's own actions. Asterisk: main/manager.c. May import `actions._registry`, `cli._registry` and `pbx`."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from astami_fake import filters, privileges, security
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.cli import _registry as cli
from astami_fake.config.manager import User
from astami_fake.pbx import messages
from astami_fake.pbx.events import Event
from astami_fake.pbx.messages import Sent
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Sleep, Waiting
from astami_fake.posix import BadExpression

REFUSAL_PAUSE = 1.0
"""Seconds between a login and its refusal (recorded in cases `login.wrong.*`)."""

_ESCAPE = re.compile("\x1b[^m]*m?")
"""What is taken out of the output of commands."""

_BLACKLIST = {("module", "load"), ("module", "unload"), ("restart", "gracefully")}
"""Commands that a manager may not give (recorded in case `core.command.blacklisted`)."""


@action("Challenge")
def challenge(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Give the number that an MD5 login signs. Asterisk: main/manager.c, action_challenge()."""
    if action.get("AuthType").lower() != "md5":
        return error(action, "Must specify AuthType")
    return success(action, None, ("Challenge", session.new_challenge()))


@action("Login")
def login(session: Manager, action: Action, pbx: Pbx) -> Reply | Waiting[Reply]:
    """Log in, with the secret or an MD5 key. Asterisk: main/manager.c, action_login() and authenticate()."""
    if session.authenticated:
        return success(action, "Already authenticated")
    user = pbx.managers.config.user(action.get("Username"))
    if user is not None:
        user = replace(user, name=action.get("Username"))  # as it is written here, not in the file: case login.names
    if user is not None and not user.allow_multiple_login and pbx.managers.is_connected(user):
        session.report(security.session_limit)  # whatever the secret (recorded)
        return _refused(session, action, "Login Already In Use")
    if user is not None and not pbx.managers.config.admits(user, session.peer[0]):
        session.report(security.failed_acl(user.name))
        return _refused(session, action, "Authentication failed")
    if user is None or not _proves(session, action, user):
        return _failed(session, action, user)
    session.log_in(user, privileges.mask(action.get("Events")))
    session.report(security.successful_auth)
    frames: list[Frame] = [*success(action, "Authentication accepted")]
    if pbx.booted.kept and session.sees & privileges.CLASSES["system"]:
        frames.append(_fully_booted(pbx))
    return frames


def _proves(session: Manager, action: Action, user: User) -> bool:
    if action.get("AuthType").lower() != "md5":
        return hmac.compare_digest(_bytes(action.get("Secret")), _bytes(user.secret))
    if not session.challenge:
        return False
    return hmac.compare_digest(_bytes(action.get("Key")), _bytes(_key(session.challenge, user)))


def _failed(session: Manager, action: Action, user: User | None) -> Waiting[Reply]:
    if user is None:
        if action.get("Username"):
            session.report(security.invalid_account(action.get("Username")))
    elif action.get("AuthType").lower() != "md5":
        session.report(security.invalid_password(user.name))
    elif session.challenge:
        expected = _key(session.challenge, user)
        session.report(security.challenge_failed(session.challenge, action.get("Key"), expected))
    return _refused(session, action, "Authentication failed")


def _refused(session: Manager, action: Action, message: str) -> Waiting[Reply]:
    yield Sleep(REFUSAL_PAUSE)
    session.end()
    return error(action, message)


def _key(challenge: str, user: User) -> str:
    return hashlib.md5(_bytes(challenge + user.secret), usedforsecurity=False).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _fully_booted(pbx: Pbx) -> Frame:
    uptime = str(int(pbx.clock.now() - pbx.started))
    return [
        ("Event", "FullyBooted"),
        ("Privilege", "system,all"),
        ("Uptime", uptime),
        ("LastReload", str(int(pbx.clock.now() - pbx.modules.reloaded))),
        ("Status", "Fully Booted"),
    ]


@action("Logoff")
def logoff(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Say goodbye and close. Asterisk: main/manager.c, action_logoff()."""
    session.end()
    return [[("Response", "Goodbye"), *action.action_id, ("Message", "Thanks for all the fish.")]]


@action("Ping")
def ping(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Answer with the time. Asterisk: main/manager.c, action_ping()."""
    return success(action, None, ("Ping", "Pong"), ("Timestamp", f"{pbx.clock.now():.6f}"))


@action("Events")
def events(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Choose the events to see. Asterisk: main/manager.c, action_events()."""
    wanted = action.get("EventMask")
    if not wanted:
        return error(action, "Invalid event mask")
    mask = privileges.mask(wanted)
    session.set_event_mask(mask)
    return success(action, None, ("Events", "On" if mask else "Off"))


@action("Filter", privilege="system")
def filter_events(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Add a filter to those of the session. Asterisk: main/manager.c, action_filter()."""
    if action.get("Operation").lower() != "add":
        return error(action, "Unknown operation")
    criteria, text = action.get("MatchCriteria"), action.get("Filter")
    knows_criteria = pbx.release.filters_by_criteria
    try:
        if knows_criteria and (criteria or text in ("", "!")):
            session.filters.filters.append(filters.with_criteria(criteria, text))
        else:
            session.filters.filters.append(filters.plain(text))
    except BadExpression:
        return error(action, "Filter did not compile.  Check the syntax of the filter given.")
    except filters.BadFilter:
        return error(action, "Filter was formatted incorrectly.  Check the syntax of the filter given.")
    return success(action, "Success")


@action("WaitEvent")
def wait_event(session: Manager, action: Action, pbx: Pbx) -> Waiting[Reply]:
    """Wait for events, at most so many seconds, and give them. Asterisk: main/manager.c, action_waitevent().

    It looks once a second, as Asterisk does; without a time, or with one that is none, it waits as long as it takes.
    """
    timeout = action.get("Timeout")
    seconds = int(timeout) if timeout.removeprefix("-").isdigit() else -1
    waited = 0
    while not session.has_events and (seconds < 0 or waited < seconds):
        yield Sleep(1.0)
        waited += 1
    frames: list[Frame] = [*success(action, "Waiting for Event completed."), *session.take_events()]
    return [*frames, [("Event", "WaitEventComplete"), *action.action_id]]


@action("ListCommands")
def list_commands(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Name the actions that the user may use. Asterisk: main/manager.c, action_listcommands()."""
    shown = []
    for known in pbx.modules.catalogue.actions.values():
        if not known.privilege or session.may_write(*known.privilege):
            classes = ",".join((*known.privilege, "all")) if known.privilege else "<none>"
            shown.append((known.name, f"{known.synopsis}  (Priv: {classes})"))
    return success(action, None, *shown)


@action("UserEvent", privilege="user")
def user_event(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Tell everybody what an application has to say. Asterisk: main/manager.c, action_userevent().

    The lines go out as they came in, also those that are no headers; only Action and UserEvent lines are left out.
    """
    lines = [line for line in action.lines if not line.lower().startswith(("action:", "userevent:"))]
    pbx.events.publish(
        Event("UserEvent", ("user",), (("UserEvent", action.get("UserEvent")), *(("", line) for line in lines)))
    )
    return success(action, "Event Sent")


@action("CoreSettings", privilege="system,reporting")
def core_settings(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Tell what was configured. Asterisk: main/manager.c, action_coresettings()."""
    return success(
        action,
        None,
        ("AMIversion", pbx.release.banner),
        ("AsteriskVersion", pbx.release.build),
        ("SystemName", ""),
        ("CoreMaxCalls", "0"),
        ("CoreMaxLoadAvg", "0.000000"),
        ("CoreRunUser", ""),
        ("CoreRunGroup", ""),
        ("CoreMaxFilehandles", "0"),
        ("CoreRealTimeEnabled", "No"),
        ("CoreCDRenabled", "No"),
        ("CoreHTTPenabled", "No"),
        *pbx.release.core_settings,
    )


@action("CoreStatus", privilege="system,reporting")
def core_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Tell since when the PBX runs, and its channels as its current calls (recorded: `core.status.calls`).

    Asterisk: main/manager.c, action_corestatus().
    """
    started, reloaded = (datetime.fromtimestamp(moment, UTC) for moment in (pbx.started, pbx.modules.reloaded))
    return success(
        action,
        None,
        ("CoreStartupDate", f"{started:%Y-%m-%d}"),
        ("CoreStartupTime", f"{started:%H:%M:%S}"),
        ("CoreReloadDate", f"{reloaded:%Y-%m-%d}"),
        ("CoreReloadTime", f"{reloaded:%H:%M:%S}"),
        ("CoreCurrentCalls", str(len(pbx.channels))),
        *((("CoreProcessedCalls", str(pbx.processed_calls)),) if pbx.release.tells_processed_calls else ()),
    )


@action("LoggerRotate", privilege="system,reporting")
def logger_rotate(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Begin new log files; the fake keeps none. Asterisk: main/logger.c, by main/manager.c, action_loggerrotate()."""
    return success(action, "Reloaded the logger and rotated log files")


@action("MessageSend", privilege="message")
def message_send(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send a text outside of a call, which a phone takes and keeps. Asterisk: main/message.c, action_messagesend()."""
    to = action.get("Destination") or action.get("To")
    if not to:
        return error(action, "No 'To' address specified.")
    sent = messages.send(pbx, to)
    if sent is Sent.INVALID_PROTOCOL:
        return error(action, "Message technology not found.")
    if sent is Sent.FAILURE:
        return error(action, "Message failed to send.")
    return success(action, "Message successfully sent")


@action("Command", privilege="command")
def command(session: Manager, action: Action, pbx: Pbx) -> Reply | Waiting[Reply]:
    """Run a CLI command and give back what it prints. Asterisk: main/manager.c, action_command()."""
    text = action.get("Command")
    if not text:
        return error(action, "No command provided")
    words = cli.split(text)
    if not words:
        return _output("Error", action, [])
    if tuple(word.lower() for word in words[:2]) in _BLACKLIST:
        return error(action, "Command blacklisted")
    entry = cli.find(words)
    info = pbx.modules.catalogue.command(entry.words) if entry is not None else None
    if entry is None or info is None:
        return _unmodelled(session, action, words, pbx)
    try:
        lines = entry.handler(pbx, words[len(entry.words) :])
    except cli.ShowUsage as wrong:
        return _output("Error", action, [*wrong.lines, *pbx.release.usage(info)])
    except cli.CliError as failure:
        return _output("Error", action, [*failure.lines, f"Command '{text}' failed."])
    return _late(action, lines) if isinstance(lines, Generator) else _output("Success", action, lines)


def _late(action: Action, work: Waiting[cli.Lines]) -> Waiting[Reply]:
    lines = yield from work
    return _output("Success", action, lines)


def _unmodelled(session: Manager, action: Action, words: list[str], pbx: Pbx) -> Reply:
    """What was recorded of a command that has no handler; else that there is none, or that the fake has none."""
    known = pbx.modules.catalogue.command(words)
    if known is None:
        asked = " ".join(pbx.modules.catalogue.asked(words))
        no_such = (
            f"No such command '{action.get('Command')}' (type 'core show help {asked}' for other possible commands)"
        )
        return _output("Error", action, [no_such])
    if (recorded := pbx.release.outputs.get(" ".join(words).lower())) is not None:
        return _output(recorded.response, action, recorded.lines)
    session.violation(f"astami_fake does not model the CLI command {known} yet, and no rule answers it")
    return _output("Error", action, [f"astami_fake does not model the CLI command {known}"])


def _output(kind: str, action: Action, lines: Sequence[str]) -> Reply:
    output = [("Output", line) for line in _without_escapes(lines or [""])]
    return [[("Response", kind), *action.action_id, ("Message", "Command output follows"), *output]]


def _without_escapes(lines: Sequence[str]) -> Sequence[str]:
    """*lines* as a manager reads them: from each escape character to the next ``m`` all is gone, ends of lines too.

    Where something is gone, the last line's end stays and makes an empty line more (case `core.command.escapes`). What
    follows an escape character without an ``m`` is stale memory in real Asterisk (seen: a part of an earlier answer);
    here it is nothing.
    """
    if not any("\x1b" in line for line in lines):
        return lines
    text = "".join(f"{line}\n" for line in lines)
    return _ESCAPE.sub("", text).split("\n")
