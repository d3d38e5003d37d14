"""The CLI family ``manager``: users, sessions, settings, actions. Asterisk: main/manager.c. May import `pbx`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake import privileges
from astami_fake.cli import xmldoc
from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.acl import Rule
from astami_fake.pbx.pbx import Pbx

_SYNOPSIS_WIDTH = 33


@command("manager show users")
def show_users(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_showmanagers()."""
    if words:
        raise ShowUsage
    names = [user.name for user in pbx.managers.config.users.values()]
    return ["", "username", "--------", *names, "-------------------", f"{len(names)} manager users configured."]


@command("manager show user")
def show_user(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_showmanager()."""
    if len(words) != 1:
        raise ShowUsage
    user = pbx.managers.config.user(words[0])
    if user is None:
        return [f"There is no manager called {words[0]}"]
    facts = (
        ("username", user.name),
        ("secret", "<Set>"),
        ("ACL", _yes(bool(user.rules or user.acl))),
        ("read perm", privileges.text(user.read)),
        ("write perm", privileges.text(user.write)),
        ("displayconnects", _yes(user.display_connects)),
        ("allowmultiplelogin", _yes(user.allow_multiple_login)),
        ("Variables", ""),
    )
    lists = [("(unnamed)", user.rules)] if user.rules else []
    if user.acl:
        lists.append((user.acl, pbx.managers.config.acls.get(user.acl, [])))
    acls = [line for name, rules in lists for line in acl_lines(name, rules)]
    return ["", *(f"{name:>18}: {value}" for name, value in facts), *acls]


def acl_lines(name: str, rules: Sequence[Rule]) -> Lines:
    """A list of addresses as the CLI shows it. Asterisk: main/acl.c, ast_acl_output()."""
    shown = (
        f"{number:>3}: {'allow' if rule.permits else ' deny'} - {rule.network.network_address}/{rule.network.netmask}"
        for number, rule in enumerate(rules)
    )
    return [f"ACL: {name}", "---------------------------------------------", *shown]


@command("acl show")
def show_acl(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All lists of acl.conf, or one. Asterisk: main/acl.c, cli_show_named_acl()."""
    acls = pbx.managers.config.acls
    if not words:
        return ["", "acl", "---", *acls]
    if words[0] not in acls:
        return ["", f"Could not find ACL named '{words[0]}'"]
    return ["", *acl_lines(words[0], acls[words[0]])]


@command("manager show events")
def show_events(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_showmanagers_events(); three in a line, each cut to the column."""
    if words:
        raise ShowUsage
    width = pbx.release.event_column
    names = pbx.release.listed_events
    rows = [names[at : at + 3] for at in range(0, len(names), 3)]
    head, *lines = ("".join(f"  {name:<{width}.{width}}" for name in row) for row in [["-" * width] * 3, *rows])
    end = ["", f"{len(names)} events registered."] if pbx.release.counts_events else []
    return ["Events:", f"{head}  ", *lines, *end]


@command("manager show command")
def show_command(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Describe actions, in their own order; nothing of those that there are not. Asterisk: main/manager.c,
    handle_showmancmd()."""
    if not words:
        raise ShowUsage
    known = pbx.modules.catalogue.actions.values()
    found = [info for info in known for word in words if word.lower() == info.name.lower()]
    return xmldoc.coloured([line for info in found for line in xmldoc.action(pbx, info)])


@command("manager show event")
def show_event(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Describe an event. Asterisk: main/manager.c, handle_manager_show_event()."""
    if len(words) != 1:
        raise ShowUsage
    page = xmldoc.event(pbx, words[0])
    return [f"Could not find event '{words[0]}'"] if page is None else xmldoc.coloured(page)


@command("manager set debug")
def set_debug(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_mandebug(); the fake has nothing more to tell then."""
    if words and words[0].lower() in ("on", "off") and len(words) == 1:
        pbx.managers.debug = words[0].lower() == "on"
        return []
    if words:
        raise ShowUsage
    return [f"manager debug is {'on' if pbx.managers.debug else 'off'}"]


@command("manager show connected")
def show_connected(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_showmanconn(); further words do no harm (recorded)."""
    read, write = pbx.release.connected_columns
    width = len(write)
    names = ("Username", "IP Address", "Start", "Elapsed", "FileDes", "HttpCnt")
    rows = [_connected_row(*names, f"{read:<{width}}", write)]
    for session in pbx.managers.connected:
        rows.append(
            _connected_row(
                session.username,
                session.address,
                str(int(session.since)),
                str(int(pbx.clock.now()) - int(session.since)),
                str(session.number),
                "0",
                f"{session.read:0{width}d}",
                f"{session.write:0{width}d}",
            )
        )
    return [*rows, f"{len(pbx.managers.connected)} users connected."]


@command("manager kick session")
def kick(pbx: Pbx, words: Sequence[str]) -> Lines:
    """End a session, by the number that ``manager show connected`` tells. handle_kickmanconn()."""
    if len(words) != 1:
        raise ShowUsage
    if not words[0].isdigit():
        raise CliError(f"Invalid AMI file descriptor: {words[0]}")
    if any(session.number == int(words[0]) for session in pbx.managers.connected):
        pbx.problem("astami_fake ends no session for another, and no rule answers for it")
        return []
    return [f"No manager session found using file descriptor {words[0]}"]


def _connected_row(*cells: str) -> str:
    name, address, start, elapsed, number, http, read, write = cells
    return f"  {name:<15}  {address:<55}  {start:<10}  {elapsed:<10}  {number:<8}  {http:<8}  {read}  {write}"


@command("manager show settings")
def show_settings(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_manager_show_settings()."""
    if words:
        raise ShowUsage
    config = pbx.managers.config
    facts = (
        ("Manager (AMI)", "Yes"),
        ("Web Manager (AMI/HTTP)", _yes(config.web_enabled).title()),
        ("TCP Bindaddress", f"{config.bind_address}:{config.port}"),
        ("HTTP Timeout (seconds)", str(config.http_timeout)),
        ("TLS Enable", _yes(config.tls.enabled).title()),
        ("TLS Bindaddress", "Disabled"),
        ("TLS Certfile", "asterisk.pem"),
        ("TLS Privatekey", ""),
        ("TLS Cipher", ""),
        ("Allow multiple login", _yes(config.allow_multiple_login).title()),
        ("Display connects", _yes(config.display_connects).title()),
        ("Timestamp events", _yes(config.timestamp_events).title()),
        ("Debug", _yes(pbx.managers.debug).title()),
    )
    lines = [f"  {name + ':':<25}  {value:<15}" for name, value in facts]
    unpadded = [f"  {name + ':':<25}  " for name in ("Channel vars", "Disabled events")]
    return ["", "Global Settings:", "----------------", *lines[:-1], *unpadded, lines[-1]]


@command("manager show commands")
def show_commands(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/manager.c, handle_showmancmds(); further words do no harm (recorded)."""
    known = pbx.modules.catalogue.actions.values()
    width = max(len(info.name) for info in known)
    rows = [("Action", "Synopsis"), ("------", "--------")]
    rows += [(info.name, f"{info.synopsis} "[:_SYNOPSIS_WIDTH]) for info in known]
    return [f"  {name:<{width}}  {synopsis}" for name, synopsis in rows]


@command("manager reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read manager.conf again. Asterisk: main/manager.c, handle_manager_reload(); no Reload event (recorded)."""
    if words:
        raise ShowUsage
    pbx.managers.reload()
    return []


def _yes(value: bool) -> str:
    return "yes" if value else "no"
