"""Any bytes for the four parsers: the client's and the fake's wire, configuration files, transcripts.

A parser's folder beside this file is its corpus: inputs that once broke it or that lie on an edge, each played on every
run. `ASTAMI_FUZZ_EXAMPLES=100000 pytest tests/corpus` looks for more, with other bytes each time; the smallest input
that breaks a parser is then left in its folder as `found`: give it a name and mend the parser.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astami._wire import Decoder
from astami.exceptions import AMIProtocolError
from astami.messages import AMIEvent, AMIResponse
from astami_fake._wire import MAX_LINE, MAX_LINES, Reader, encode
from astami_fake.config.reader import Config, ConfigError, read
from astami_fake.transcript.case import compile_case
from astami_fake.transcript.format import Document, FormatError, parse, print_document

HERE = Path(__file__).parent
EXAMPLES = int(os.environ.get("ASTAMI_FUZZ_EXAMPLES", "0"))
GREETING = b"Asterisk Call Manager/11.0.0\r\n"
#: Small, so that inputs reach it.
MAX_FRAME = 120


def pieces(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    """*data* cut at these places."""
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


def decode(chunks: Sequence[bytes]) -> tuple[list[str], Decoder]:
    """What the client makes of *chunks*; it never holds more than one message and its end."""
    decoder = Decoder(max_frame=MAX_FRAME, encoding="utf-8")
    frames = []
    for chunk in chunks:
        frames += decoder.receive_data(chunk)
        assert len(decoder._buffer) < max(MAX_FRAME, 256) + 4
    return frames, decoder


def client(data: bytes, cuts: Sequence[int]) -> None:
    """The cut does not matter, an error is typed, no byte is lost or made up, and each text is a message."""
    frames, decoder = decode([data])
    for chunks in (pieces(data, cuts), [bytes([byte]) for byte in data]):
        others, other = decode(chunks)
        assert (others, other.greeting) == (frames, decoder.greeting)
        # who is no Asterisk is told by the first wrong byte; the sentence shows as much as had come by then
        assert str(other.error) == str(decoder.error) or (decoder.greeting is None and other.error is not None)
    assert decoder.error is None or isinstance(decoder.error, AMIProtocolError)
    if decoder.error is None and decoder.greeting is not None:
        begun = [*decoder._old_command, ""] if decoder._old_command else []
        whole = "".join(f"{frame}\r\n\r\n" for frame in frames) + "\r\n\r\n".join(begun)
        after = data[data.index(b"\n") + 1 :]
        assert whole.encode("utf-8", "surrogateescape") + bytes(decoder._buffer) == after
    for frame in frames:
        assert AMIEvent(frame).data == dict(AMIEvent(frame).headers)
        assert isinstance(AMIResponse.from_frame(frame).output, list | tuple)


def take(chunks: Sequence[bytes]) -> list[tuple[tuple[str, ...], str | None]]:
    """What the fake makes of *chunks*; it never keeps a whole line, nor more lines than a message may have."""
    reader = Reader()
    messages = []
    for chunk in chunks:
        reader.receive_data(chunk)
        while (message := reader.next_message()) is not None:
            messages.append((message.lines, message.fault))
            assert len(message.lines) <= MAX_LINES
        assert reader.waiting < MAX_LINE
    return messages


def fake(data: bytes, cuts: Sequence[int]) -> None:
    """The cut does not matter, and what is read, written again, reads the same."""
    messages = take([data])
    assert take(pieces(data, cuts)) == take([bytes([byte]) for byte in data]) == messages
    for lines, fault in messages:
        # a line that came with LF alone has no room for CR LF at the limit, and its own CR would be taken for the end's
        fits = all(len(line.encode("utf-8", "surrogateescape")) + 2 <= MAX_LINE - 1 for line in lines)
        if fault is None and fits and not any(line.endswith("\r") for line in lines):
            assert take([encode([("", line) for line in lines])]) == [(lines, None)]


def refusal(work: Callable[[], object]) -> ConfigError | FormatError | None:
    """The error with a place that *work* raises; any other goes up."""
    try:
        work()
    except (ConfigError, FormatError) as error:
        return error
    return None


def config(data: bytes, cuts: Sequence[int]) -> None:
    """A file is read, or refused with a place inside it and what would be right."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "x.conf").write_bytes(data)
        found: list[Config] = []
        error = refusal(lambda: found.append(read(Path(name), "x.conf")))
    count = data.count(b"\n") + data.count(b"\r") + 1
    assert error is None or isinstance(error, ConfigError)
    if error is not None:
        assert error.what
        assert error.expected
        assert 0 <= error.line <= count
    for section in found[0].sections if found else ():
        assert all(1 <= entry.line <= count for entry in section.entries)


