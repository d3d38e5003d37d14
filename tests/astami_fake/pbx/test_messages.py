"""Texts outside of calls. Recorded: cases `pjsip.message.send`, `functions.message`."""

from __future__ import annotations

from typing import Any

import pytest

from astami_fake.pbx.messages import Sent, send


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
