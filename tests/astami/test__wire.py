"""The client's codec: golden bytes in any cut, limits, and what is refused before it is sent."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astami._wire import MAX_LINE_BYTES, MAX_LINES, Decoder, check_encoding, encode_action
from astami.exceptions import AMIUsageError
from astami.messages import Action, Secret

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
OLD_COMMAND = b"Response: Follows\r\nPrivilege: Command\r\nActionID: 1\r\n"
OLD_COMMAND += b"first\n\n  indented: yes\r\n\r\nlast\n--END COMMAND--\r\n\r\n"


def decoder(max_frame: int = 1 << 24, encoding: str = "utf-8") -> Decoder:
    return Decoder(max_frame=max_frame, encoding=encoding)


def decode(data: bytes, sizes: list[int] | None = None, **options: object) -> tuple[list[str], Decoder]:
    """Decode *data* after a greeting, cut into chunks of these sizes over and over."""
    one = decoder(**options)  # type: ignore[arg-type]
    data = GREETING + data
    frames: list[str] = []
    position, turn = 0, 0
    while position < len(data):
        size = sizes[turn % len(sizes)] if sizes else len(data)
        frames += one.receive_data(data[position : position + size])
        position, turn = position + size, turn + 1
    return frames, one


def split_golden(golden: bytes) -> tuple[bytes, bytes]:
    greeting, _, rest = golden.partition(b"\r\n")
    return greeting, rest


def test_recorded_session_comes_out_whole(golden: bytes) -> None:
    """The messages of a real session, joined by blank lines, are its bytes again."""
    greeting, rest = split_golden(golden)
    one = decoder()
    frames = one.receive_data(golden)
    assert one.greeting == greeting.decode()
    assert "".join(frame + "\r\n\r\n" for frame in frames).encode("utf-8", "surrogateescape") == rest
    assert not one.unfinished


def test_recorded_session_byte_by_byte(golden: bytes) -> None:
    """How the bytes are cut changes nothing."""
    whole, parts = decoder().receive_data(golden), decoder()
    assert [frame for byte in golden for frame in parts.receive_data(bytes([byte]))] == whole


def test_recorded_session_in_random_pieces(golden: bytes) -> None:
    """Neither do pieces of any size."""
    whole = decoder().receive_data(golden)
    chance = random.Random(1)
    for _ in range(50):
        one, frames, position = decoder(), [], 0
        while position < len(golden):
            size = chance.choice((1, 2, 3, 5, 100, 1000))
            frames += one.receive_data(golden[position : position + size])
            position += size
        assert frames == whole


def test_trailing_bytes_wait_for_their_end() -> None:
    """What follows the last message stays until its own end comes."""
    one = decoder()
    assert one.receive_data(GREETING + b"Response: Success\r\n\r\nEvent: Cut\r\nA: 1") == ["Response: Success"]
    assert one.unfinished
    assert one.receive_data(b"2\r\n\r\n") == ["Event: Cut\r\nA: 12"]
    assert not one.unfinished


@pytest.mark.parametrize("sizes", [None, [1], [2, 3]])
def test_stray_empty_line_goes_to_the_next_message(sizes: list[int] | None) -> None:
    """QueueRule's answer ends in three line ends; the first two end the message, however they are cut."""
    frames, _ = decode(b"Response: Success\r\nActionID: 1\r\n\r\n\r\nEvent: A\r\n\r\n", sizes)
    assert frames == ["Response: Success\r\nActionID: 1", "\r\nEvent: A"]


def test_stray_empty_line_at_the_end_of_a_chunk_ends_its_message_at_once() -> None:
    """A message is not kept back for the empty line that follows it."""
    one = decoder()
    assert one.receive_data(GREETING + b"Response: Success\r\n\r\n\r\n") == ["Response: Success"]
    assert one.receive_data(b"Event: A\r\n\r\n") == ["\r\nEvent: A"]


@pytest.mark.parametrize("sizes", [None, [1], [7]])
def test_old_command_output_ends_at_its_own_mark(sizes: list[int] | None) -> None:
    """Output before Asterisk 14 may hold an empty line; only --END COMMAND-- ends it."""
    frames, _ = decode(b"Event: A\r\n\r\n" + OLD_COMMAND + b"Event: B\r\n\r\n", sizes)
    assert frames == ["Event: A", OLD_COMMAND.decode().removesuffix("\r\n\r\n"), "Event: B"]


def test_value_that_looks_like_old_command_is_a_value() -> None:
    """A message counts as old Command output only if it begins so."""
    text = b"Event: A\r\nX: Response: Follows\r\nY: 1"
    frames, _ = decode(text + b"\r\n\r\nEvent: B\r\n\r\n")
    assert frames == [text.decode(), "Event: B"]


