"""``core show translation``: what it costs to change one codec to another. Asterisk: main/translate.c.

The fake changes no sound: the steps and their costs are those that the modules loaded register on a real server.
Recorded: cases `core.command.translation*`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_LEAST_WIDTH = 5


@dataclass(frozen=True, slots=True)
class _Way:
    """How one codec becomes another: what it costs, and the next codec on the way."""

    cost: int
    via: str


Matrix = dict[tuple[str, str], _Way]


def matrix(pbx: Pbx) -> Matrix:
    """The ways between all codecs, each by its rate, ``ulaw@8000``; the cheapest.

    Of several, that over the codec which stands last in the list, as recorded with every module.
    """
    ways: Matrix = {}
    for step in pbx.modules.registered("translators"):
        source, target = step.name.split()
        ways[source, target] = _Way(int(step.facts[0]), target)
    names = [one.name for one in pbx.modules.registered("rates")]
    for middle, source, target in itertools.product(reversed(names), names, names):
        if source == target or (source, middle) not in ways or (middle, target) not in ways:
            continue
        cost = ways[source, middle].cost + ways[middle, target].cost
        known = ways.get((source, target))
        if known is None or cost < known.cost:
            ways[source, target] = _Way(cost, ways[source, middle].via)
    return ways


@command("core show translation")
def show_translation(pbx: Pbx, words: Sequence[str]) -> Lines:
    """A table of all, or the ways from one. handle_cli_core_show_translation()."""
    match words:
        case []:
            return _table(pbx)
        case ["recalc"]:
            return [*_recalculated("1"), *_table(pbx)]
        case ["recalc", seconds]:
            return [*_recalculated(seconds), *_table(pbx)]
        case ["paths", codec]:
            return _paths(pbx, codec, "")
        case ["paths", codec, rate]:
            return _paths(pbx, codec, rate)
        case ["comp", *_] if pbx.release.compares_translations:
            pbx.problem("astami_fake changes no sound, so that it cannot measure that, and no rule answers for it")
            return []
    raise ShowUsage


def _recalculated(seconds: str) -> Lines:
    lines = []
    if not seconds.isdigit() or not int(seconds):
        lines.append("         Recalc must be greater than 0.  Defaulting to 1.")
        seconds = "1"
    return [*lines, f"         Recalculating Codec Translation (number of sample seconds: {seconds})", ""]


def _labels(names: Sequence[str]) -> dict[str, str]:
    """What the table calls each codec: its name, with its rate in kHz where there are others of that name."""
    count = Counter(name.partition("@")[0] for name in names)
    parts = ((name, *name.split("@")) for name in names)
    return {name: codec if count[codec] == 1 else f"{codec}{int(rate) // 1000}" for name, codec, rate in parts}


def _table(pbx: Pbx) -> Lines:
    ways = matrix(pbx)
    labels = _labels([one.name for one in pbx.modules.registered("rates")])
    first = 1 + max(len(label) for label in labels.values())
    shown = [name for name in labels if any(name in pair for pair in ways)]
    widths = {name: max(_LEAST_WIDTH, len(labels[name])) for name in shown}
    lines = [
        "         Translation times between formats (in microseconds) for one second of data",
        "          Source Format (Rows) Destination Format (Columns)",
        "",
        " " * first + "".join(f" {labels[name]:>{widths[name]}}" for name in shown),
    ]
    for source in shown:
        costs = (str(ways[source, name].cost) if (source, name) in ways else "-" for name in shown)
        cells = "".join(f" {cost:>{widths[name]}}" for name, cost in zip(shown, costs, strict=True))
        lines.append(f"{labels[source]:>{first}}{cells}")
    return lines


def _paths(pbx: Pbx, codec: str, rate: str) -> Lines:
    if rate and not (rate.isdigit() and int(rate)):
        raise CliError(f"Invalid sample rate: {rate}.")
    names = [one.name for one in pbx.modules.registered("rates")]
    source = next(
        (name for name in names if (rate and name == f"{codec}@{rate}") or (not rate and name.startswith(f"{codec}@"))),
        "",
    )
    if not source:
        raise CliError(f'Source codec "{codec}" is not found.')
    ways = matrix(pbx)
    codec, rate = source.split("@")
    lines = [f'--- Translation paths SRC Codec "{codec}" sample rate {rate} ---']
    for name in names:
        if name != source:
            shown = "No Translation Path" if (source, name) not in ways else _path(ways, source, name)
            lines.append(f"\t{source.replace('@', ':'):<16} To {name.replace('@', ':'):<16}: {shown:<60}")
    return lines


def _path(ways: Matrix, source: str, target: str) -> str:
    steps = [source]
    while steps[-1] != target:
        steps.append(ways[steps[-1], target].via)
    return "->".join(f"({step})" for step in steps)
