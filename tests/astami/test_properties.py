"""What holds for any bytes, any cut and any order: the client's session alone, and joined to the fake's, no sockets."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astami._events import Subscription, Subscriptions
from astami._session import Pending, Session
from astami.exceptions import AMIConnectionLost, AMIError, AMIProtocolError
from astami.messages import Action, AMIEvent, AMIResponse, Secret
from astami_fake import actions, releases
from astami_fake._hub import Hub
from astami_fake._session import Session as Server
from astami_fake.clock import ManualClock
from astami_fake.pbx.pbx import Pbx
from astami_fake.scripting import Script
from astami_fake.traffic import Traffic

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
TEXT = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=30)
NAME = st.text("abcdefgXYZ-", min_size=1, max_size=8)


def client(on_event: Callable[[str], None] | None = None) -> Session:
    one = Session(peer="p", prefix="p-", max_frame=100_000, encoding="utf-8", on_event=on_event)
    one.receive_data(GREETING)
    return one


def logged_in(on_event: Callable[[str], None] | None = None) -> Session:
    one = client(on_event)
    login = one.start(Action("Login"))
    one.receive_data(f"Response: Success\r\nActionID: {login.action_id}\r\n\r\n".encode())
    return one


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    """*data* cut at these places."""
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_bytes_lead_to_a_typed_end_or_to_none(chunks: list[bytes]) -> None:
    """Nothing but messages and AMIProtocolError comes of whatever a peer sends."""
    seen: list[str] = []
    one = logged_in(seen.append)
    pending = one.start(Action("Ping"))
    for chunk in chunks:
        one.receive_data(chunk)
        assert one.error is None or isinstance(one.error, AMIProtocolError)
    one.connection_lost(None)
    assert pending.done
    with pytest.raises(AMIError):
        pending.result()


@settings(max_examples=200)
@given(st.data())
def test_any_cut_and_any_order_reach_the_right_ones(data: st.DataObject) -> None:
    """Answers, lists and events of many actions, mixed in any order and cut anywhere: each gets its own, in order."""
    events: list[AMIEvent] = []
    one = logged_in(lambda text: events.append(AMIEvent(text)))
    plain = [one.start(Action("Ping")) for _ in range(data.draw(st.integers(0, 4)))]
    lists = [one.start(Action("Status")) for _ in range(data.draw(st.integers(0, 3)))]
    streams: list[list[str]] = [[f"Response: Success\r\nActionID: {p.action_id}\r\nMine: {p.action_id}"] for p in plain]
    sizes = []
    for pending in lists:
        sizes.append(data.draw(st.integers(0, 3)))
        bears = f"ActionID: {pending.action_id}"
        streams.append(
            [
                f"Response: Success\r\n{bears}\r\nEventList: start",
                *(f"Event: Status\r\n{bears}\r\nNumber: {number}" for number in range(sizes[-1])),
                f"Event: StatusComplete\r\n{bears}\r\nEventList: Complete\r\nListItems: {sizes[-1]}",
            ]
        )
    values = data.draw(st.lists(TEXT, max_size=5))
    streams.append([f"Event: Mark\r\nValue: {value}" for value in values])
    mixed = []
    while any(streams):
        stream = data.draw(st.sampled_from([stream for stream in streams if stream]))
        mixed.append(stream.pop(0))
    sent = "".join(f"{frame}\r\n\r\n" for frame in mixed).encode()
    for piece in pieces(sent, data.draw(st.lists(st.integers(0, 10_000), max_size=10))):
        one.receive_data(piece)
    assert [pending.result().headers["Mine"] for pending in plain] == [pending.action_id for pending in plain]
    for pending, size in zip(lists, sizes, strict=True):
        assert [event["Number"] for event in pending.result().events] == [str(number) for number in range(size)]
    assert [event["Value"] for event in events] == values
    assert one.unmatched == 0


@settings(max_examples=100)
@given(st.integers(1, 10), st.integers(0, 400), st.randoms())
def test_any_break_ends_each_action_once(count: int, cut: int, chance: random.Random) -> None:
    """With its answer if that came whole, else with AMIConnectionLost; nothing is left."""
    one = logged_in()
    ended: list[Pending] = []
    waiting = [one.start(Action("Ping")) for _ in range(count)]
    for pending in waiting:
        one.was_sent(pending)
        pending.on_done = lambda pending=pending: ended.append(pending)  # type: ignore[misc] - binds the loop's value
    order = chance.sample(waiting, count)
    sent = b"".join(f"Response: Success\r\nActionID: {pending.action_id}\r\n\r\n".encode() for pending in order)
    one.receive_data(sent[:cut])
    one.connection_lost(ConnectionResetError())
    assert sorted(ended, key=id) == sorted(waiting, key=id)
    whole = sent[:cut].count(b"\r\n\r\n")
    assert [pending.error is None for pending in order] == [True] * whole + [False] * (count - whole)
    assert all(isinstance(pending.error, AMIConnectionLost) for pending in order[whole:])
    assert one.idle


@settings(max_examples=100)
@given(st.lists(st.tuples(NAME, TEXT), max_size=12), NAME)
def test_event_is_the_same_however_it_is_asked(pairs: list[tuple[str, str]], other: str) -> None:
    """Look-ups in the text, in the parsed headers and in the dictionary agree."""
    text = "\r\n".join(["Event: X", *(f"{name}: {value}" for name, value in pairs)])
    event = AMIEvent(text)
    whole = dict([("Event", "X"), *pairs])
    assert event.data == whole == dict(event.headers) == dict(event)
    for name in [*whole, other]:
        by_case = {key.casefold(): value for key, value in [("Event", "X"), *pairs]}
        assert event.get(name) == whole.get(name, by_case.get(name.casefold()))
        assert AMIEvent(text).get(name.upper()) == event.headers.get(name.upper())
    response = AMIResponse.from_frame(text.replace("Event: X", "Response: Success", 1))
    assert {**response.data, "Event": "X"} == {**whole, "Response": "Success"}


@settings(max_examples=100)
@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 5))
def test_bounded_queue_keeps_the_newest_and_counts_the_rest(steps: list[int], limit: int) -> None:
    """However pushing and taking alternate: taken, waiting and dropped are together what came, in order."""
    everybody, one = Subscriptions({}), Subscription((), {}, queue=limit)
    everybody.add(one)
    came, taken = 0, []
    for step in steps:
        if step < 6:
            everybody.dispatch(f"Event: E\r\nN: {came}")
            came += 1
        elif (event := one.take()) is not None:
            taken.append(int(event["N"]))
        assert one.waiting <= limit
    while (event := one.take()) is not None:
        taken.append(int(event["N"]))
    assert taken == sorted(taken)
    assert len(taken) + one.dropped == came


# Both sessions, joined without sockets


class Joined:
    """A client's session and a fake's, each getting the other's bytes in pieces; no socket, loop or thread."""

    def __init__(self, cut: Callable[[bytes], list[bytes]]) -> None:
        actions.load()
        self._cut = cut
        self.events: list[AMIEvent] = []
        self.client = Session(
            peer="fake",
            prefix="j-",
            max_frame=1 << 20,
            encoding="utf-8",
            on_event=lambda text: self.events.append(AMIEvent(text)),
        )
        pbx = Pbx(releases.find("22.10"), ManualClock(), None)
        hub = Hub(pbx, Script(pbx.release), Traffic())
        server = hub.connect(("127.0.0.1", 1), lambda: None)
        assert server is not None
        self.server: Server = server
        self.exchange()
        user = next(iter(pbx.managers.config.users.values()))
        login = (("Username", user.name), ("Secret", Secret(user.secret)), ("Events", "user"))
        assert self.ask(Action("Login", login)).success

    def send(self, action: Action) -> Pending:
        """Have the server take *action*; its answer waits there."""
        pending = self.client.start(action)
        for piece in self._cut(pending.data):
            self.server.receive_data(piece)
        self.client.was_sent(pending)
        return pending

    def exchange(self) -> None:
        """Have the client take what the server has for it."""
        for piece in self._cut(self.server.data_to_send()):
            self.client.receive_data(piece)

    def ask(self, action: Action) -> AMIResponse:
        """Send *action* and return its answer."""
        pending = self.send(action)
        self.exchange()
        return pending.result()


