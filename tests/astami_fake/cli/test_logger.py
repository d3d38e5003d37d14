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


def test_a_channel_is_added(ask: Any) -> None:
    """It stands first, until it is removed by its name or its file, or the file is read again."""
    before = ask("logger show channels")
    assert ask("logger add channel more.log [json]Notice,none") == ("Success", [""])
    assert ask("logger add channel more.log error")[1] == ["Logger channel 'more.log' already exists"]
    assert ask("logger show channels")[1][4] == (
        "/var/log/asterisk/more.log          File     json       Enabled    - NOTICE "
    )
    assert ask("logger remove channel /var/log/asterisk/more.log")[1] == [
        "Removed dynamic logger channel '/var/log/asterisk/more.log'"
    ]
    assert ask("logger show channels") == before
    assert ask("logger remove channel console")[1] == ["Unable to find dynamic logger channel 'console'"]
    ask("logger add channel more.log error")
    ask("logger reload")
    assert ask("logger show channels") == before


def test_the_console_is_nobodys(ask: Any) -> None:
    """Its levels can be set, in any case; a manager has none to mute."""
    assert ask("logger set level Debug ON")[1] == ["Logger status for 'DEBUG' has been set to 'on'."]
    assert ask("logger set level cc on")[0] == "Error"
    assert ask("logger mute")[1] == ["Couldn't find remote console."]
    assert ask("logger mute a b")[0] == "Error"


def test_log_groups(make_bench: Any) -> None:
    """16.28 has none."""
    for release, said in (("22.10", "Success"), ("16.28", "Error")):
        client = make_bench(release).client().login()
        (frame,) = client.do("Action: Command", "Command: logger filter show")
        assert frame.startswith(f"Response: {said}")


def test_groups_of_channels(ask: Any, bench: Any) -> None:
    """Those that the log shows, the last first; releases before have no such groups."""
    if bench.pbx.release.name == "16.28":
        assert ask("logger filter changroup one on")[0] == "Error"
        return
    assert ask("logger filter changroup one on")[1] == ["Logging of channel group 'one' is now enabled"]
    ask("logger filter changroup two on")
    assert [line.split()[:2] for line in ask("logger filter show")[1][:-1]] == [["1", "two"], ["2", "one"]]
    assert ask("logger filter changroup one x")[1] == ["Logging of channel group 'one' is now disabled"]
    assert ask("logger filter show")[1][-1] == "1 channel group currently enabled"
    assert ask("logger filter reset")[1] == ["Log filtering has been reset (1 filter removed)"]
    assert ask("logger filter show")[1] == ["No filtering currently active"]
    assert ask("logger filter changroup one")[0] == "Error"
