"""Tests of `astami_fake.transcript.case`."""

from __future__ import annotations

import pytest

from astami_fake.transcript.case import Login, compile_case, release_of
from astami_fake.transcript.format import FormatError, parse

HEAD = "@ami 1\n@case a.b\n@title T.\n"
RECORDED = HEAD + "@recorded 22.10.1 debian 2026-11-22 runs=20\n@verified 16.28.0 debian 2026-11-22 runs=20\n"
GUARDED = (
    RECORDED
    + """\
<  Asterisk Call Manager/11.0.0  [in 22.10; not 16.28]
<  Asterisk Call Manager/5.0.4  [in 16.28; not 22.10]
>  Action: Ping
@optional 3/20  [in 22.10; not 16.28]
<  Event: Hangup
   Cause: 19  [in 22.10; not 16.28]
   Cause: 0  [in 16.28; not 22.10]
@delay 1.0  [in 16.28; not 22.10]
<  Event: Last
"""
)


def test_guards_choose_by_release() -> None:
    """A case has, for each release, the lines and frames that were seen on it, and its own shares and delays."""
    new, old = (compile_case(parse(GUARDED), release) for release in ("22.10", "16.28"))
    assert [one.texts for one in new.steps[0].expects] == [["Asterisk Call Manager/11.0.0"]]
    assert [one.texts for one in old.steps[0].expects] == [["Asterisk Call Manager/5.0.4"]]
    assert [one.texts for one in new.steps[1].expects] == [["Event: Hangup", "Cause: 19"], ["Event: Last"]]
    assert [one.texts for one in old.steps[1].expects] == [["Event: Hangup", "Cause: 0"], ["Event: Last"]]
    assert [one.share for one in new.steps[1].expects] == [(3, 20), None]
    assert [one.share for one in old.steps[1].expects] == [None, None]
    assert [one.delay for one in new.steps[1].expects] == [None, None]
    assert [one.delay for one in old.steps[1].expects] == [None, 1.0]
    assert new.releases == ("22.10", "16.28")


def test_forms() -> None:
    """The forms of a frame are those of the release; its lines agree in how many there are."""
    body = (
        ">  Action: Ping\n<  Event: Hangup\n   Cause: 0  [in 22.10; not 16.28; form 1 of 2]\n"
        "   Cause: 19  [in 22.10; not 16.28; form 2 of 2]\n   Cause: 16  [in 16.28; not 22.10]\n"
    )
    new, old = (compile_case(parse(RECORDED + body), release).steps[0].expects[0] for release in ("22.10", "16.28"))
    assert [[str(line) for line in form] for form in new.forms] == [
        ["Event: Hangup", "Cause: 0"],
        ["Event: Hangup", "Cause: 19"],
    ]
    assert [[str(line) for line in form] for form in old.forms] == [["Event: Hangup", "Cause: 16"]]
    with pytest.raises(FormatError, match="do not agree in how many forms"):
        compile_case(parse(HEAD + "<  Event: A\n   B: 1  [form 1 of 2]\n   C: 1  [form 1 of 3]\n"))


def test_joined_lines() -> None:
    """Lines of a frame that are joined under one name stand in the same forms of it."""
    frame = (
        "<  Event: A\n   B: 1  [form 1 of 3 with a]\n   C: 1  [form 1 of 3 with a]\n   B: 2  [form 2 3 of 3 with b]\n"
    )
    [one] = compile_case(parse(HEAD + frame)).steps[0].expects
    assert one.joined == {"a": (1,), "b": (2, 3)}
    assert [one.choices(form) for form in (1, 2, 3)] == [
        {"a": True, "b": False},
        {"a": False, "b": True},
        {"a": False, "b": True},
    ]
    with pytest.raises(FormatError, match="joined under one name stand in different forms"):
        compile_case(parse(HEAD + frame + "   D: 1  [form 2 of 3 with b]\n"))


def test_delay_holds_until_the_next() -> None:
    """A delay holds for the frames after it, up to the next delay or step."""
    body = (
        ">  Action: A\n<  Event: A\n@delay 1.0\n<  Event: B\n<  Event: C\n@delay 0\n<  Event: D\n"
        ">  Action: B\n<  Event: E\n"
    )
    case = compile_case(parse(HEAD + body))
    assert [one.delay for step in case.steps for one in step.expects] == [None, 1.0, 1.0, None, None]


def test_streams_begin_where_they_stand() -> None:
    """Frames above `@streams` keep their order, those below it only within their stream; it ends with the step."""
    body = (
        ">  Action: A\n<  Response: Success\n   ActionID: {{aid a}}\n@streams\n"
        "<  Event: Hangup\n   Uniqueid: {{uid one}}\n"
        "<  Event: DialEnd\n   DestUniqueid: {{uid two}}\n>  Action: B\n<  Event: X\n"
    )
    case = compile_case(parse(HEAD + body))
    streams = [one.stream for step in case.steps for one in step.expects]
    assert streams == [("ordered", ""), ("leg", "{{uid one}}"), ("leg", "{{uid two}}"), ("ordered", "")]
    assert [step.has_streams for step in case.steps] == [True, False]


