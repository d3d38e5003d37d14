"""``core show channeltypes``, ``core show codecs``: tables of the release. Asterisk: main/channel.c, main/codec.c.

Recorded: cases `core.command.channeltypes`, `core.command.codecs`, and in the release's data. May import
`cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command, usage
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases.catalogue import CORE
from astami_fake.releases.model import ChannelType

_TYPE = "{:<15.15}  {:<40.40} {:<13} {:<13} {:<13} {:<13}"
_CODEC = "{:>8} {:<5} {:<12} {:<16} "


def _types(pbx: Pbx) -> list[ChannelType]:
    there = {info.name for info in pbx.modules} | {CORE}
    return [known for known in pbx.release.channel_types if known.module in there]


@command("core show channeltypes", usage=usage("core show channeltypes"))
def show_types(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The technologies of channels, of the modules that are loaded. handle_show_channel_types()."""
    if words:
        raise ShowUsage
    shown = [
        _TYPE.format(
            known.name, known.description, known.device_state, known.presence_state, known.indication, known.transfer
        )
        for known in _types(pbx)
    ]
    heading = ("Type", "Description", "Devicestate", "Presencestate", "Indications", "Transfer")
    rule = ("-------------", "-------------", *["-------------"] * 4)
    return [_TYPE.format(*heading), _TYPE.format(*rule), *shown, "-" * 10, f"{len(shown)} channel drivers registered."]


@command("core show channeltype", usage=usage("core show channeltype"))
def show_type(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One of them, by its name in any case. handle_show_channel_type()."""
    if len(words) != 1:
        raise ShowUsage
    known = next((known for known in _types(pbx) if known.name.lower() == words[0].lower()), None)
    if known is None:
        raise CliError("", f"{words[0]} is not a registered channel driver.")
    return [
        f"-- Info about channel driver: {known.name} --",
        f"  Device State: {known.device_state}",
        f"Presence State: {known.presence_state}",
        f"    Indication: {known.indication}",
        f"     Transfer : {known.transfer}",
        f"  Capabilities: ({known.formats})",
        f"   Digit Begin: {known.digit_begin}",
        f"     Digit End: {known.digit_end}",
        f"    Send HTML : {known.html}",
        f" Image Support: {known.image}",
        f"  Text Support: {known.text}",
    ]


@command("core show codecs", usage=usage("core show codecs [audio|video|image|text]"))
def show_codecs(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All codecs, or those of a kind; of a kind that there is not there are none. show_codecs()."""
    if len(words) > 1:
        raise ShowUsage
    codecs = [codec for codec in pbx.release.codecs if not words or codec.kind == words[0].lower()]
    shows_quality = any(codec.quality for codec in pbx.release.codecs)
    head = _CODEC.format("ID", "TYPE", "NAME", "FORMAT") + ("QUALITY " if shows_quality else "") + "DESCRIPTION"
    return [
        "Disclaimer: this command is for informational purposes only.",
        "\tIt does not indicate anything about your configuration.",
        head,
        "-" * 96,
        *(
            _CODEC.format(codec.number, codec.kind, codec.name, codec.format)
            + (f"{codec.quality:>7} " if shows_quality else "")
            + f"({codec.description})"
            for codec in codecs
        ),
    ]


@command("core show codec", usage=usage("core show codec"))
def show_codec(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One codec, by its number. show_codec_n()."""
    if len(words) != 1 or not words[0].isdigit():
        raise ShowUsage
    codec = next((codec for codec in pbx.release.codecs if codec.number == words[0]), None)
    if codec is None:
        return [f"Codec {words[0]} not found"]
    return [f"{codec.number:>11} {codec.description} ({codec.format})"]
