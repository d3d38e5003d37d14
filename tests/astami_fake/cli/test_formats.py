"""``core show channeltypes``, ``core show codecs``. Outputs recorded: cases `core.command.channeltypes`, `.codecs`."""

from __future__ import annotations

from typing import Any

import pytest


def test_types_come_with_their_modules(ask: Any, bench: Any) -> None:
    """Those of a module that is unloaded go with it."""
    lines = ask("core show channeltypes")[1]
    assert [line.split()[0] for line in lines[2:-2]] == ["CBAnn", "CBRec", "PJSIP", "Local", "Surrogate"]
    assert lines[-1] == "5 channel drivers registered."
    assert bench.pbx.modules.unload("app_confbridge.so")
    assert ask("core show channeltypes")[1][-1] == "3 channel drivers registered."
    failed = ["", "CBAnn is not a registered channel driver.", "Command 'core show channeltype CBAnn' failed."]
    assert ask("core show channeltype CBAnn") == ("Error", failed)


def test_one_type(ask: Any) -> None:
    """By its name in any case."""
    lines = ask("core show channeltype surrogate")[1]
    assert lines[0] == "-- Info about channel driver: Surrogate --"
    assert "  Capabilities: (nothing)" in lines
    assert ask("core show channeltype local")[1][-3:] == [
        "    Send HTML : yes",
        " Image Support: no",
        "  Text Support: yes",
    ]


def test_codecs(ask: Any, bench: Any) -> None:
    """Of one kind or all; their quality where the release tells it."""
    audio = ask("core show codecs AUDIO")[1]
    assert all(line.split()[1] == "audio" for line in audio[4:])
    alaw = next(line for line in audio[4:] if line.split()[2] == "alaw")
    quality = "    100 " if bench.pbx.release.name == "22.10" else ""
    assert alaw == f"       6 audio alaw         alaw             {quality}(G.711 a-law)"
    assert ("QUALITY" in audio[2]) == bool(quality)
    assert len(ask("core show codecs")[1]) == 4 + len(bench.pbx.release.codecs)
    assert len(ask("core show codecs x")[1]) == 4


def test_one_codec(ask: Any) -> None:
    """By its number."""
    assert ask("core show codec 4") == ("Success", ["          4 G.723.1 (g723)"])
    assert ask("core show codec 99") == ("Success", ["Codec 99 not found"])


@pytest.mark.parametrize(
    "command", ["core show codec", "core show codec x", "core show codecs audio x", "core show channeltypes x"]
)
def test_wrong_words_show_the_usage(ask: Any, command: str) -> None:
    """As an error."""
    response, lines = ask(command)
    assert (response, lines[0].partition(":")[0]) == ("Error", "Usage")


def test_formats_of_files(ask: Any, bench: Any) -> None:
    """With their modules; there are none of images."""
    lines = ask("core show file formats")[1]
    assert "ulaw       pcm        pcm|ulaw|ul|mu|ulw  " in lines
    assert lines[-1] == "4 file formats registered."
    assert bench.pbx.modules.unload("format_pcm.so")
    assert ask("core show file formats")[1][2:] == ["0 file formats registered."]
    assert ask("core show image formats")[1][-1] == "0 image formats registered."
    assert ask("core show image formats x")[0] == "Error"
