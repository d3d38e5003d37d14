"""Mailboxes and their messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

BOXES = "[general]\nmaxmsg = 2\n[default]\n1001 => 1,Ann\n1002 => 2,Bob,bob@example.org,,language=de\n"
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_voicemail.so\n"
PLAN = """[default]
exten => leave,1,VoiceMail(1001@default&1002,s)
 same => n,NoOp(${VMSTATUS})
exten => away,1,VoiceMail(1001,u)
 same => n,NoOp(${VMSTATUS})
exten => odd,1,VoiceMail(1001,sg)
exten => facts,1,NoOp(${VMCOUNT(1001&1002)} ${VMCOUNT(1001,Old)} ${VM_INFO(1001,count,Old)} ${VM_INFO(none,count)})
 same => n,NoOp(<${VM_INFO(1001,email)}> ${VM_INFO(1002,email)} ${VM_INFO(1002,language)} ${VM_INFO(1001,language)})
"""


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, modules=MODULES, voicemail=BOXES)


@pytest.fixture
def heard(make_lab: Callable[..., Any]) -> Any:
    """With Asterisk's sounds."""
    return make_lab(PLAN, modules=MODULES + "load = format_gsm.so\n", voicemail=BOXES)


def caller(lab: Any) -> Any:
    """The half that runs the dialplan."""
    return next(one for one in lab.pbx.channels if one.name.endswith(";2"))


def leave(lab: Any) -> None:
    """A caller leaves a message and hangs up."""
    lab.call("leave@default")
    lab.clock.advance(3)
    caller(lab).interrupt()
    lab.clock.advance(1)


def test_a_message_for_two(lab: Any) -> None:
    """Each has it, under one id; the first that was named is told of last."""
    leave(lab)
    first, second = lab.pbx.voicemail
    ((_, message),) = first.messages()
    assert list(second.messages()) == [("INBOX", message)]
    assert message.duration == 2  # its sound begins behind the answer
    assert [event["Mailbox"] for event in lab.told("MessageWaiting")] == ["1002@default", "1001@default"]


def test_a_key_ends_a_message(lab: Any) -> None:
    """And the call goes on; other keys are part of the message."""
    lab.call("leave@default")
    lab.clock.advance(1)
    for key in "1#":
        caller(lab).digits.append(key)
    caller(lab).wakeup.fire()
    lab.clock.advance(2)
    assert "NoOp(SUCCESS)" in lab.steps()


def test_a_greeting_needs_sounds(lab: Any) -> None:
    """Without them the call ends."""
    lab.call("away@default")
    lab.clock.advance(1)
    assert [event["Value"] for event in lab.told("VarSet") if event["Variable"] == "VMSTATUS"] == ["FAILED"]
    assert "NoOp(FAILED)" not in lab.steps()


def test_who_hangs_up_in_the_greeting_leaves_nothing(heard: Any) -> None:
    """The greeting takes its time, unless # ends it."""
    heard.call("away@default")
    heard.clock.advance(5)
    caller(heard).interrupt()
    heard.clock.advance(1)
    assert heard.told("MessageWaiting") == []
    heard.call("away@default")
    heard.clock.advance(1)
    caller(heard).digits.append("#")
    caller(heard).wakeup.fire()
    heard.clock.advance(2)
    caller(heard).interrupt()
    heard.clock.advance(1)
    assert [event["New"] for event in heard.told("MessageWaiting")] == ["1"]


def test_a_full_mailbox_takes_no_more(lab: Any) -> None:
    """The call goes on."""
    leave(lab)
    leave(lab)
    lab.call("leave@default")
    lab.clock.advance(2)
    assert lab.steps()[-1] == "NoOp(FAILED)"


def test_what_is_not_modelled_is_told(lab: Any) -> None:
    """An option."""
    lab.call("odd@default")
    lab.clock.advance(1)
    assert any("option 'g' of VoiceMail is not modelled" in problem for problem in lab.pbx.problems)


def test_without_its_module_there_is_no_voicemail(make_lab: Callable[..., Any]) -> None:
    """No mailboxes, and a call to the application ends."""
    lab = make_lab(PLAN, voicemail=BOXES)
    lab.call("leave@default")
    lab.clock.advance(1)
    assert list(lab.pbx.voicemail) == []
    assert any("app_voicemail.so is not loaded" in problem for problem in lab.pbx.problems)


def test_messages_are_moved_forwarded_and_removed(lab: Any) -> None:
    """False where there is no such message or folder."""
    leave(lab)
    voicemail = lab.pbx.voicemail
    first, second = voicemail
    ((_, message),) = first.messages()
    assert voicemail.move(first, "INBOX", message.id, "Old")
    assert not voicemail.move(first, "INBOX", message.id, "Old")
    assert not voicemail.move(first, "Old", message.id, "nowhere")
    assert voicemail.forward(first, "Old", message.id, second, "Urgent")
    assert not voicemail.forward(first, "Old", message.id, second, "nowhere")
    assert (first.new, first.old, second.new, second.urgent) == (0, 1, 1, 1)
    assert voicemail.remove(first, "Old", message.id)
    assert not voicemail.remove(first, "Old", message.id)


def test_a_reload_keeps_messages_and_tells_of_all(lab: Any) -> None:
    """Of mailboxes that are still there."""
    leave(lab)
    (lab.folder / "voicemail.conf").write_text("[default]\n1001 => 1,Ann\n", encoding="utf-8")
    lab.events.clear()
    lab.pbx.modules.reload("app_voicemail.so")
    assert [(event["Mailbox"], event["New"]) for event in lab.told("MessageWaiting")] == [("1001@default", "1")]


def test_functions(lab: Any) -> None:
    """Counts over mailboxes and folders; Asterisk crashes over an address that is not there."""
    leave(lab)
    lab.call("facts@default")
    lab.clock.advance(1)
    assert lab.steps()[-2:] == ["NoOp(2 0 0 )", "NoOp(<> bob@example.org de en)"]
    assert any("without an address crashes Asterisk" in problem for problem in lab.pbx.problems)
