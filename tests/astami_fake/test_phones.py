"""The words that a test has for phones."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from astami_fake import FakeAsterisk
from astami_fake.phones import Moment


def test_a_phone_is_there_when_it_is_asked_for() -> None:
    """Registered, by its name, always the same; without a configuration it is made."""
    with FakeAsterisk(clock="manual") as pbx:
        ann = pbx.phone("1000", callerid="Ann <1000>")
        assert pbx.phone("1000") is ann
        assert (ann.name, repr(ann)) == ("1000", "<Phone 1000>")
        assert pbx.pbx.phones.request("1000") is not None
        pbx.phone("1001", registered=False)
        assert pbx.pbx.phones.request("1001") is None
        ann.unregister()
        assert pbx.pbx.phones.request("1000") is None


def test_click_to_call_without_a_loop() -> None:
    """A sync client originates; the phone answers when PBX time has come, and hangs up."""
    with FakeAsterisk(clock="manual") as pbx:
        phone = pbx.phone("1001").answers(after=2)
        with pbx.client() as client:
            client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
            pbx.advance(1)
            call = phone.present_call()
            assert call.ringing
            assert not call.answered
            pbx.advance(1)
            call.answered.wait()
            assert call.channel == "PJSIP/1001-00000000"
            call.hangup()
            call.over.wait()
            assert not list(pbx.pbx.channels)


def test_a_real_clock_needs_no_word() -> None:
    """Delays are small where nothing was said: a synchronous Originate comes back by itself."""
    with FakeAsterisk() as pbx:
        pbx.phone("1001").answers().hangs_up()
        with pbx.client() as client:
            assert client.originate("PJSIP/1001", application="Wait", data="60").success
            pbx.phone("1001").present_call().over.wait()


@pytest.mark.asyncio
async def test_a_call_on_the_loop_of_the_test() -> None:
    """Moments of a call can be awaited."""
    async with FakeAsterisk() as pbx:
        ann, bob = pbx.phone("1000", callerid="Ann <1000>"), pbx.phone("1001")
        async with pbx.async_client() as client:
            await client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
            call = bob.present_call()
            await call.ringing
            call.answer()
            await call.answered
            ann.calls("nowhere")
            call.hangup()
            await call.over


@pytest.mark.asyncio
async def test_the_next_call_is_dealt_with_by_hand() -> None:
    """One that comes later, and one that has come before; each is given once."""
    async with FakeAsterisk() as pbx:
        bob = pbx.phone("1001")
        coming = bob.next_call()
        assert not coming
        async with pbx.async_client() as client:
            await client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
            first = await coming
            first.answer()
            await first.answered
            await client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
            second = await bob.next_call()
            assert second is not first
            second.reject(486)
            await second.over
            assert not bob.next_call()


def test_a_call_that_is_over_is_not_the_next_one() -> None:
    """Nobody could answer it any more."""
    with FakeAsterisk(clock="manual") as pbx:
        bob = pbx.phone("1001")
        with pbx.client() as client:
            for _ in range(2):
                client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
                pbx.advance(1)
            bob.present_call(1).reject(486)
            assert bob.next_call().wait() is bob.present_call(2)


def test_a_moment_that_never_comes() -> None:
    """The call is over: whoever waits is told so at once."""
    with FakeAsterisk(clock="manual") as pbx:
        call = pbx.phone("1000").calls("nowhere")
        assert call.code == 404
        assert not call.answered
        with pytest.raises(ValueError, match="<Call of 1000 with nowhere, over> is over"):
            call.answered.wait()
        assert (call.channel, isinstance(call.over, Moment), bool(call.over)) == ("", True, True)


def test_a_phone_may_be_told_from_any_thread() -> None:
    """What it does holds when the method returns."""
    with FakeAsterisk(clock="manual") as pbx:
        phone = pbx.phone("1001")
        thread = threading.Thread(target=lambda: phone.busy().then().declines())
        thread.start()
        thread.join()
        with pbx.client() as client:
            for _ in range(2):
                client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
                pbx.advance(1)
        assert [phone.present_call(number).code for number in (1, 2)] == [486, 603]


def test_what_a_phone_cannot_do() -> None:
    """The mistake is told to the thread that made it."""
    with FakeAsterisk(clock="manual") as pbx:
        phone = pbx.phone("1001")
        with pytest.raises(LookupError, match="phone 1001 has had 0 calls"):
            phone.present_call()
        with pytest.raises(ValueError, match="from 400 to 699"):
            phone.rejects(200)
        with pbx.client() as client:
            client.originate("PJSIP/1001", application="Wait", data="60", async_=True)
            call = phone.present_call()
            call.reject(503)
            with pytest.raises(ValueError, match="is over, not offered"):
                call.answer()
            assert call.code == 503


def test_hold_and_keys() -> None:
    """Said to a call, heard by the other phone."""
    with FakeAsterisk(clock="manual") as pbx:
        pbx.pbx.reload_dialplan()
        bob, trunk = pbx.phone("1001").answers(), pbx.trunk("provider")
        trunk.number("030").busy()
        with pbx.client() as client:
            client.originate("PJSIP/1001", application="Dial", data="PJSIP/1002", async_=True)
            client.originate("PJSIP/030@provider", application="Wait", data="60", async_=True)
            pbx.phone("1002").answers()
            pbx.advance(1)
        assert trunk.present_call().code == 486
        call = bob.present_call()
        call.hangup()


def test_a_phone_connects_its_two_calls(tmp_path: Path) -> None:
    """Recorded: calls.transfer.attended. The two others talk, and the phone that connected them is free."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\n")
    (tmp_path / "extensions.conf").write_text("[default]\nexten => _100X,1,Dial(PJSIP/${EXTEN},20)\n")
    with FakeAsterisk(etc=tmp_path, clock="manual") as pbx:
        ann, bob, carol = (pbx.phone(name).answers() for name in ("1000", "1001", "1002"))
        first = ann.calls("1001")
        pbx.advance(1)
        second = ann.calls("1002")
        pbx.advance(1)
        with pytest.raises(ValueError, match="of its own only"):
            first.transfer_to(first)
        with pytest.raises(ValueError, match="of its own only"):
            first.transfer_to(bob.present_call())
        with pytest.raises(LookupError, match="has had 2 calls"):
            first.transfer_to(3)
        first.transfer_to(second)
        pbx.advance(1)
        assert first.over
        assert second.over
        assert {channel.name[:10] for channel in pbx.pbx.channels} == {"PJSIP/1001", "PJSIP/1002"}
        bob.present_call().hangup()
        assert carol.present_call().over


