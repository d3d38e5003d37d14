"""Peers of chan_sip as sip.conf has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config import sip
from astami_fake.config.sip import SipConfig


def load(folder: Path, text: str) -> SipConfig:
    (folder / "sip.conf").write_text(text, encoding="utf-8")
    return sip.load(folder)


def test_no_file_no_peers(tmp_path: Path) -> None:
    """Asterisk does without."""
    assert sip.load(tmp_path) == SipConfig()


def test_a_peer_with_an_address_and_one_that_registers(tmp_path: Path) -> None:
    """A template is no peer, and hands on what it says; without an address there is no port."""
    phone, trunk = load(
        tmp_path,
        "[general]\nbindport = 5070\n[phone](!)\ntype = friend\nhost = dynamic\n[2000](phone)\nqualify = yes\n"
        "[trunk]\ntype = peer\nhost = 192.0.2.1\nport = 5062\nqualify = no\n",
    ).peers
    assert (phone.name, phone.host, phone.port, phone.is_user, phone.is_monitored) == ("2000", "", "0", True, True)
    assert (trunk.name, trunk.host, trunk.port, trunk.is_user, trunk.is_monitored) == (
        "trunk", "192.0.2.1", "5062", False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "codecs"),
    [
        ("", ("ulaw", "alaw", "gsm", "h263")),
        ("disallow = all\nallow = alaw,ulaw\n", ("alaw", "ulaw")),
        ("disallow = gsm, h263\nallow = ulaw\n", ("ulaw", "alaw")),
    ],
)
def test_codecs(tmp_path: Path, lines: str, codecs: tuple[str, ...]) -> None:
    """Line by line: each takes away or adds."""
    (peer,) = load(tmp_path, f"[2000]\ntype = peer\n{lines}").peers
    assert peer.codecs == codecs


def test_an_option_of_several_words(tmp_path: Path) -> None:
    """Without regard to case and blanks."""
    (peer,) = load(tmp_path, "[2000]\ntype = peer\nnat = Force_rport, comedia\n").peers
    assert peer.says("nat", "force_rport")
    assert peer.says("nat", "comedia")
    assert not peer.says("nat", "no")


def test_what_is_not_modelled_is_told(tmp_path: Path) -> None:
    """Registrations with others (without their secrets), and those who may only call; without a type it is neither."""
    config = load(
        tmp_path, "[general]\nregister => me:pw@example.org\n[caller]\ntype = user\n[other]\nhost = dynamic\n"
    )
    assert config.peers == ()
    assert config.unmodelled == (
        "sip.conf: a registration with another server is not modelled; it does nothing",
        "sip.conf: [caller] type = user is not modelled; it does nothing",
    )
