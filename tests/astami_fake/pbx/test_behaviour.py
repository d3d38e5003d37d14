"""What a phone does with calls that come."""

from __future__ import annotations

import pytest

from astami_fake.pbx.behaviour import RINGS, Behaviour, Behaviours


def test_a_phone_rings_until_told_otherwise() -> None:
    """And the last thing it was told stays."""
    phone = Behaviours()
    assert phone.next_behaviour() == RINGS
    phone.answers(after=2)
    assert [phone.next_behaviour() for _ in range(2)] == [Behaviour(200, 2)] * 2
    phone.busy()
    assert phone.next_behaviour().code == 486


def test_then_is_for_the_next_call() -> None:
    """Each behaviour before the last one is for one call."""
    phone = Behaviours().rings().then().declines().then().answers().hangs_up(after=3)
    assert [phone.next_behaviour().code for _ in range(4)] == [0, 603, 200, 200]
    assert phone.next_behaviour().hangs_up == 3


@pytest.mark.parametrize("code", [200, 302, 399, 700])
def test_a_refusal_has_the_code_of_one(code: int) -> None:
    """Others are a mistake of the test."""
    with pytest.raises(ValueError, match=f"from 400 to 699, not {code}"):
        Behaviours().rejects(code)