def test_old_command_output_can_be_unfinished() -> None:
    """Between its pieces the decoder knows that a message has begun."""
    _, one = decode(b"Response: Follows\r\nline\r\n\r\n")
    assert one.unfinished


def test_bytes_outside_the_encoding_are_kept() -> None:
    """A Latin-1 byte comes as a lone surrogate and can be encoded back."""
    frames, _ = decode(b"Event: A\r\nName: M\xfcller\r\n\r\n")
    assert frames[0].encode("utf-8", "surrogateescape") == b"Event: A\r\nName: M\xfcller"


@pytest.mark.parametrize("size", [1, 10, None])
def test_frame_limit_is_exact(size: int | None) -> None:
    """A message of max_frame bytes passes, one more byte does not, however they are cut."""
    frame = b"Event: A\r\nX: " + b"x" * 87
    sizes = [size] if size else None
    assert len(frame) == 100
    frames, one = decode(frame + b"\r\n\r\n", sizes, max_frame=100)
    assert (frames, one.error) == ([frame.decode()], None)
    frames, one = decode(b"Event: B\r\n\r\n" + frame + b"\r\n\r\n", sizes, max_frame=99)
    assert frames == ["Event: B"]
    assert "max_frame=99" in str(one.error)


def test_many_small_frames_in_one_chunk_are_no_large_one() -> None:
    """The limit is one of messages, not of chunks."""
    frames, one = decode(b"Event: A\r\n\r\n" * 100, max_frame=20)
    assert len(frames) == 100
    assert one.error is None


def test_unended_frame_over_the_limit_is_not_collected() -> None:
    """The decoder gives up as soon as the limit is passed, and takes nothing after."""
    one = decoder(max_frame=1000)
    one.receive_data(GREETING)
    for _ in range(11):
        assert one.receive_data(b"x" * 100) == []
    assert one.error is not None
    assert one.receive_data(b"\r\n\r\nEvent: A\r\n\r\n") == []
    assert not one.unfinished


@pytest.mark.parametrize("sizes", [None, [1], [13]])
def test_old_command_output_over_the_limit(sizes: list[int] | None) -> None:
    """All pieces of old Command output count as one message."""
    body = b"Response: Follows\r\n" + b"line\r\n\r\n" * 20 + b"--END COMMAND--"
    assert decode(body + b"\r\n\r\n", sizes, max_frame=len(body))[1].error is None
    frames, one = decode(b"Event: A\r\n\r\n" + body + b"\r\n\r\n", sizes, max_frame=len(body) - 1)
    assert frames == ["Event: A"]
    assert one.error is not None


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2"),
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        (b"Z", "Z"),
        (b"J\x00\x00\x00\n5.7", r"J\x00"),
        (b"\xff\xfb\x01", "\\\\xff"),
        (b"\r\n", "''"),
        (b"Asterisk Call Manager/" + b"9" * 500, "…"),
    ],
    ids=["ssh", "http", "one byte", "mysql", "telnet", "empty line", "endless"],
)
def test_no_asterisk(data: bytes, shown: str) -> None:
    """A peer that is no AMI is told at its first wrong byte, with what it said, shortened."""
    one = decoder()
    assert one.receive_data(data) == []
    assert shown in str(one.error)
    assert len(str(one.error)) < 200


def test_greeting_may_come_in_pieces_and_end_in_lf_alone() -> None:
    """The greeting is complete at its line end."""
    one = decoder()
    assert one.receive_data(b"Asterisk Call") == []
    assert one.greeting is None
    one.receive_data(b" Manager/5.0.4\n")
    assert one.greeting == "Asterisk Call Manager/5.0.4"


def test_one_byte_chunks_cost_linear_time() -> None:
    """Ten times the bytes cost about ten times the time, not a hundred times."""

    def cost(size: int) -> float:
        one = decoder()
        one.receive_data(GREETING)
        data = [b"x"] * size
        start = time.process_time()
        for byte in data:
            one.receive_data(byte)
        return time.process_time() - start

    cost(1000)
    assert min(cost(100_000) for _ in range(3)) < 40 * min(cost(10_000) for _ in range(3))


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.from_regex(r"[A-Za-z][A-Za-z0-9_()-]{0,20}", fullmatch=True),
                st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=40),
            ),
            max_size=5,
        ),
        max_size=5,
    ),
    st.lists(st.integers(1, 50), min_size=1, max_size=5),
)
def test_what_is_encoded_is_decoded(actions: list[list[tuple[str, str]]], sizes: list[int]) -> None:
    """Any headers survive the way through encoder and decoder, in any chunks."""
    data = b"".join(encode_action(Action("X", tuple(pairs)), "1", encoding="utf-8") for pairs in actions)
    frames, _ = decode(data, sizes)
    wanted = ["\r\n".join(["Action: X", "ActionID: 1", *(f"{n}: {v}" for n, v in pairs)]) for pairs in actions]
    assert frames == wanted


