"""Tests of `astami_fake.conformance.merge`."""

from __future__ import annotations

from astami_fake.conformance.merge import merge, new_entries, read_entries, write_items
from astami_fake.transcript.case import compile_case
from astami_fake.transcript.format import Document, parse, print_document

HEAD = "@ami 1\n@case a.b\n@title T.\n"
RELEASES = ("22.10", "16.28")


def written(old: str, new: str, release: str = "16.28", releases: tuple[str, ...] = ("22.10",)) -> str:
    """The `<` side *old* of *releases*, after recording *new* on *release*."""
    entries, _ = read_entries(parse(old).items, releases)
    [step] = compile_case(parse(HEAD + new)).steps
    merged = merge(entries, new_entries(step.expects, release), release, frozenset())
    after = releases if release in releases else (*releases, release)
    items = write_items(merged, after, streams=False)
    return print_document(Document(tuple(items)))


HANGUP = "<  Event: Hangup\n   Uniqueid: {{uid one}}\n   Cause: 16\n"


def test_the_same_changes_nothing() -> None:
    """What a second release says alike stays as it is."""
    assert written(HANGUP, HANGUP) == HANGUP


def test_values_and_headers() -> None:
    """Another value is two lines, a header of one release one line, each with what was seen."""
    new = "<  Event: Hangup\n   Uniqueid: {{uid one}}\n   Cause: 0\n   Extra: 1\n"
    assert written(HANGUP, new) == (
        "<  Event: Hangup\n   Uniqueid: {{uid one}}\n   Cause: 16  [in 22.10; not 16.28]\n"
        "   Cause: 0  [in 16.28; not 22.10]\n   Extra: 1  [in 16.28; not 22.10]\n"
    )


def test_forms() -> None:
    """Forms belong to the release that showed them; what both show is one."""
    one, two = "   Cause: 16  [form 1 of 2]\n", "   Cause: 0  [form 2 of 2]\n"
    forms = HANGUP.replace("   Cause: 16\n", one + two)
    assert written(forms, forms) == forms
    assert written(HANGUP, forms) == HANGUP.replace(
        "   Cause: 16\n",
        "   Cause: 16  [in 22.10; not 16.28]\n   Cause: 16  [in 16.28; not 22.10; form 1 of 2]\n"
        "   Cause: 0  [in 16.28; not 22.10; form 2 of 2]\n",
    )


def test_joined_lines() -> None:
    """What is joined stays so, and what another release shows apart stands beside it."""
    frame = "<  Event: A\n   Cause: 16  [form 1 of 2{}]\n   Cause: 0  [form 2 of 2{}]\n"
    joined, apart = frame.format(" with a", " with b"), frame.format("", "")
    assert written(joined, joined) == joined
    assert written(joined, apart).count("[in 22.10; not 16.28; form 1 of 2 with a]") == 1
    assert written(joined, apart).count("[in 16.28; not 22.10; form 1 of 2]") == 1


def test_frames() -> None:
    """A frame of one release is guarded as a whole, at its place in the stream; the greeting too."""
    new = "<  Event: Newchannel\n   Uniqueid: {{uid one}}\n" + HANGUP
    frame = "<  Event: Newchannel  [in 16.28; not 22.10]\n   Uniqueid: {{uid one}}\n"
    assert written(HANGUP, new) == frame + HANGUP
    old, new = "<  Asterisk Call Manager/11.0.0", "<  Asterisk Call Manager/5.0.4"
    assert written(old + "\n", new + "\n") == f"{old}  [in 22.10; not 16.28]\n{new}  [in 16.28; not 22.10]\n"


def test_recording_again_replaces() -> None:
    """A release that is recorded again says only what it says now; the others and the comments stay."""
    old = "# why\n" + written(HANGUP, HANGUP.replace("16", "0"))
    again = written(old, HANGUP, releases=RELEASES)
    assert again == "# why\n" + HANGUP


def test_a_frame_that_only_another_release_keeps() -> None:
    """A line of a release goes with it, also in a frame that the release does not have any more."""
    old = written(HANGUP, HANGUP.replace("16", "0"))
    again = written(old, "<  Event: Other\n", releases=RELEASES)
    assert again.endswith("<  Event: Hangup  [in 22.10; not 16.28]\n   Uniqueid: {{uid one}}\n   Cause: 16\n")


def test_third_release() -> None:
    """A third release joins those that say the same."""
    old = written(HANGUP, HANGUP.replace("16", "0"))
    third = written(old, HANGUP, release="23.1", releases=RELEASES)
    assert "   Cause: 16  [in 22.10 23.1; not 16.28]\n   Cause: 0  [in 16.28; not 22.10 23.1]\n" in third


def test_shares_and_delays() -> None:
    """A share belongs to the release it was counted on; delays that are nearly the same are one."""
    old = "@delay 1.0\n@optional 3/20\n" + HANGUP
    assert written(old, "@delay 1.1\n" + HANGUP) == "@delay 1.0\n@optional 3/20  [in 22.10; not 16.28]\n" + HANGUP
    assert written("@delay 1.0\n" + HANGUP, HANGUP) == "@delay 1.0  [in 22.10; not 16.28]\n" + HANGUP


def test_what_is_written_can_be_read() -> None:
    """The guards of a merge are those that the case's reader asks for."""
    text = written(HANGUP, "<  Event: Newchannel\n   Uniqueid: {{uid one}}\n" + HANGUP.replace("16", "0"))
    head = HEAD + "@recorded 22.10.1 debian 2026-11-22 runs=1\n@verified 16.28.0 debian 2026-11-22 runs=1\n"
    counts = [len(compile_case(parse(head + text), release).steps[0].expects) for release in RELEASES]
    assert counts == [1, 2]
