"""Who may come from where: ``permit`` and ``deny``, and the named lists of acl.conf. May import `config.reader`."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Entry, read

FILE = "acl.conf"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: addresses of *network* are let in, or not."""

    permits: bool
    network: Network


NOBODY = Rule(permits=False, network=ipaddress.ip_network("0.0.0.0/0"))
"""Stands for a list that there is not: Asterisk lets nobody in then."""


def rule(entry: Entry) -> Rule:
    """The rule that *entry* is.

    Raises:
        ConfigError: it names no network.
    """
    address, slash, mask = entry.value.partition("/")
    try:
        network = ipaddress.ip_network(f"{address}{slash}{mask}", strict=False)
    except ValueError:
        raise entry.error(f"{entry.name} is {entry.value!r}", "address/mask is expected, 10.0.0.0/255.0.0.0") from None
    return Rule(entry.name.lower() == "permit", network)


def admits(rules: Sequence[Rule], address: str) -> bool:
    """Whether *rules* let *address* in: the last that holds it decides, and without one it may."""
    peer = ipaddress.ip_address(address)
    verdicts = [rule.permits for rule in rules if peer.version == rule.network.version and peer in rule.network]
    return verdicts[-1] if verdicts else True


def load(etc: Path) -> dict[str, list[Rule]]:
    """Read ``acl.conf`` of the folder *etc*; a missing file means no lists.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return {
        section.name: [rule(entry) for entry in section.entries if entry.name.lower() in ("permit", "deny")]
        for section in read(etc, FILE, missing_ok=True)
    }
