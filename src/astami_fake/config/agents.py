"""Reads ``agents.conf``: agents who log in to wait for calls. Asterisk: apps/app_agent_pool.c. May import
`config.reader`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "agents.conf"


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent: what it logs in with, and its full name."""

    name: str
    full_name: str = ""


def load(etc: Path) -> list[Agent]:
    """Every section of ``agents.conf`` of the folder *etc* but ``general``, as Asterisk has it (case
    `actions.live.agentlogoff`); a missing file means none.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    sections = [section for section in read(etc, FILE, missing_ok=True) if section.name != "general"]
    return [Agent(section.name, section.get("fullname")) for section in sections]