@settings(max_examples=60)
@given(st.lists(st.tuples(NAME, TEXT), max_size=5), st.integers(1, 40), st.randoms())
def test_two_sessions_understand_each_other(values: list[tuple[str, str]], size: int, chance: random.Random) -> None:
    """Whatever value the client stores, the server gives back, whatever the pieces; answers reach who asked."""
    one = Joined(lambda data: pieces(data, [chance.randrange(10_000) for _ in range(size)]))
    # Blanks at the beginning are dropped by every Asterisk, and no value is a missing one.
    kept = [(name, value) for name, value in values if value and value.lstrip("".join(map(chr, range(33)))) == value]
    for name, value in kept:
        assert one.ask(Action("DBPut", (("Family", "f"), ("Key", name), ("Val", value)))).success
        pending = [one.send(Action("DBGet", (("Family", "f"), ("Key", name)))), one.send(Action("Ping"))]
        one.exchange()
        entry, pong = (each.result() for each in pending)
        assert [event["Val"] for event in entry.events] == [value]
        assert pong.headers["Ping"] == "Pong"
        one.ask(Action("UserEvent", (("UserEvent", "Told"), ("Value", value))))
    one.exchange()
    told = [event["Value"] for event in one.events if event.name == "UserEvent"]
    assert told == [value for _, value in kept]
    assert one.ask(Action("Logoff")).response == "Goodbye"
    assert one.client.unmatched == 0


# Limits


@pytest.mark.parametrize("chunk", [1000, 65_536])
def test_long_output_takes_linear_time(chunk: int) -> None:
    """Sixteen times the bytes take at most about sixteen times as long: nothing is searched again."""

    def taken(size: int) -> float:
        one = Session(peer="p", prefix="p-", max_frame=1 << 26, encoding="utf-8")
        one.receive_data(GREETING)
        login = one.start(Action("Login"))
        one.receive_data(f"Response: Success\r\nActionID: {login.action_id}\r\n\r\n".encode())
        line = b"Output: " + b"x" * 70 + b"\r\n"
        best = 9.0
        for _ in range(3):
            pending = one.start(Action("Command"))
            head = f"Response: Success\r\nActionID: {pending.action_id}\r\n".encode()
            data = head + line * (size // len(line)) + b"\r\n"
            begun = time.process_time()
            for start in range(0, len(data), chunk):
                one.receive_data(data[start : start + chunk])
            best = min(best, time.process_time() - begun)
            assert len(pending.result().output) == size // len(line)
        return best

    assert taken(1 << 22) < 16 * max(taken(1 << 18), 0.0005) * 4
