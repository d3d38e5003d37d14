"""Event filters: what passes, and what is no filter."""

import pytest

from astami_fake.filters import BadFilter, Filters, plain, with_criteria
from astami_fake.posix import BadExpression

ALPHA = ["Event: UserEvent", "Privilege: user,all", "UserEvent: Alpha", "Number: 7"]
BETA = ["Event: UserEvent", "Privilege: user,all", "UserEvent: Beta", "Number: 77"]


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ([], [True, True]),
        ([plain("UserEvent: Alpha")], [True, False]),
        ([plain("!UserEvent: Alpha")], [False, True]),
        ([plain("UserEvent: (Alpha|Beta)"), plain("!Number: [0-9]{2}")], [True, False]),
        ([plain("Number: 7$")], [False, False]),
        ([with_criteria("name(UserEvent),header(Number),method(exact)", "7")], [True, False]),
        ([with_criteria("name(Hangup),header(Number),method(exact)", "7")], [False, False]),
        ([with_criteria("header(UserEvent),method(starts_with)", "Be")], [False, True]),
        ([with_criteria("header(UserEvent),method(ends_with)", "ha")], [True, False]),
        ([with_criteria("action(exclude),header(UserEvent),method(contains)", "lph")], [False, True]),
        ([with_criteria("method(regex),header(Number)", "^7+$")], [True, True]),
        ([with_criteria("header(Word),method(none)", "")], [False, False]),
        ([with_criteria("name(UserEvent)", "")], [True, True]),
    ],
)
def test_passes(filters, passes):
    """An event passes where no excluding filter fits and one of the others does, where there are any."""
    assert [Filters(list(filters)).passes(event) for event in (ALPHA, BETA)] == passes


@pytest.mark.parametrize(
    ("criteria", "text"),
    [
        ("frob(x)", "7"),
        ("name(UserEvent),method(frob)", "7"),
        ("name(UserEvent", "7"),
        ("name(UserEvent),method(exact)", ""),
        ("header(Word),method(none)", "7"),
        ("action(frob),name(UserEvent)", "7"),
        ("name(UserEvent),name(Newchannel)", "7"),
    ],
)
def test_criteria_refused(criteria, text):
    """Criteria that there are not, that come twice, or without the text that they need."""
    with pytest.raises(BadFilter):
        with_criteria(criteria, text)


def test_expression_refused():
    """A regular expression that cannot be read is told apart."""
    with pytest.raises(BadExpression):
        plain("[")
