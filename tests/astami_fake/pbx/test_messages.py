"""Texts outside of calls. Recorded: cases `pjsip.message.send`, `functions.message`, `messages.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.messages import CHANNEL, Sent, send

MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = res_pjsip_messaging.so\n"


@pytest.mark.parametrize(
    ("to", "sent"),
    [
        ("", Sent.INVALID_URI),
        ("nonsense", Sent.INVALID_PROTOCOL),
        ("xmpp:ann", Sent.INVALID_PROTOCOL),
        ("pjsip:nobody", Sent.FAILURE),
        ("pjsip:1001", Sent.FAILURE),
        ("PJSIP:1000", Sent.SUCCESS),
    ],
)
def test_who_gets_it(bench: Any, to: str, sent: Sent) -> None:
    """A phone that is registered: 1000 is, 1001 is not."""
    bench.pbx.phones.find("1000").register()
    assert send(bench.pbx, to) is sent


def test_without_its_module_there_is_no_way(bench: Any) -> None:
    """As to a technology that nobody knows."""
    bench.pbx.phones.find("1000").register()
    assert bench.pbx.modules.unload("res_pjsip_messaging.so")
    assert send(bench.pbx, "pjsip:1000") is Sent.INVALID_PROTOCOL


def test_texts_that_come_need_the_module_too(bench: Any) -> None:
    """Recorded: messages.unloaded."""
    ann = bench.pbx.phones.find("1000")
    assert ann.message("nobody", "hello") == 404
    assert bench.pbx.modules.unload("res_pjsip_messaging.so")
    assert ann.message("nobody", "hello") == 501


@pytest.mark.parametrize(("release", "writer"), [("22.10", "<sip:1000@pbx.example>"), ("16.28", "<sip>")])
def test_what_is_known_of_the_writer(make_lab: Callable[..., Any], release: str, writer: str) -> None:
    """Recorded: messages.told."""
    lab = make_lab("[default]\nexten => shop,1,NoOp(${MESSAGE(from)} ${MESSAGE(to)})\n", release, modules=MODULES)
    assert lab.pbx.phones.add("1000", {}).message("shop", "hello") == 202
    lab.pbx.clock.advance(0)
    assert lab.steps(CHANNEL) == [f"NoOp({writer} pjsip:shop@pbx.example)"]
