"""Tests of `astami_fake.conformance.derive`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from astami_fake.conformance.derive import Expectation, derive, generalize
from astami_fake.conformance.forms import widest
from astami_fake.conformance.volatile import Namer, RecordError, derive_line
from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Guard, Line
from astami_fake.transcript.matcher import Bindings, Bound, Observed
from astami_fake.transcript.streams import stream_of
from astami_fake.transcript.template import parse_line

BINDINGS = Bindings({("aid", "o"): Bound("rec0-o-3", 1)})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ActionID: rec0-o-3", "ActionID: {{aid o}}"),
        ("Channel: Local/1001@default-0000000a;1", "Channel: Local/1001@default-{{pair a}};1"),
        ("Uniqueid: 1795383034.0", "Uniqueid: {{uid one}}"),
        ("BridgeUniqueid: 5b1c2f0e-9d3a-4c58-8f6e-0c2d6a1b7e99", "BridgeUniqueid: {{uuid a}}"),
        ("Timestamp: 1795383404.530170", "Timestamp: {{epoch}}"),
        ("EventTV: 2026-11-22T21:30:29.714+0000", "EventTV: {{isotime}}"),
        ("SessionID: 0x7f0094001630", "SessionID: {{hex}}"),
        ("RemoteAddress: IPV4/TCP/10.88.0.1/47054", "RemoteAddress: IPV4/TCP/{{ip}}/{{port}}"),
        ("AsteriskVersion: 22.10.1+dfsg-1", "AsteriskVersion: {{version}}"),
        ("Output: Asterisk 16.28.0~dfsg built by nobody @ x", "Output: Asterisk {{version}} built by {{any}}"),
        ("CoreStartupTime: 21:27:01", "CoreStartupTime: {{time}}"),
        ("LoginTime: 1795382844", "LoginTime: {{int}}"),
        ("Uptime: 185", "Uptime: {{int}}"),
        ("secret = amp111", "secret = {{any}}"),
        ("CallerIDNum: 1795382844", "CallerIDNum: 1795382844"),
        ("Cause: 16", "Cause: 16"),
        ("Output: 88e30eb0-499a-411d-8 /etc/x.conf", "Output: {{uuid20}} /etc/x.conf"),
        ("Output:   Free RAM:        18540064 KiB", "Output:   Free RAM:        {{int}} KiB"),
        ("Output:  user_agent : Asterisk PBX 22.10.1", "Output:  user_agent : Asterisk PBX {{version}}"),
        (
            "Output: a  b  Dial  13:42:29          13:42:31 1796046153 00000002",
            "Output: a  b  Dial  {{time}}          {{time}} {{int}} {{int}}",
        ),
        (
            "Output:  89631aa0 1000-00000006 00:00:02 ulaw   10   0  0  0.000   0   0  0  0.000",
            "Output:  {{hex8 a}} 1000-{{hex8 b}} {{time}} ulaw   {{int}}   0  0  0.000   0   0  0  0.000",
        ),
        ("To: 10.88.0.1:42692", "To: {{ip}}:{{port}}"),
        ("SentNTP: 1796060609.038435", "SentNTP: {{float}}"),
        ("SentPackets: 250", "SentPackets: {{int}}"),
        ("SentPackets: 10", "SentPackets: 10"),
        ("SentOctets: 40000", "SentOctets: {{int}}"),
        ("SentRTP: 1600", "SentRTP: 1600"),
        ("MES: 88.1", "MES: {{float}}"),
        ("MES:  0.0", "MES:  0.0"),
        ("Report0IAJitter: 4", "Report0IAJitter: {{int}}"),
        ("Val: {{x", "Val: \\{{x"),
    ],
)
def test_volatile_parts(text: str, written: str) -> None:
    """What is volatile on a real server becomes a placeholder; what is not stays; secrets never stay."""
    assert str(Line(derive_line(text, Namer(BINDINGS, ()), ["amp111"]))) == written


def test_names_are_kept_and_not_taken_twice() -> None:
    """A value keeps the name that it has; a new one gets the next free name."""
    namer = Namer(Bindings({("uid", "caller"): Bound("1795383034.0", 1)}), [("uid", "one")])
    texts = ("Uniqueid: 1795383034.0", "Uniqueid: 1795383034.1", "Linkedid: 1795383034.1")
    written = [str(Line(derive_line(text, namer))) for text in texts]
    assert written == ["Uniqueid: {{uid caller}}", "Uniqueid: {{uid two}}", "Linkedid: {{uid two}}"]


@pytest.mark.parametrize(
    ("samples", "written"),
    [
        (["Uptime: 1", "Uptime: 20"], "Uptime: {{int}}"),
        (["Load: 0.5", "Load: 0.75"], "Load: {{float}}"),
        (["Output: 1 of 7 calls", "Output: 2 of 7 calls"], "Output: {{int}} of 7 calls"),
        (["State: Up", "State: Ring"], "State: {{any}}"),
        (["Channel: Local/1-00000049;1", "Channel: Local/1-0000004b;2"], "Channel: Local/1-{{pair}};{{int}}"),
        (["Value: 1", "Value: "], "Value: {{any}}"),
    ],
)
def test_widest(samples: list[str], written: str) -> None:
    """Numbers that vary become numbers, anything else any value."""
    template = widest(samples)
    assert str(Line(template)) == written
    assert all(template.fits(text) is not None for text in samples)


def run(*texts: str, at: float = 0.0) -> list[Observed]:
    return [Observed("", "frame", tuple(text.split("|")), at, at) for text in texts]


def learned(*runs: list[Observed], base: tuple[Expected, ...] = (), prior: int = 0, anew: bool = False) -> Expectation:
    expectation = derive(
        base,
        runs[0],
        Bindings(),
        Namer(Bindings(), ()),
        has_streams=True,
        prior=prior,
        floating=frozenset(),
        secrets=(),
        anew=anew,
    )
    for one in runs[1:]:
        generalize(expectation, one, Bindings(), frozenset())
    return expectation


def test_optional_frames() -> None:
    """A frame that does not always come is optional, with its share; a new one stands at its place in its stream."""
    a, b, c = (f"Event: {name}|Uniqueid: 1795383034.0" for name in "ABC")
    frames = learned(run(a, c), run(a, b, c), run(a, b, c)).frames()
    assert [(frame.texts[0], frame.share) for frame in frames] == [
        ("Event: A", None),
        ("Event: B", (2, 3)),
        ("Event: C", None),
    ]


def test_frames_that_begin_otherwise_are_others() -> None:
    """Two events with the same headers are two frames, each optional, not one that varies."""
    a, b = (f"Event: {name}|Uniqueid: 1795383034.0|Cause: 16|State: 4" for name in "AB")
    frames = learned(run(a), run(b), run(a)).frames()
    assert sorted((one.texts[0], one.share) for one in frames) == [("Event: A", (2, 3)), ("Event: B", (1, 3))]


def test_order_that_differs() -> None:
    """Two orders inside one stream are no recording; the message says what to do where Asterisk is free."""
    a, b = (f"Event: {name}|Uniqueid: 1795383034.0" for name in "AB")
    with pytest.raises(RecordError, match=r"the order inside stream 'leg \{\{uid one\}\}' differs.*'@float [AB]'"):
        learned(run(a, b), run(b, a))


def texts(frame: Expected) -> list[str]:
    return [f"{line}  {line.guard}" if line.guard else str(line) for line in frame.lines]


def test_header_that_comes_sometimes() -> None:
    """A header that comes only in some runs stands in some forms of its frame; two runs are too few to say so."""
    without, with_it = run("Event: A|X: 1|Y: 2"), run("Event: A|X: 1|Y: 2|Cause: 1")
    with pytest.raises(RecordError, match="'Event: A' has the header Cause only in some runs"):
        learned(without, with_it).frames()
    [frame] = learned(*[without] * 5, with_it).frames()
    assert texts(frame) == ["Event: A", "X: 1", "Y: 2", "Cause: 1  [form 2 of 2]"]


def test_values_that_change_together() -> None:
    """Two headers of a frame that change together are two forms, not four; a further recording keeps them."""
    up, ring = (run(f"Event: A|State: {state}|Desc: {text}|Cause: 0") for state, text in ((6, "Up"), (4, "Ring")))
    found = learned(*[up] * 5, ring)
    forms = [
        "Event: A",
        "State: 6  [form 1 of 2]",
        "State: 4  [form 2 of 2]",
        "Desc: Up  [form 1 of 2]",
        "Desc: Ring  [form 2 of 2]",
        "Cause: 0",
    ]
    assert texts(found.frames()[0]) == forms
    [warning] = found.warnings
    assert warning.startswith("'Event: A' varies: State: 6  [form 1 of 2], State: 4")
    again = learned(*[up] * 6, base=tuple(found.frames()), prior=6)
    assert texts(again.frames()[0]) == forms
    assert texts(learned(*[up] * 6, base=tuple(found.frames())).frames()[0]) == [
        "Event: A",
        "State: 6",
        "Desc: Up",
        "Cause: 0",
    ]


def test_values_that_take_any_value() -> None:
    """A header with many values has a type, not many forms; one that varies beside it keeps its two."""
    runs = [run(f"Event: A|Number: {number}|State: {number % 2}") for number in range(6)]
    assert texts(learned(*runs).frames()[0]) == [
        "Event: A",
        "Number: {{int}}",
        "State: 0  [form 1 of 2]",
        "State: 1  [form 2 of 2]",
    ]


def test_identity_that_has_two_values() -> None:
    """Where a header names now this channel, now that, often enough, both are alternatives."""
    legs = "Event: A|Uniqueid: {0}.0", "Event: B|Uniqueid: {0}.1", "Event: C|Leg: {0}.{1}"
    runs = [run(*(text.format(1795383034 + at, at % 2) for text in legs)) for at in range(6)]
    assert texts(learned(*runs).frames()[2]) == [
        "Event: C",
        "Leg: {{uid one}}  [form 1 of 2]",
        "Leg: {{uid two}}  [form 2 of 2]",
    ]


def test_a_call_that_one_run_adds_has_one_name() -> None:
    """Frames that no run before had and that tell of one channel name it alike; a name of another step is not taken."""
    a, late = "Event: A|Uniqueid: 1795383034.0", "|Channel: Local/1-0000000a;1|Uniqueid: 1795383034.1"
    expectation = learned(run(a))
    taken = {("uid", "two")}
    generalize(expectation, run(a, f"Event: B{late}", f"Event: C{late}"), Bindings(), frozenset(), taken)
    generalize(expectation, run(a, f"Event: B{late}", f"Event: C{late}"), Bindings(), frozenset(), taken)
    called = ["Channel: Local/1-{{pair a}};1", "Uniqueid: {{uid three}}"]
    assert [texts(frame) for frame in expectation.frames()] == [
        ["Event: A", "Uniqueid: {{uid one}}"],
        ["Event: B", *called],
        ["Event: C", *called],
    ]
    assert {("uid", "one"), ("uid", "three"), ("pair", "a")} == expectation.names


def test_anew() -> None:
    """Recorded anew, forms of earlier recordings are forgotten, and what has a name is written with it."""
    forms = ("Event: A", "Channel: Local/1-{{pair a}};1", "Leg: Local/1-{{hex8}};{{int}}", "Cause: {{int}}")
    both = [Line(parse_line(text)) for text in forms]
    both[1:2] = [
        replace(both[1], guard=Guard(forms=(1,), of=2)),
        Line(parse_line("Channel: x"), Guard(forms=(2,), of=2)),
    ]
    base = Expected("", "frame", tuple(both), False, stream_of(forms), 1)
    came = run("Event: A|Channel: Local/1-0000000a;1|Leg: Local/1-0000000a;1|Cause: 16")
    exact = ["Event: A", "Channel: Local/1-{{pair a}};1", "Leg: Local/1-{{pair a}};1", "Cause: {{int}}"]
    assert texts(learned(came, base=(base,), anew=True).frames()[0]) == exact
    assert texts(learned(came, base=(base,)).frames()[0]) == [*exact[:2], forms[2], exact[3]]
    assert len(learned(came, base=(base,), prior=9).frames()[0].forms) == 2


def test_optional_frames_stay() -> None:
    """A frame that was optional before and always, or never, comes now is optional still: the runs add up."""
    a, b, c = (f"Event: {name}|Uniqueid: 1795383034.0" for name in "ABC")
    base = tuple(learned(run(a, c), run(a, b, c)).frames())
    assert [one.share for one in base] == [None, (1, 2), None]
    for now, share in ((run(a, b, c), (3, 4)), (run(a, c), (1, 4))):
        frames = learned(now, now, base=base, prior=2).frames()
        assert [(one.texts[0], one.share) for one in frames] == [
            ("Event: A", None),
            ("Event: B", share),
            ("Event: C", None),
        ]
    assert len(learned(run(a, c), base=base).frames()) == 2


def test_identity_that_changes() -> None:
    """Where a frame names now this channel, now the other, only the shape is kept."""
    first = run("Event: A|Uniqueid: 1795383034.0", "Event: B|Uniqueid: 1795383034.1", "Event: C|Leg: 1795383034.0")
    second = run("Event: A|Uniqueid: 1795383044.0", "Event: B|Uniqueid: 1795383044.1", "Event: C|Leg: 1795383044.1")
    assert [frame.texts[1] for frame in learned(first, second).frames()][2] == "Leg: {{uid}}"


def test_delay() -> None:
    """The delay of a frame is the median of the runs, to a tenth of a second; below 0.3 s it came at once."""
    runs = [[*run("Event: A", at=0.01), *run("Event: B", at=at)] for at in (0.98, 1.03, 1.31)]
    assert [frame.delay for frame in learned(*runs).frames()] == [None, 1.0]


def test_written_placeholders_stay() -> None:
    """A placeholder that somebody wrote stays; so do names; what was `...` is filled in."""
    lines = tuple(Line(parse_line(text)) for text in ("Event: A", "Number: {{any}}", "Uniqueid: {{uid caller}}"))
    base = Expected("", "frame", lines, True, stream_of([str(line) for line in lines]), 1)
    [frame] = learned(run("Event: A|Number: 5|Other: 1|Uniqueid: 1795383034.0"), base=(base,)).frames()
    assert frame.texts == ["Event: A", "Number: {{any}}", "Other: 1", "Uniqueid: {{uid caller}}"]
    assert not frame.is_open
