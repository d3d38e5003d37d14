"""http.conf: whether and where the HTTP server is. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "http.conf"


@dataclass(frozen=True, slots=True)
class HttpConfig:
    """Attributes:
    bind_address, port: as configured; the fake shows them and does not listen there.
    prefix: what every path begins with, ``/asterisk``; empty for none.
    """

    enabled: bool = False
    bind_address: str = "0.0.0.0"  # noqa: S104  Asterisk's default, shown in events; nothing is bound to it
    port: int = 8088
    prefix: str = ""


def load(etc: Path) -> HttpConfig:
    """Read ``http.conf`` of the folder *etc*; a missing file means that there is no HTTP server.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    section = read(etc, FILE, missing_ok=True).find("general")
    if section is None:
        return HttpConfig()
    prefix = section.get("prefix").strip("/")
    return HttpConfig(
        enabled=section.flag("enabled"),
        bind_address=section.get("bindaddr", "0.0.0.0"),  # noqa: S104  shown, not bound to
        port=section.number("bindport", 8088, 1, 65535),
        prefix=f"/{prefix}" if prefix else "",
    )