def transcript(data: bytes, cuts: Sequence[int]) -> None:
    """A case is read, or refused with its line; what is read, printed and read again prints the same."""
    text = data.decode("utf-8", "replace")
    count = text.count("\n") + 1
    found: list[Document] = []
    error = refusal(lambda: found.append(parse(text)))
    assert error is None or 1 <= error.line <= count
    for document in found:
        printed = print_document(document)
        assert print_document(parse(printed)) == printed
        error = refusal(lambda document=document: compile_case(document))
        assert error is None or 0 <= error.line <= count


PARSERS: dict[str, Callable[[bytes, Sequence[int]], None]] = {
    "client": client,
    "fake": fake,
    "config": config,
    "transcript": transcript,
}
#: What each parser looks for; between them come any bytes.
WORDS: dict[str, tuple[bytes, ...]] = {
    "client": (
        b"Response: Success\r\n", b"Response: Follows\r\n", b"Event: X\r\n", b"--END COMMAND--", b"\r\n\r\n",
        b"\r\n", b"\n", b"\r", b"Output: a\r\n", b"ActionID: 1\r\n", b": ", b"x" * 50, b"\xff", b"\0",
    ),
    "fake": (
        b"Action: Ping\r\n", b"ActionID: 1\r\n", b"\r\n\r\n", b"\r\n", b"\n", b"\r", b"\0", b":", b" ", b"\xc3",
        b"x" * 1000, b"x" * 23, b"a: b\r\n" * 127,
    ),
    "config": (
        b"[a]\n", b"[b](a)\n", b"[c](!)\n", b"[a](+)\n", b"[", b"]", b"(", b")", b"x = y\n", b"x => y\n", b"x += y\n",
        b";", b";--", b"--;", b"\\;", b"\n", b"\r\n", b"#include x.conf\n", b"#tryinclude no.conf\n", b"#exec x\n",
        b'#include "', b"=", b"\xff", b"\0", b"\x0c", b"\xc2\x85",
    ),
    "transcript": (
        b"@ami 1\n", b"@case a.b\n", b"@title t\n", b"@login admin events=on\n", b"@tags writes\n", b"@setup\n",
        b"@end\n", b"@streams\n", b"@optional 1/2\n", b"@elapse 1\n", b"@settle 2\n", b"@delay 1\n", b"@float X\n",
        b">  Action: Ping\n", b"   A: {{aid a}}\n", b"<  Response: x\n", b"   ...\n", b'>raw "', b'\\r\\n"\n', b"{{",
        b"}}", b"\\", b"  [in 22.10; not 16.28]", b"  [form 1 of 2]", b"\n", b"# note\n", b"@etc x\n", b"<closed\n",
        b"@recorded 22.10.1 debian 2026-11-22 runs=20\n", b"@phones 1000\n", b"@phone 1000 answers after=1\n",
        b"@known-difference fake 22.10 until=2027-06-30 r\n", b"\r", b"\xc2\x85", b"@",
    ),
}  # fmt: skip
HEADS = {"client": GREETING, "fake": b"", "config": b"", "transcript": b"@ami 1\n@case a.b\n@title t\n"}


CORPUS = sorted(path for parser in PARSERS for path in (HERE / parser).iterdir())


def inputs(parser: str) -> st.SearchStrategy[bytes]:
    """Words of the parser and any bytes, mixed; most begin as it wants them."""
    body = st.lists(st.one_of(st.sampled_from(WORDS[parser]), st.binary(max_size=6)), max_size=20).map(b"".join)
    return st.tuples(st.sampled_from((HEADS[parser], HEADS[parser], b"")), body).map(b"".join)


@pytest.mark.parametrize("parser", PARSERS)
def test_any_input(parser: str) -> None:
    """What each parser promises holds for any bytes however they are cut."""

    @settings(max_examples=EXAMPLES or 150, derandomize=not EXAMPLES, database=None, deadline=None)
    @given(inputs(parser), st.lists(st.integers(0, 10_000), max_size=6))
    def play(data: bytes, cuts: list[int]) -> None:
        try:
            PARSERS[parser](data, cuts)
        except Exception:
            if EXAMPLES:  # the last that fails is the smallest
                (HERE / parser / "found").write_bytes(data)
            raise

    play()


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_corpus(path: Path) -> None:
    """What was found once stays mended, cut into two at every place."""
    data = path.read_bytes()
    for cut in range(0, len(data) + 1, max(1, len(data) // 50)):
        PARSERS[path.parent.name](data, [cut])