# What is sent


def test_action_is_encoded_in_order() -> None:
    """Action and ActionID come first, repeats are kept, one blank line ends it."""
    action = Action("Originate", (("Channel", "Local/1"), ("Variable", "A=1"), ("Variable", "B=é")))
    assert encode_action(action, "p-1", encoding="utf-8") == (
        b"Action: Originate\r\nActionID: p-1\r\nChannel: Local/1\r\nVariable: A=1\r\nVariable: B=\xc3\xa9\r\n\r\n"
    )


def test_secret_is_encoded_but_not_shown() -> None:
    """Only the bytes hold the secret; an error about its action does not."""
    action = Action("Login", (("Secret", Secret("hid\xe9")),))
    assert b"Secret: hid\xe9\r\n" in encode_action(action, "1", encoding="latin-1")
    with pytest.raises(AMIUsageError) as caught:
        encode_action(action, "1", encoding="ascii")
    assert "hid" not in str(caught.value)
    assert "hid" not in repr(caught.value.action)


@pytest.mark.parametrize("bad", ["\r", "\n", "\0", "\r\nAction: Logoff"])
@pytest.mark.parametrize("where", ["value", "name", "action", "id"])
def test_line_ends_and_nul_are_refused(bad: str, where: str) -> None:
    """Nothing a caller passes can end a line early, in no place."""
    text = f"a{bad}b"
    action = Action(
        text if where == "action" else "X", ((text if where == "name" else "N", text if where == "value" else "v"),)
    )
    with pytest.raises(AMIUsageError, match=r"CR|LF|NUL|no header name") as caught:
        encode_action(action, text if where == "id" else "1", encoding="utf-8")
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("bad", ["\r", "\n", "\0", "\r\nAction: Logoff"])
@pytest.mark.parametrize("where", ["action", "id"])
def test_the_same_without_headers(bad: str, where: str) -> None:
    """Where less has to be looked at; asking once more changes nothing."""
    text = f"a{bad}b"
    for _ in range(2):
        with pytest.raises(AMIUsageError, match=r"CR|LF|NUL"):
            encode_action(Action(text if where == "action" else "X"), text if where == "id" else "1", encoding="utf-8")


@pytest.mark.parametrize("action_id", ["1", "a b", "ü", "x" * 200])
def test_any_fit_action_id_goes_as_it_is(action_id: str) -> None:
    """Short or long, in ASCII or not."""
    data = encode_action(Action("Ping"), action_id, encoding="utf-8")
    assert data == f"Action: Ping\r\nActionID: {action_id}\r\n\r\n".encode()


@pytest.mark.parametrize("name", ["", " A", "A ", "A:B", "\tA"])
def test_names_that_would_hide_or_split_a_header_are_refused(name: str) -> None:
    """Asterisk ignores a header with blanks around its name, and reads a colon as its end."""
    with pytest.raises(AMIUsageError, match="no header name"):
        encode_action(Action("X", ((name, "v"),)), "1", encoding="utf-8")


def test_limits_of_lines_are_exact() -> None:
    """128 lines with Action and ActionID pass, 129 do not."""
    headers = (("Variable", "A=1"),) * (MAX_LINES - 2)
    encode_action(Action("X", headers), "1", encoding="utf-8")
    with pytest.raises(AMIUsageError, match="129 header lines"):
        encode_action(Action("X", (*headers, ("B", "2"))), "1", encoding="utf-8")


def test_limit_of_line_length_counts_bytes() -> None:
    """1022 bytes of a line pass, 1023 do not; é has two."""
    most = "é" * ((MAX_LINE_BYTES - 3) // 2)
    encode_action(Action("X", (("N", most + "x"),)), "1", encoding="utf-8")
    with pytest.raises(AMIUsageError, match="1023 bytes"):
        encode_action(Action("X", (("N", most + "xx"),)), "1", encoding="utf-8")


def test_characters_outside_the_encoding_are_refused() -> None:
    """They are named, and the encoding too."""
    with pytest.raises(AMIUsageError, match="'€' that latin-1 cannot encode"):
        encode_action(Action("X", (("N", "5 €"),)), "1", encoding="latin-1")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii", "cp1252", "utf8"])
def test_encodings_that_contain_ascii_are_taken(encoding: str) -> None:
    """Every byte goes there and back."""
    check_encoding(encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-7", "nonsense", "rot13", "cp037"])
def test_other_encodings_are_refused(encoding: str) -> None:
    """The protocol's own words must stay what they are."""
    with pytest.raises(AMIUsageError, match=encoding):
        check_encoding(encoding)
