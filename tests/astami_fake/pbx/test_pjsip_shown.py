"""PJSIP's objects in the words and the order of a release."""

from __future__ import annotations

import pytest

from astami_fake import releases
from astami_fake.config.pjsip import PjsipObject
from astami_fake.pbx import pjsip_shown

R22, R16 = releases.find("22.10"), releases.find("16.28")


@pytest.mark.parametrize(
    ("option", "value", "header", "shown"),
    [
        ("direct_media", "no", "DirectMedia", "false"),
        ("webrtc", "on", "Webrtc", "yes"),
        ("dtls_verify", "0", "DtlsVerify", "No"),
        ("100rel", "required", "100rel", "required"),
        ("callerid", "Ann <1000>", "Callerid", '"Ann" <1000>'),
        ("context", "calls", "Context", "calls"),
    ],
)
def test_a_value_is_said_in_the_words_of_the_release(option: str, value: str, header: str, shown: str) -> None:
    """Yes and no as its default says them; other words as they stand."""
    endpoint = PjsipObject("endpoint", "x", ((option, value),))
    assert dict(pjsip_shown.settings(R22, endpoint))[header] == shown


def test_codecs_are_what_the_lines_come_to() -> None:
    """disallow=all empties, allow adds, in their order."""
    lines = (("allow", "gsm"), ("disallow", "all"), ("allow", "ulaw,alaw"), ("disallow", "ulaw"), ("allow", "g722"))
    assert dict(pjsip_shown.options(R22, PjsipObject("endpoint", "x", lines)))["allow"] == "(alaw|g722)"


def test_times_have_six_places_and_matches_a_mask() -> None:
    """As recorded in pjsip.aors and pjsip.endpoint.line."""
    aor = PjsipObject("aor", "x", (("qualify_timeout", "0.5"),))
    identify = PjsipObject("identify", "x", (("match", "192.0.2.1"), ("match", "198.51.100.0/24")))
    assert dict(pjsip_shown.settings(R16, aor))["QualifyTimeout"] == "0.500000"
    masked = "192.0.2.1/255.255.255.255,198.51.100.0/255.255.255.0"
    assert dict(pjsip_shown.settings(R16, identify))["Match"] == masked


def test_22_sorts_and_16_does_not() -> None:
    """Recorded: pjsip.phones."""
    names = ["1000", "1001", "1002", "1003", "provider"]
    assert pjsip_shown.in_order(R22, reversed(names), str) == names
    assert pjsip_shown.in_order(R16, names, str) == ["1002", "provider", "1003", "1000", "1001"]
