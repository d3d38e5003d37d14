"""The tables of PJSIP's options."""

from __future__ import annotations

from astami_fake.releases.pjsip import fields


def test_22_has_options_that_16_has_not() -> None:
    """Their order is the same; qualify_2xx_only is one of the new ones."""
    new, old = [name for name, _ in fields("22.10", "aor")], [name for name, _ in fields("16.28", "aor")]
    assert [name for name in new if name in old] == old
    assert set(new) - set(old) == {"qualify_2xx_only"}


def test_defaults_are_those_of_a_bare_object() -> None:
    """Recorded with conformance/etc-lines."""
    assert dict(fields("16.28", "endpoint"))["direct_media"] == "true"
    assert dict(fields("22.10", "auth"))["nonce_lifetime"] == "32"