def test_sound_takes_a_local_channel_out_of_a_call(tmp_path: Path) -> None:
    """As soon as both are answered; where the phones are mute, when one of them talks (recorded: calls.local.*)."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n")
    (tmp_path / "extensions.conf").write_text(
        "[default]\nexten => 1,1,Dial(Local/2@default)\nexten => 2,1,Dial(PJSIP/b)\n"
    )
    for mute in (False, True):
        with FakeAsterisk(etc=tmp_path, clock="manual") as pbx:
            a, b = pbx.phone("a"), pbx.phone("b").answers()
            for phone in (a, b):
                if mute:
                    phone.mutes()
            a.calls("1")
            pbx.advance(1)
            assert len(list(pbx.pbx.channels)) == (4 if mute else 2)
            b.present_call().talks()
            pbx.advance(1)
            assert sorted(channel.name.split("-")[0] for channel in pbx.pbx.channels) == ["PJSIP/a", "PJSIP/b"]


def test_headers_of_a_call(tmp_path: Path) -> None:
    """What a phone says is read in the dialplan; what the dialplan adds, the called phone gets (calls.headers)."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n")
    (tmp_path / "extensions.conf").write_text(
        "[default]\nexten => 1,1,Set(__C=${PJSIP_HEADER(read,X-Campaign)})\n same => n,Dial(PJSIP/b,20,b(add^s^1))\n"
        "[add]\nexten => s,1,Set(PJSIP_HEADER(add,X-Seen)=${C})\n same => n,Return()\n"
    )
    with FakeAsterisk(etc=tmp_path, clock="manual") as pbx:
        called = pbx.phone("b").rings()
        call = pbx.phone("a").calls("1", headers={"X-Campaign": "spring"})
        pbx.advance(1)
        assert (call.header("x-campaign"), called.present_call().header("X-Seen")) == ("spring", "spring")


def test_a_phone_writes_to_the_dialplan(tmp_path: Path) -> None:
    """Recorded: messages.*. Each text runs for itself, where the endpoint says; nobody else is asked."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n")
    (tmp_path / "extensions.conf").write_text(
        "[calls]\nexten => shop,1,UserEvent(Text,Body: ${MESSAGE(body)},"
        "Order: ${MESSAGE_DATA(X-Order)},Was: <${WAS}>)\n"
        " same => n,Set(WAS=1)\n same => n,Wait(1)\nexten => h,1,UserEvent(Never)\n"
    )
    with FakeAsterisk(etc=tmp_path, clock="manual") as pbx, pbx.client() as client:
        ann = pbx.phone("1000", context="calls")
        with client.events("UserEvent") as events:
            assert ann.message("shop", "one", headers={"X-Order": "17"}) == 202
            assert ann.message("shop", "two") == 202
            assert ann.message("nowhere", "three") == 404
            assert events.get(timeout=5)["Body"] == "one"
            assert client.ping().success
            assert events.waiting == 0
            pbx.advance(1)
            second = events.get(timeout=5)
            assert [second[name] for name in ("Body", "Order", "Was", "Channel")] == [
                "two",
                "",
                "<>",
                "Message/ast_msg_queue",
            ]
            pbx.advance(5)
            assert ann.message("shop", "four") == 202
            assert events.get(timeout=5)["Body"] == "four"
        assert len(pbx.pbx.channels) == 0
        assert pbx.pbx.current_calls == 1
