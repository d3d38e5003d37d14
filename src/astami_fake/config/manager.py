"""manager.conf: the manager's settings and its users. May import: `config.reader`, `privileges`."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake import privileges
from astami_fake.config import acl
from astami_fake.config.reader import ConfigError, Entry, Section, read

FILE = "manager.conf"


@dataclass(slots=True)
class User:
    """One ``[name]`` of manager.conf.

    Attributes:
        name: login name; case does not count at login.
        secret: its password; in no repr.
        read: bits of the classes whose events it may see.
        write: bits of the classes whose actions it may use.
        display_connects: logins and logoffs are shown on the console.
        allow_multiple_login: a second session of the same user is let in.
        filters: criteria and text of each ``eventfilter``; without criteria a regular expression.
        rules: the addresses that are let in, ``permit``/``deny`` in their order, as `config.acl` has them.
        acl: the list of acl.conf that must let the address in too.
    """

    name: str
    secret: str = field(repr=False)
    read: int = privileges.NONE
    write: int = privileges.NONE
    display_connects: bool = True
    allow_multiple_login: bool = True
    filters: list[tuple[str, str]] = field(default_factory=list)
    rules: list[acl.Rule] = field(default_factory=list)
    acl: str = ""


@dataclass(slots=True)
class TlsConfig:
    """The TLS listener as configured; file names are seen from the configuration folder."""

    enabled: bool = False
    bind_address: str = ""
    certificate: str = "asterisk.pem"
    key: str = ""
    ciphers: str = ""


@dataclass(slots=True)
class ManagerConfig:
    """manager.conf as a whole; defaults as Asterisk has them.

    Attributes:
        bind_address: as configured; the fake shows it and does not listen on it.
        port: as configured.
        auth_timeout: seconds in which a connection must log in.
        auth_limit: how many connections may be without a login at a time.
        timestamp_events: events tell when they happened.
        web_enabled: the manager is there by HTTP too, where http.conf switches that on.
        http_timeout: seconds after which an idle HTTP session ends.
        tls: the listener for TLS.
        acls: the lists of acl.conf by name.
        users: by name, in the order of the file.
    """

    enabled: bool = True
    bind_address: str = "0.0.0.0"  # noqa: S104  Asterisk's default, shown in CLI and events; nothing is bound to it
    port: int = 5038
    auth_timeout: int = 30
    auth_limit: int = 50
    display_connects: bool = True
    allow_multiple_login: bool = True
    timestamp_events: bool = False
    web_enabled: bool = False
    http_timeout: int = 60
    tls: TlsConfig = field(default_factory=TlsConfig)
    acls: dict[str, list[acl.Rule]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def user(self, name: str) -> User | None:
        """The user called *name*, without regard to case."""
        wanted = name.lower()
        return next((user for user in self.users.values() if user.name.lower() == wanted), None)

    def admits(self, user: User, address: str) -> bool:
        """Whether *user* may log in from *address*."""
        return acl.admits(user.rules, address) and (
            not user.acl or acl.admits(self.acls.get(user.acl, [acl.NOBODY]), address)
        )


def load(etc: Path) -> ManagerConfig:
    """Read manager.conf in *etc*.

    Raises:
        ConfigError: it is missing, has a mistake, is switched off or has no user.
    """
    file = read(etc, FILE)
    config = ManagerConfig()
    general = file.find("general")
    if general is not None:
        _general(general, config)
    if general is None or not config.enabled:
        raise ConfigError(FILE, general.line if general else 0, "the manager is off", "[general] needs enabled = yes")
    for section in file:
        if section.name != "general":
            config.users[section.name] = _user(section, config)
    config.acls = acl.load(etc)
    if not config.users:
        raise ConfigError(FILE, 0, "there is no user", "a section per user, with secret, read and write")
    return config


def _general(section: Section, config: ManagerConfig) -> None:
    config.enabled = False  # Asterisk's default in a file that does not say
    for entry in section.entries:
        match entry.name.lower():
            case "enabled":
                config.enabled = entry.as_bool()
            case "bindaddr":
                config.bind_address = _address(entry)
            case "port":
                config.port = entry.as_int(1, 65535)
            case "authtimeout":
                config.auth_timeout = entry.as_int(1)
            case "authlimit":
                config.auth_limit = entry.as_int(1)
            case "displayconnects":
                config.display_connects = entry.as_bool()
            case "allowmultiplelogin":
                config.allow_multiple_login = entry.as_bool()
            case "timestampevents":
                config.timestamp_events = entry.as_bool()
            case "webenabled":
                config.web_enabled = entry.as_bool()
            case "httptimeout":
                config.http_timeout = entry.as_int(1)
            case "tlsenable":
                config.tls.enabled = entry.as_bool()
            case "tlsbindaddr":
                config.tls.bind_address = entry.value
            case "tlscertfile":
                config.tls.certificate = entry.value
            case "tlsprivatekey":
                config.tls.key = entry.value
            case "tlscipher":
                config.tls.ciphers = entry.value


def _address(entry: Entry) -> str:
    try:
        ipaddress.ip_address(entry.value)
    except ValueError:
        raise entry.error(f"bindaddr is {entry.value!r}", "an IP address is expected, 127.0.0.1") from None
    return entry.value


def _user(section: Section, config: ManagerConfig) -> User:
    user = User(
        section.name,
        secret="",
        display_connects=config.display_connects,
        allow_multiple_login=config.allow_multiple_login,
    )
    for entry in section.entries:
        match entry.name.partition("(")[0].lower():
            case "secret":
                user.secret = entry.value
            case "read":
                user.read = _classes(entry)
            case "write":
                user.write = _classes(entry)
            case "displayconnects":
                user.display_connects = entry.as_bool()
            case "allowmultiplelogin":
                user.allow_multiple_login = entry.as_bool()
            case "permit" | "deny":
                user.rules.append(acl.rule(entry))
            case "acl":
                user.acl = entry.value
            case "eventfilter":
                user.filters.append((entry.name.partition("(")[2].removesuffix(")"), entry.value))
    if not user.secret:
        raise section.error(f"user [{section.name}] has no secret", "secret = … is expected")
    return user


def _classes(entry: Entry) -> int:
    known = {*privileges.CLASSES, "all", "none", ""}
    for word in entry.value.split(","):
        if word not in known:  # Asterisk passes it over, also for a blank or capitals (recorded)
            wanted = f"one of {', '.join(privileges.CLASSES)}, all; no blanks"
            raise entry.error(f"{entry.name} holds {word!r}, which is no class", wanted)
    return privileges.named(entry.value) if entry.value else privileges.NONE


def tls_context(config: TlsConfig, etc: Path) -> ssl.SSLContext:
    """What a TLS listener needs, from the files that *config* names; those of ``/etc/asterisk`` are in *etc*.

    Raises:
        ConfigError: the certificate or its key cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key = (
        etc / name.removeprefix("/etc/asterisk/") if name else None for name in (config.certificate, config.key)
    )
    try:
        context.load_cert_chain(certificate or "", key)
        if config.ciphers:
            context.set_ciphers(config.ciphers)
    except (OSError, ssl.SSLError) as mistake:
        wanted = "tlscertfile and tlsprivatekey name PEM files in the configuration folder"
        raise ConfigError(FILE, 0, f"no TLS with {config.certificate!r}: {mistake}", wanted) from None
    return context
