"""A short round of the fuzzer: the same random sessions each time, on the target and on the fake of its release."""

from pathlib import Path

import pytest

from astami_fake.conformance.fuzz.run import fuzz
from astami_fake.conformance.targets import open_target

#: What long rounds have found no difference in on real servers; see conformance/README.md.
AREAS = frozenset({"database", "variables", "commands", "session", "bytes"})


def test_short_round(case_target, record_property):
    """The fake says what the target says; what differed once and not again is told as unsteady."""
    if not {"writes", "originates"} <= case_target.allows:
        pytest.skip(f"{case_target.spec} may not be written to")  # a PBX of one's own
    etc = Path(__file__).parents[1] / "etc"
    with open_target(f"fake:{case_target.release}", etc=etc) as fake:
        outcome = fuzz(fake, case_target, steps=300, areas=AREAS)
    for text in outcome.unrepeatable:
        record_property("unsteady", text)
    assert [str(found) for found in outcome.found] == []
    assert outcome.steps >= 300
