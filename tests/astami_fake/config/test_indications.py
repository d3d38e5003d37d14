"""indications.conf."""

from astami_fake.config import indications
from astami_fake.config.indications import Country, Indications


def test_load(tmp_path):
    """A country needs a description; whatever else is in it is a tone."""
    assert indications.load(tmp_path) == Indications()
    (tmp_path / "indications.conf").write_text(
        "[general]\ncountry = de\n[de]\ndescription = Germany\nalias = at\nbusy = 425\n[xx]\ndial = 1\n"
    )
    assert indications.load(tmp_path) == Indications(
        "de", {"de": Country("Germany", "", {"alias": "at", "busy": "425"})}
    )
