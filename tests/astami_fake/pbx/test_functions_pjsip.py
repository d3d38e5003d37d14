"""PJSIP_HEADER. The calls as a whole are the case calls.headers."""

from __future__ import annotations

from astami_fake import FakeAsterisk
from astami_fake.pbx import functions


def test_headers() -> None:
    """Read by name and number, in any case; added, changed and taken away; of a phone's channel only."""
    with FakeAsterisk(clock="manual") as server:
        phone = server.phone("1000").rings()
        with server.client() as client:
            client.originate("PJSIP/1000", application="Wait", data="60", async_=True)
            server.advance(0)
        pbx = server.pbx
        (channel,) = pbx.channels
        call = phone.present_call()
        assert functions.write(pbx, channel, "PJSIP_HEADER(add,X-One)", "1")
        assert functions.write(pbx, channel, "PJSIP_HEADER(add,x-one)", "2")
        assert call.header("X-One") == "1,2"
        for asked, value in (("X-One", "1"), ("X-ONE,2", "2"), ("X-One,3", ""), ("X-Two", "")):
            assert functions.read(pbx, channel, f"PJSIP_HEADER(read,{asked})") == value
        assert functions.write(pbx, channel, "PJSIP_HEADER(update,X-One)", "3")
        assert call.header("X-One") == "3"
        assert functions.write(pbx, channel, "PJSIP_HEADER(remove,X-One)", "")
        assert call.header("X-One") == ""
        assert not functions.write(pbx, channel, "PJSIP_HEADER(other,X-One)", "")
        assert not functions.write(pbx, channel, "PJSIP_HEADER(add)", "")
        assert functions.read(pbx, channel, "PJSIP_HEADER(other,X-One)") == ""
        assert functions.read(pbx, None, "PJSIP_HEADER(read,X-One)") == ""
