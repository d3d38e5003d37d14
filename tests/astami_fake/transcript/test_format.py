"""Tests of `astami_fake.transcript.format`."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.transcript.format import FormatError, Frame, Guard, Raw, Shut, parse, print_document, read

RECORDINGS = Path(__file__).parent / "recordings"
HEAD = "@ami 1\n@case a.b\n@title T.\n"

EVERYTHING = (
    HEAD
    + """\
# a comment
@tags writes slow
@recorded 22.10.1 debian 2026-11-22 runs=20
@verified 16.28.0 debian 2026-11-22 runs=20
@login none
@connection b watcher events=call,system
@setup
>  Action: DBDelTree
   Family: conformance
@end

<  Asterisk Call Manager/11.0.0  [in 22.10; not 16.28]
@settle 3
>  Action: DBGet
   Key: trailing \\s
   ActionID: {{aid a}}
@streams
@optional 13/20  [in 22.10; not 16.28]
<  Event: Newchannel  [in 22.10; not 16.28]
   Channel: Local/1001@default-{{hex8 l}};1
   AccountCode:
   TechCause: 17  [in 22.10; not 16.28]
   ...
@delay 1.0
b<  Event: Hangup
    Cause: 16

>raw "Action: Ping\\r\\n\\xff\\"\\r\\n"
<raw "{{any}}"
@elapse 1.5
>half-close
<closed
b>close
"""
)


def test_round_trip() -> None:
    """What is parsed and printed is the file again, byte for byte."""
    assert print_document(parse(EVERYTHING)) == EVERYTHING


def test_real_recording_round_trip() -> None:
    """So is a recording of a real call."""
    text = (RECORDINGS / "call.ami").read_text(encoding="utf-8")
    assert print_document(parse(text)) == text


def test_items() -> None:
    """Frames know their connection, lines, guards and places in the file."""
    items = parse(EVERYTHING).items
    [newchannel] = [item for item in items if isinstance(item, Frame) and item.is_open]
    assert newchannel.guard == Guard(("22.10",), ("16.28",))
    assert [str(line) for line in newchannel.lines][1:3] == [
        "Channel: Local/1001@default-{{hex8 l}};1",
        "AccountCode:",
    ]
    assert newchannel.lines[3].guard == Guard(("22.10",), ("16.28",))
    assert EVERYTHING.split("\n")[newchannel.lines[2].number - 1] == "   AccountCode:"
    assert [(item.connection, item.how) for item in items if isinstance(item, Shut)] == [
        ("", "half-close"),
        ("", "closed"),
        ("b", "close"),
    ]
    assert [item.mark for item in items if isinstance(item, Raw)] == [">", "<"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("@ami 1\r\n", 1, "LF line ends"),
        ("@ami 1", 1, "does not end in LF"),
        (HEAD + "Action: Ping\n", 4, "expected '>', '<', '@', '#'"),
        (HEAD + "   Key: a\n", 4, "belongs to no frame"),
        (HEAD + "@nonsense\n", 4, "unknown directive @nonsense"),
        (
            HEAD + "@tags writes,originates\n",
            4,
            "words with a blank between them: it is written @tags writes originates",
        ),
        (HEAD + "@delay  1\n", 4, "@delay 1.0"),
        (HEAD + "@login admin  [in 22.10]\n", 4, "takes no guard"),
        (HEAD + "> Action: Ping\n", 4, "'>  Name: value'"),
        (HEAD + ">closed\n", 4, "'>close'"),
        (HEAD + "<close\n", 4, "'<closed'"),
        (HEAD + ">  Action: Ping\n  Key: a\n", 5, "starts with 3 blanks"),
        (HEAD + "b>  Action: Ping\n   Key: a\n", 5, "starts with 4 blanks"),
        (HEAD + "<  Event: A\n   ...\n   B: c\n", 6, "the last line of a frame"),
        (HEAD + ">  Action: A\n   ...\n", 4, "a sent frame is sent whole"),
        (HEAD + "<  ...\n", 4, "at least one line"),
        (HEAD + "<  Event: A \n", 4, "a trailing blank of a value '\\s'"),
        (HEAD + "<  Event: A [in 22.10]\n", 4, "two blanks"),
        (HEAD + "<  Event: A  [in 22.10 not 16.28]\n", 4, "[in 22.10; not 16.28]"),
        (HEAD + "<  Event: A  [in]\n", 4, "is no guard"),
        (HEAD + "<  Event: A  [form 1 of 2]\n", 4, "from the second on"),
        (HEAD + "<  Event: A\n   B: 1  [form 3 of 2]\n", 5, "counted from 1"),
        (HEAD + "<  Event: A\n   B: 1  [form 1 of 1]\n", 5, "at least two"),
        (HEAD + "<  Event: A\n   B: 1  [form 2 1 of 2]\n", 5, "counted from 1"),
        (HEAD + "<  Event: A\n   B: 1  [form 1 of 2 with A]\n", 5, "is no guard"),
        (HEAD + "<  Event: \\x0a\n", 4, "this text is written Event: \\n"),
        (HEAD + "<  Event: {{nope}}\n", 4, "unknown placeholder type"),
        (HEAD + "<raw nope\n", 4, "double quotes"),
    ],
)
def test_mistakes(text: str, line: int, says: str) -> None:
    """A mistake is told with file and line, and with what would be right."""
    with pytest.raises(FormatError) as caught:
        parse(text, "case.ami")
    assert str(caught.value).startswith(f"case.ami:{line}: ")
    assert says in caught.value.message


def test_not_utf8(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is told with its line."""
    path = tmp_path / "case.ami"
    path.write_bytes(b"@ami 1\n@case a.b\n@title J\xfcrgen.\n")
    with pytest.raises(FormatError, match=r"case\.ami:3: not UTF-8.*\\xNN"):
        read(path)
