"""``core show channeltypes``, ``codecs``, ``file formats``, ``image formats``: tables of the release.

Asterisk: main/channel.c, main/codec.c, main/file.c, main/image.c. Recorded: cases `core.command.channeltypes`,
`core.command.codecs`, `core.command.formats*`, and in the release's data. May import
`cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases.model import ChannelType

_TYPE = "{:<15.15}  {:<40.40} {:<13} {:<13} {:<13} {:<13}"
_FILE = "{:<10} {:<10} {:<20}"
_IMAGE = "{:>10} {:>10} {:>50} {:>10}"
_CODEC = "{:>8} {:<5} {:<12} {:<16} "


def _types(pbx: Pbx) -> list[ChannelType]:
    return [known for known in pbx.release.channel_types if pbx.modules.brings(known.module)]


@command("core show channeltypes")
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


@command("core show channeltype")
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


@command("core show codecs")
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


@command("core show codec")
def show_codec(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One codec, by its number. show_codec_n()."""
    if len(words) != 1 or not words[0].isdigit():
        raise ShowUsage
    codec = next((codec for codec in pbx.release.codecs if codec.number == words[0]), None)
    if codec is None:
        return [f"Codec {words[0]} not found"]
    return [f"{codec.number:>11} {codec.description} ({codec.format})"]


@command("core show file formats")
def show_file_formats(pbx: Pbx, words: Sequence[str]) -> Lines:
    """What sound files may hold, of the modules that are loaded. handle_cli_core_show_file_formats()."""
    if words:
        raise ShowUsage
    known = pbx.modules.registered("file_formats")
    rows = [_FILE.format(one.facts[0], one.name, one.facts[1]) for one in known]
    heading = [_FILE.format(*names) for names in (("Format", "Name", "Extensions"), ("------", "----", "----------"))]
    return [*heading, *rows, f"{len(known)} file formats registered."]


@command("core show image formats")
def show_image_formats(pbx: Pbx, words: Sequence[str]) -> Lines:
    """No module of the releases known brings one. handle_core_show_image_formats()."""
    if words:
        raise ShowUsage
    names = ("Name", "Extensions", "Description", "Format")
    return [
        *(_IMAGE.format(*row) for row in (names, ["-" * len(name) for name in names])),
        "",
        "0 image formats registered.",
    ]
