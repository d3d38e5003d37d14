"""The order of Asterisk's tables, as recorded."""

from __future__ import annotations

import pytest

from astami_fake.pbx import hashing


def test_hints_come_as_recorded() -> None:
    """Case `states.extensions`."""
    names = ["2000", "2001", "2002", "2003", "2010", "2011", "2012", "1000", "1001", "_3XXX"]
    recorded = ["1000", "1001", "_3XXX", "2003", "2002", "2001", "2000", "2012", "2010", "2011"]
    assert hashing.ordered(names, str) == recorded


def test_device_states_come_as_recorded() -> None:
    """Case `states.devices`."""
    recorded = ["PJSIP/nowhere", "Custom:lamp", "PJSIP/desk", "PJSIP/both", "PJSIP/1000", "PJSIP/gone", "Custom:row001"]
    assert hashing.ordered(sorted(recorded), str, digest=hashing.of_device) == recorded


def test_endpoints_of_16_come_as_recorded() -> None:
    """Case `pjsip.phones` on 16.28: five objects in a table of five."""
    names = ["1000", "1001", "1002", "1003", "provider"]
    recorded = ["1002", "provider", "1003", "1000", "1001"]
    assert hashing.ordered(names, str, hashing.prime_up_to(5)) == recorded


@pytest.mark.parametrize(("number", "prime"), [(0, 1), (1, 1), (2, 2), (6, 5), (8, 7), (12, 11)])
def test_tables_have_a_prime_of_buckets(number: int, prime: int) -> None:
    """The greatest that is not greater than the number of objects."""
    assert hashing.prime_up_to(number) == prime
