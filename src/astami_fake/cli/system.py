"""``core show sysinfo`` and ``profile``: the machine and the process. Asterisk: main/asterisk.c.

The fake counts nothing. Recorded: cases `core.command.sysinfo`, `core.command.profile`, `core.command.debug`. The list
of ``core show threads`` floats on real servers, so that no recording could hold the fake to it: it is absent. May
import `cli._registry`, `pbx`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from astami_fake.cli._registry import Lines, command
from astami_fake.pbx.pbx import Pbx

_FACT = "  {:<27}{}"
_MEMORY = {"Total RAM": 2097152, "Free RAM": 1048576, "Buffer RAM": 65536, "Total Swap Space": 0, "Free Swap Space": 0}
"""KiB of a machine that there is not."""
_PROFILED = "ext_match"
_NUMBER = re.compile(r"[0-9]+")
_PROCESSES = 20


@command("core show sysinfo")
def show_sysinfo(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Hours up, memory and processes; further words do no harm. handle_show_sysinfo()."""
    hours = int(pbx.clock.now() - pbx.started) // 3600
    return [
        "",
        "System Statistics",
        "-----------------",
        _FACT.format("System Uptime:", f"{hours} hours"),
        *(_FACT.format(f"{what}:", f"{size} KiB") for what, size in _MEMORY.items()),
        "",
        _FACT.format("Number of Processes:", f"{_PROCESSES} "),
        "",
    ]


@command("core show profile")
def show_profile(pbx: Pbx, words: Sequence[str]) -> Lines:
    """How often extensions were looked for; the fake does not count. A word is the number of a row, if it begins with
    one, or a part of its name. handle_show_profile()."""
    head = [
        "profile values (1, allocated 10)",
        "-------------------",
        "    ID      Scale      Events        Value      Average  Name",
    ]
    if words:
        number = _NUMBER.match(words[0])
        if int(number[0]) != 0 if number else words[0] not in _PROFILED:
            return head
    return [*head, f"     0: [       0]          0            0            0  {_PROFILED}"]


@command("core clear profile")
def clear_profile(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Count from nothing again. handle_clear_profile()."""
    return []
