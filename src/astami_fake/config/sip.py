"""Reads ``sip.conf``: the peers of the old SIP channel driver. Asterisk: channels/chan_sip.c, build_peer(), of 16.28.

May import `config.reader`. Recorded: cases `sip.*`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "sip.conf"
CODECS = ("ulaw", "alaw", "gsm", "h263")
"""What a peer may use where nothing is said, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer as configured.

    Attributes:
        section: what the file says of it, templates included.
        host: its address; empty for one that registers.
        codecs: what it may use.
    """

    section: Section
    host: str
    codecs: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.section.name

    @property
    def port(self) -> str:
        """Of its address; 0 for one that is nowhere."""
        return self.section.get("port", "5060") if self.host else "0"

    @property
    def is_user(self) -> bool:
        """It may call too."""
        return self.section.get("type").lower() in ("friend", "user")

    @property
    def is_monitored(self) -> bool:
        """It is asked from time to time whether it is there."""
        return self.section.get("qualify", "no").lower() != "no"

    def says(self, name: str, word: str) -> bool:
        """*word* is among the values of the option *name*."""
        return word in [part.strip().lower() for part in self.section.get(name).split(",")]


@dataclass(frozen=True, slots=True)
class SipConfig:
    """What ``sip.conf`` says.

    Attributes:
        peers: in the order of the file.
        unmodelled: what it says that nothing here follows, each as a sentence.
    """

    peers: tuple[Peer, ...] = ()
    unmodelled: tuple[str, ...] = ()


def load(etc: Path) -> SipConfig:
    """Read ``sip.conf`` of the folder *etc*; a missing file means no peers.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    peers: list[Peer] = []
    unmodelled: list[str] = []
    for section in read(etc, FILE, missing_ok=True):
        if section.name.lower() == "general":
            unmodelled += ["a registration with another server"] * len(section.get_all("register"))
        elif section.get("type").lower() in ("peer", "friend"):
            peers.append(_peer(section))
        elif section.get("type"):
            unmodelled.append(f"[{section.name}] type = {section.get('type')}")
    return SipConfig(tuple(peers), tuple(f"{FILE}: {what} is not modelled; it does nothing" for what in unmodelled))


def _peer(section: Section) -> Peer:
    host = section.get("host")
    return Peer(section, "" if host.lower() in ("", "dynamic") else host, _codecs(section))


def _codecs(section: Section) -> tuple[str, ...]:
    """What ``disallow`` and ``allow`` leave, each as it comes."""
    codecs = list(CODECS)
    for entry in section.entries:
        names = [name.strip().lower() for name in entry.value.split(",")]
        match entry.name.lower():
            case "disallow":
                codecs = [] if "all" in names else [codec for codec in codecs if codec not in names]
            case "allow":
                codecs += [name for name in names if name not in codecs]
    return tuple(codecs)
