"""Mailboxes as voicemail.conf has them; what is told of them is in the case `voicemail.options`."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config import voicemail
from astami_fake.config.voicemail import VoicemailConfig


def load(folder: Path, text: str) -> VoicemailConfig:
    (folder / "voicemail.conf").write_text(text, encoding="utf-8")
    return voicemail.load(folder)


def test_no_file_no_mailboxes(tmp_path: Path) -> None:
    """Asterisk does without."""
    assert voicemail.load(tmp_path) == VoicemailConfig()


def test_a_line_may_end_anywhere(tmp_path: Path) -> None:
    """What it does not say is empty; an address that it does not reach is told otherwise."""
    bare, named, full = load(
        tmp_path, "[default]\n1 => 11\n2 => 22,Bob\n3 => 33,Cem,cem@example.org,pager@example.org,maxmsg=5|tz=x|odd\n"
    ).boxes
    assert (bare.password, bare.name, bare.email, bare.pager, bare.limit) == ("11", "", None, "", 100)
    assert (named.name, named.email, named.address) == ("Bob", None, "2@default")
    assert (full.email, full.pager, full.limit, full.options["tz"]) == ("cem@example.org", "pager@example.org", 5, "x")


def test_general_options_hold_for_all(tmp_path: Path) -> None:
    """Where the mailbox says nothing else; zones are no mailboxes."""
    config = load(
        tmp_path,
        "[general]\nmaxmsg = 7\nreview = yes\n[zonemessages]\neast = Europe/Berlin|'vm' Q\n"
        "[shop]\n1 => 1,A\n2 => 2,B,,,review=no\n",
    )
    one, two = config.boxes
    assert (one.limit, one.has("review"), two.has("review"), one.has("attach")) == (7, True, False, True)
    assert config.zones == (("east", "Europe/Berlin", "'vm' Q"),)
