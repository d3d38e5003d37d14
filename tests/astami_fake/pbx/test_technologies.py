"""A channel from ``TECH/address``. Recorded: cases `calls.inbound.unregistered`, `dialplan.dial.notech`."""

from __future__ import annotations

from typing import Any

import pytest

from astami_fake.pbx import causes, technologies


@pytest.mark.parametrize(
    ("tech", "address", "cause"),
    [
        ("Nothing", "1", causes.NOT_IMPLEMENTED),
        ("PJSIP", "nobody", causes.NO_ROUTE),
        ("PJSIP", "1001", causes.NO_ROUTE),
    ],
)
def test_who_refuses(bench: Any, tech: str, address: str, cause: int) -> None:
    """A technology that nobody knows; an endpoint that is not there, or has no contact."""
    with pytest.raises(technologies.Refused) as refused:
        technologies.request(bench.pbx, tech, address)
    assert refused.value.cause == cause
    assert len(bench.pbx.channels) == 0


def test_a_registered_phone(bench: Any) -> None:
    """Case of the technology does not count."""
    bench.pbx.phones.find("1001").register()
    channel = technologies.request(bench.pbx, "pjsip", "1001", uniqueid="u", linkedid="l")
    assert (channel.name, channel.uniqueid, channel.linkedid) == ("PJSIP/1001-00000000", "u", "l")


def test_a_local_pair(bench: Any) -> None:
    """The first half is given out; the second has its own id, or the first's with ``;2``."""
    first = technologies.request(bench.pbx, "LOCAL", "1001@default", uniqueid="u")
    assert [channel.uniqueid for channel in bench.pbx.channels] == ["u", "u;2"]
    assert first.name.endswith(";1")
    technologies.request(bench.pbx, "Local", "1001@default", uniqueid="v", other_uniqueid="w")
    assert [channel.uniqueid for channel in bench.pbx.channels][2:] == ["v", "w"]