def test_logins() -> None:
    """The first connection is the admin's without events, unless the case says something else."""
    assert compile_case(parse(HEAD)).logins == (Login("", "admin", "off"),)
    case = compile_case(parse(HEAD + "@login watcher events=call,system\n@connection b none\nb>  Action: Ping\n"))
    assert case.logins == (Login("", "watcher", "call,system"), Login("b", "none", "off"))
    assert not case.logins[1].is_automatic


def test_steps() -> None:
    """A step knows what is done and how long to settle; setup and cleanup are apart."""
    body = (
        "@setup\n>  Action: DBPut\n@end\n@cleanup\n>  Action: DBDel\n@end\n"
        '@settle 3\n>  Action: A\n@no-fence\n>raw "x"\n@elapse 1.5\n>half-close\n>close\n'
    )
    case = compile_case(parse(HEAD + body))
    assert [step.kind for step in case.steps] == ["frame", "raw", "elapse", "half-close", "close"]
    assert [step.settle for step in case.steps] == [3.0, 0.5, 0.5, 0.5, 0.5]
    assert [step.is_fenced for step in case.steps] == [True, False, True, True, True]
    assert case.steps[2].seconds == 1.5
    assert [len(section) for section in (case.setup, case.cleanup)] == [1, 1]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("@case a.b\n@title T.\n", 1, "@ami 1"),
        ("@ami 2\n@case a.b\n@title T.\n", 1, "this reader knows '@ami 1'"),
        (HEAD + "@title Again.\n", 4, "exactly one"),
        (HEAD + "@recorded 22.10.1\n", 4, "runs=20"),
        (HEAD + "@recorded 22.10.1 debian today runs=20\n", 4, "runs=20"),
        (HEAD + "@login admin\n@login admin\n", 5, "one @login"),
        (HEAD + "@login none events=on\n", 4, "@login admin events=on"),
        (HEAD + "@connection 1b admin\n", 4, "@connection b watcher events=call"),
        (HEAD + "@known-difference fake 22.10 because\n", 4, "until=2027-06-30"),
        (HEAD + "@absent 16.28\n", 4, "@absent 16.28 the reason"),
        (HEAD + "@absent old no module\n", 4, "@absent 16.28 the reason"),
        (RECORDED + "@absent 16.28 no module\n", 6, "recorded on 16.28"),
        (HEAD + ">  Action: A\n@tags writes\n", 5, "above the first step"),
        (HEAD + ">  Action: A\n@setup\n", 5, "above the first step"),
        (HEAD + "@setup\n>  Action: A\n", 4, "not closed by @end"),
        (HEAD + "@setup\n@cleanup\n", 5, "@setup of line 4 is not closed"),
        (HEAD + "@end\n", 4, "none is open"),
        (HEAD + "@setup\n@streams\n@end\n", 5, "only frames are sent"),
        (HEAD + "@setup\n<  Event: A\n@end\n", 5, "is not checked"),
        (HEAD + "@setup\n>close\n@end\n", 5, "only frames are sent"),
        (HEAD + ">  Action: A\n@optional 20/20\n<  Event: A\n", 5, "@optional 13/20"),
        (HEAD + ">  Action: A\n@optional 1/20\n@optional 2/20\n<  Event: A\n", 6, "a second @optional"),
        (HEAD + ">  Action: A\n@optional 1/20\n", 5, "stands before a frame"),
        (HEAD + "@settle 1\n<  Event: A\n", 4, "stands before a step"),
        (HEAD + ">  Action: A\n@delay soon\n", 5, "@delay 1.0"),
        (HEAD + "@streams yes\n", 4, "@streams"),
        (HEAD + "@no-fence please\n>  Action: A\n", 4, "@no-fence"),
        (HEAD + "c>  Action: A\n", 4, "'@connection c …'"),
        (HEAD + "<  Event: {{secret admin}}\n", 4, "stands only in frames that are sent"),
        (RECORDED + "<  Event: A  [in 22.10]\n", 6, "says nothing of 16.28"),
        (RECORDED + "<  Event: A  [in 22.10 18.9; not 16.28]\n", 6, "speaks of 18.9"),
        (RECORDED + ">  Action: A  [in 22.10; not 16.28]\n", 6, "takes no guard"),
        (RECORDED + ">  Action: A\n   B: c  [in 22.10; not 16.28]\n", 7, "takes no guard"),
    ],
)
def test_mistakes(text: str, line: int, says: str) -> None:
    """A directive in the wrong place or form is told with its line and the right form."""
    with pytest.raises(FormatError) as caught:
        compile_case(parse(text, "case.ami"), "22.10")
    assert str(caught.value).startswith(f"case.ami:{line}: ")
    assert says in caught.value.message


def test_release_of() -> None:
    """A release is the first two numbers of a version."""
    assert release_of("22.10.1") == "22.10"
    assert release_of("16.28.0") == "16.28"
    assert release_of("trunk") == "trunk"
