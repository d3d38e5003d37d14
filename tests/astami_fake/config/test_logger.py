"""logger.conf."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config import logger


def test_without_the_file_the_console_gets_it(tmp_path: Path) -> None:
    """What is worth a notice, and what is verbose."""
    (channel,) = logger.load(tmp_path).channels
    assert (channel.type, channel.levels) == ("Console", ("NOTICE", "WARNING", "ERROR", "VERBOSE"))


def test_kinds_of_channels(tmp_path: Path) -> None:
    """Files stand in the log's folder unless they say another; unknown levels are none."""
    (tmp_path / "logger.conf").write_text(
        "[general]\nlogger_queue_limit = 7\n[logfiles]\nsyslog.local0 => notice\n/tmp/x => error,fax\n"
        "plain => [plain]debug,verbose(3)\nconsole => *\n"
    )
    found = logger.load(tmp_path)
    assert found.queue_limit == 7
    console, plain, outside, syslog = found.channels
    assert console.levels == tuple(logger.LEVELS.values())
    assert plain == logger.LogChannel("/var/log/asterisk/plain", "File", "plain", ("DEBUG", "VERBOSE"))
    assert outside == logger.LogChannel("/tmp/x", "File", "default", ("ERROR",))
    assert syslog == logger.LogChannel("syslog.local0", "Syslog", "default", ("NOTICE",))
