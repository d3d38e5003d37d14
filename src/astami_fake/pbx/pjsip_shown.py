"""PJSIP's objects as managers see them. Asterisk: res/res_pjsip/config_*.c, ast_sip_sorcery_object_to_ami().

Lives here: the values of an object in the words of a release, the order of lists. Does not live here: the frames around
them (`actions.res_pjsip`), the tables of headers (`releases.pjsip`). May import `pjsip`, `callerid`, `hashing`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import TypeVar

from astami_fake.config.pjsip import PjsipObject
from astami_fake.config.reader import FALSE, TRUE
from astami_fake.pbx import callerid, hashing
from astami_fake.pbx.events import Headers
from astami_fake.pbx.pjsip import Aor, Contact
from astami_fake.releases import Release
from astami_fake.releases.pjsip import fields

T = TypeVar("T")

_WORDS = {word: pair for pair in (("true", "false"), ("yes", "no"), ("Yes", "No")) for word in pair}


def options(release: Release, shown: PjsipObject) -> Headers:
    """All options of an object: those of the file, and the release's own values for the rest."""
    given = dict(shown.options)
    result = []
    for option, default in fields(release.data, shown.kind):
        special = _SPECIAL.get((shown.kind, option))
        if special is not None:
            result.append((option, special(shown) or default))
        elif option in given:
            result.append((option, _in_words_of(default, given[option])))
        else:
            result.append((option, default))
    return tuple(result)


def settings(release: Release, shown: PjsipObject) -> Headers:
    """The same as headers of an event."""
    return tuple((header(option), value) for option, value in options(release, shown))


def header(option: str) -> str:
    """``qualify_2xx_only`` as ``Qualify2xxOnly``."""
    return "".join(word.capitalize() for word in option.split("_"))


def in_order(release: Release, objects: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """*objects* in the order of the release's lists: by name, or as a hash table of them gives them back."""
    found = list(objects)
    if release.pjsip_sorted:
        return sorted(found, key=key)
    return hashing.ordered(found, key, hashing.prime_up_to(len(found)))


def named(contacts: Iterable[Contact]) -> list[str]:
    """Contacts as lists name them."""
    return [f"{contact.aor}/{contact.uri}" for contact in contacts]


def aor(release: Release, shown: Aor, contacts: str = "Contacts") -> Headers:
    """All options of an address of record; *contacts* is what the header of its contacts is called."""
    there = ",".join(named(shown.contacts))
    values = settings(release, shown.settings)
    return tuple((contacts, there) if name == "Contacts" else (name, value) for name, value in values)


def _in_words_of(default: str, value: str) -> str:
    """*value* written as the release writes an option whose default is *default*."""
    if (pair := _WORDS.get(default)) is not None:
        word = value.lower()
        return pair[0] if word in TRUE else pair[1] if word in FALSE else value
    if default.replace(".", "", 1).isdigit() and "." in default:
        return f"{float(value):f}"
    return value


def _callerid(shown: PjsipObject) -> str:
    text = shown.get("callerid")
    if not text:
        return ""
    party = callerid.parse(text)
    return f'"{party.name}" <{party.number}>' if party.name else party.number


def _codecs(shown: PjsipObject) -> str:
    """What ``disallow`` and ``allow`` come to, line by line."""
    codecs: list[str] = []
    for option, value in shown.options:
        for name in (part.strip() for part in value.split(",")):
            if option == "disallow":
                codecs = [] if name == "all" else [codec for codec in codecs if codec != name]
            elif option == "allow" and name not in codecs:
                codecs.append(name)
    return f"({'|'.join(codecs)})" if codecs else ""


def _items(shown: PjsipObject) -> str:
    return ",".join(shown.names("list_item"))


def _matches(shown: PjsipObject) -> str:
    return ",".join(ipaddress.ip_network(match, strict=False).with_netmask for match in shown.names("match"))


def _debug(shown: PjsipObject) -> str:
    """As it is written: also an address can stand there."""
    return shown.get("debug")


def _timer_b(shown: PjsipObject) -> str:
    """64 times T1, where only that is set (case `pjsip.command.settings.options`)."""
    first = shown.get("timer_t1")
    return shown.get("timer_b") or (str(64 * int(first)) if first.isdigit() else "")


_SPECIAL: dict[tuple[str, str], Callable[[PjsipObject], str]] = {
    ("endpoint", "callerid"): _callerid,
    ("endpoint", "allow"): _codecs,
    ("identify", "match"): _matches,
    ("resource_list", "list_item"): _items,
    ("global", "debug"): _debug,
    ("system", "timer_b"): _timer_b,
}
