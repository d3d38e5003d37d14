"""Functions on mailboxes. Values recorded: cases `voicemail.message`, `voicemail.unheard`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import functions

BOXES = (
    "[default]\n1001 => 11,Ann,ann@example.org,pager@example.org,language=de|tz=east\n1002 => 22,Bob\n"
    "[shop]\n1001 => 33,Shop,shop@example.org\n"
)
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_voicemail.so\n"


@pytest.fixture
def pbx(make_lab: Callable[..., Any]) -> Any:
    return make_lab("[default]\n", modules=MODULES, voicemail=BOXES).pbx


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("VMCOUNT(1001)", "0"),
        ("VMCOUNT(1001&1002,Old)", "0"),
        ("VMCOUNT(none)", "0"),
        ("VM_INFO(1001,exists)", "1"),
        ("VM_INFO(none,exists)", "0"),
        ("VM_INFO(1001,fullname)", "Ann"),
        ("VM_INFO(1001@shop,fullname)", "Shop"),
        ("VM_INFO(1001,password)", "11"),
        ("VM_INFO(1001,email)", "ann@example.org"),
        ("VM_INFO(1001,pager)", "pager@example.org"),
        ("VM_INFO(1001,language)", "de"),
        ("VM_INFO(1002,language)", ""),
        ("VM_INFO(1001,tz)", "east"),
        ("VM_INFO(1001,colour)", ""),
        ("VM_INFO(none,fullname)", ""),
    ],
)
def test_read(pbx: Any, text: str, value: str) -> None:
    """By mailbox, context and item."""
    assert functions.read(pbx, None, text) == value


def test_an_address_that_is_not_there_is_reported(pbx: Any) -> None:
    """Real Asterisk 22.10.1 does not survive the question."""
    assert functions.read(pbx, None, "VM_INFO(1002,email)") == ""
    assert "crashes" in pbx.problems[-1]
