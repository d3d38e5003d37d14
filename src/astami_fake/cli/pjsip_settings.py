"""The CLI family ``pjsip``: settings of all of it, and what works behind it.

Asterisk: res/res_pjsip/pjsip_config.c, config_global.c, config_system.c, pjsip_scheduler.c, pjsip_transport_events.c,
res/res_pjsip.c. The fake schedules and watches nothing. Recorded: cases `pjsip.command.settings`,
`pjsip.command.identifiers.stock`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config.pjsip import PjsipObject
from astami_fake.pbx import pjsip_shown
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases.registered import Registered

_PARAMETER = ("ParameterName", "ParameterValue")
_ORDER = "endpoint_identifier_order"
_NAMELESS = "name not specified"


@command("pjsip show settings")
def show_settings(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The objects global and system, with defaults for what the file leaves out; further words do no harm."""
    return [*_settings(pbx, "global"), *_settings(pbx, "system")]


def _options(pbx: Pbx, kind: str) -> list[tuple[str, str]]:
    given = next(iter(pbx.pjsip.config.of(kind).values()), PjsipObject(kind, kind, ()))
    shown = pjsip_shown.options(pbx.release, given)
    return sorted((name, value.replace("{build}", pbx.release.build)) for name, value in shown)


def _settings(pbx: Pbx, kind: str) -> Lines:
    rows = _options(pbx, kind)
    names, values = (max(map(len, column)) for column in zip(_PARAMETER, *rows, strict=True))
    lines = [f" {name:<{names}} : {value}" for name, value in (_PARAMETER, *rows)]
    return ["", f"{kind.title()} Settings:", "", lines[0], " " + "=" * (names + len(" : ") + values), *lines[1:]]


@command("pjsip show version")
def show_version(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Of PJSIP itself; further words do no harm. handle_pjsip_show_version()."""
    return [f"PJPROJECT version currently running against: {pbx.release.pjproject}"]


@command("pjsip show identifiers")
def show_identifiers(pbx: Pbx, words: Sequence[str]) -> Lines:
    """What tells whose a request is: the one without a name, those of the settings, the others as they were loaded."""
    if words:
        raise ShowUsage
    first = [_NAMELESS, *dict(_options(pbx, "global"))[_ORDER].split(",")]
    places = {module: place for place, module in enumerate(pbx.modules.named)}

    def place(one: Registered) -> tuple[int, int]:
        listed = first.index(one.name) if one.name in first else len(first)
        return listed, places.get(one.module.removesuffix(".so"), len(places))

    known = sorted(pbx.modules.registered("identifiers"), key=place)
    return [f"{name:<20}" for name in ("Identifier Names:", *(one.name for one in known))]


@command("pjsip show scheduled_tasks")
def show_tasks(pbx: Pbx, words: Sequence[str]) -> Lines:
    """What will be done. cli_show_tasks()."""
    _like(words)
    columns = f"<{'Task Name':.<45}> <Interval> <Times Run> <State>  <Queued....>  <Last Start>  <Next Start.....secs>"
    return ["PJSIP Scheduled Tasks:", "", columns, "=" * 129, "", "Total Scheduled Tasks: 0", ""]


@command("pjsip show transport-monitors")
def show_monitors(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Connections that are watched. cli_show_monitors()."""
    _like(words)
    columns = f"<{'Remote Host':.<46}> <State.....> <Direction> <RefCnt> <Monitors> <ObjName............>"
    return ["PJSIP Transport Monitors:", "", columns, "", "Total Transport Monitors: 0", ""]


def _like(words: Sequence[str]) -> None:
    if words and (len(words) != 2 or words[0].lower() != "like"):
        raise ShowUsage
