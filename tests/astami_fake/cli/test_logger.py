"""The CLI family ``logger``. Outputs recorded: case `manager.command.logger`."""

from __future__ import annotations

from typing import Any


def test_there_are_no_files_to_begin_anew(ask: Any) -> None:
    """Both succeed and say nothing."""
    assert ask("logger rotate") == ("Success", [""])
    assert ask("logger reload") == ("Success", [""])
    assert ask("logger rotate x")[0] == "Error"


def test_where_the_log_goes(make_bench: Any, overlay: Any) -> None:
    """The last file first; the console also gets what is verbose; reload reads the file again."""
    bench = make_bench(etc=overlay("options"))
    client = bench.client().login()

    def rows() -> list[str]:
        (frame,) = client.do("Action: Command", "Command: logger show channels")
        return [line.removeprefix("Output: ") for line in frame.splitlines() if line.startswith("Output: ")]

    found = rows()
    assert found[0] == "Logger queue limit: 250"
    assert found[-2] == " " * 36 + "Console  default    Enabled    - ERROR VERBOSE DTMF "
    assert found[-5] == "/var/log/asterisk/lines.json        File     json       Enabled    - DEBUG ERROR "
    bench.pbx.files.write("logger.conf", bench.pbx.files.read("features.conf"))
    assert rows() == found
    client.do("Action: Command", "Command: logger reload")
    assert rows()[0] == "Logger queue limit: 1000"


def test_levels(ask: Any) -> None:
    """By number."""
    lines = ask("logger show levels")[1]
    assert lines[2] == "    0 DEBUG"
    assert lines[-2:] == ["   16 CC", ""]
