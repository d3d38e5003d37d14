"""The recorded cases themselves: what they do to a server is tagged, so that the guard of `ami://` targets holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.transcript.format import Frame
from astami_fake.transcript.template import first_values

#: Families that are nobody else's; `a` stands in commands that are wrong.
OWN = r"/?conformance|a$"
CASES = load_cases([Path(__file__).parents[3] / "conformance" / "cases"])


def sent(case: CaseFile) -> list[dict[str, str]]:
    """The actions of a case, those of @setup and @cleanup too."""
    frames = [item for item in case.document.items if isinstance(item, Frame) and item.mark == ">"]
    return [first_values(map(str, frame.lines)) for frame in frames]


#: Cases about all of AstDB; on a server of their own configuration, which nobody else uses.
ALONE = {"database.family.empty"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_own_family(case: CaseFile) -> None:
    """A case that writes into AstDB does it in a family of its own, and takes away no whole family of others."""
    if case.name in ALONE:
        assert case.etc
        return
    written = [one["Family"] for one in sent(case) if one.get("Action") in ("DBPut", "DBDelTree") if one.get("Family")]
    commands = [one["Command"] for one in sent(case) if one.get("Command", "").startswith("database ")]
    written += [found[1] for one in commands if (found := re.match(r"database (?:put|deltree) (\S+) .", one))]
    assert [family for family in written if not re.match(OWN, family)] == []


WRITING = {"dbput", "dbdel", "dbdeltree", "updateconfig", "createconfig", "setvar", "queueadd", "queueremove", "reload"}
ORIGINATING = {"originate"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_tags(case: CaseFile) -> None:
    """A case that begins a call is tagged so; one that changes something is tagged, or every change is refused."""
    did = succeeded(case)
    if did & ORIGINATING:
        assert "originates" in case.tags
    if did & WRITING:
        assert case.tags & {"writes", "originates"}


def succeeded(case: CaseFile) -> set[str]:
    """The actions of a case that some release does not answer with an error, in small letters."""
    found = set()
    name = ""
    for item in case.document.items:
        if isinstance(item, Frame):
            values = first_values(map(str, item.lines))
            if item.mark == ">":
                name = values.get("Action", "").lower()
            elif values.get("Response") == "Success":
                found.add(name)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_form_without_a_name(case: CaseFile) -> None:
    """No form of a frame says of a value only its shape where another form names it: the recording lost the name."""
    for frame in (item for item in case.document.items if isinstance(item, Frame)):
        forms = [(line.guard.inside, line.text) for line in frame.lines if line.guard and line.guard.forms]
        for releases in {inside for inside, _ in forms}:
            texts = {text for inside, text in forms if inside == releases}
            assert not {_nameless(text) for text in texts if _nameless(text) != text} & texts


def _nameless(text: str) -> str:
    return re.sub(r"\{\{(\w+) [\w-]+\}\}", r"{{\1}}", text)
