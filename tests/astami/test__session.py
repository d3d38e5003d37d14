"""The session without a socket: who gets which message, and how each action ends."""

from __future__ import annotations

import logging

import pytest

from astami import _session
from astami._session import Pending, Session
from astami.exceptions import AMIConnectionLost, AMIError, AMIProtocolError, AMITimeoutError, AMIUsageError
from astami.messages import Action, AMIEvent, Secret
from astami.stats import Stats

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
PING = Action("Ping")
LOGIN = Action("Login", (("Username", "admin"), ("Secret", Secret("s3cret-word"))))


def session(events: list[AMIEvent] | None = None, *, max_frame: int = 1 << 20, prefix: str = "p-") -> Session:
    on_event = None if events is None else lambda text: events.append(AMIEvent(text))
    return Session(peer="pbx:5038", prefix=prefix, max_frame=max_frame, encoding="utf-8", on_event=on_event)


def logged_in(events: list[AMIEvent] | None = None, **options: int) -> Session:
    one = session(events, **options)  # type: ignore[arg-type]
    one.receive_data(GREETING)
    answer(one, one.start(LOGIN))
    assert one.authenticated
    return one


def answer(one: Session, pending: Pending, *lines: str, response: str = "Success") -> None:
    one.receive_data("\r\n".join((f"Response: {response}", f"ActionID: {pending.action_id}", *lines, "", "")).encode())


def event(one: Session, *lines: str) -> None:
    one.receive_data(("\r\n".join(lines) + "\r\n\r\n").encode())


def test_recorded_session_gives_each_action_its_answer(golden: bytes) -> None:
    """Every answer of a real session reaches its action, and what is left over is dropped and counted."""
    names = "Login Command Command Command DBPut DBGet DBDel QueueRule PJSIPShowEndpoints Getvar UserEvent ModuleLoad"
    names += " QueueStatus Foo Ping Logoff"
    events: list[AMIEvent] = []
    one = session(events, prefix="g-")
    head = golden.index(b"\r\n") + 2
    one.receive_data(golden[:head])
    login = one.start(Action("Login"))
    mark = golden.index(b"\r\n\r\n") + 4
    one.receive_data(golden[head:mark])
    assert login.result().message == "Authentication accepted"
    pending = [login, *(one.start(Action(name)) for name in names.split()[1:])]
    one.receive_data(golden[mark:])
    results = dict(zip((p.action_id for p in pending), (p.result() for p in pending), strict=True))
    assert [e.name for e in events] == ["FullyBooted", "UserEvent"]
    assert results["g-2"].output[:3:2][0].startswith("sales has 0 calls")
    assert results["g-2"].output[-1] == ""
    assert results["g-3"].output[1].startswith("  '1001' =>")
    assert (results["g-4"].success, len(results["g-4"].output)) == (False, 1)
    assert [e["Val"] for e in results["g-6"].events] == ['say "hi"; back\\slash \udce9 ']
    assert results["g-6"].completion == AMIEvent(
        "Event: DBGetComplete\r\nActionID: g-6\r\nEventList: Complete\r\nListItems: 1"
    )
    assert results["g-9"].message == "No endpoints found\n"
    assert results["g-10"].data["Value"] == ""
    assert results["g-12"].message == "Incomplete ModuleLoad action."
    assert one.unmatched == 2, "ModuleLoad was answered three times"
    assert [e.name for e in results["g-13"].events] == ["QueueParams", "QueueMember"]
    assert results["g-16"].response == "Goodbye"
    assert not one.authenticated


def test_nothing_is_sent_before_the_greeting() -> None:
    """Not even the login: the peer could be anybody."""
    with pytest.raises(AMIUsageError, match="pbx:5038: no greeting yet"):
        session().start(LOGIN)


def test_only_login_is_sent_before_login() -> None:
    """Asterisk closes the connection at anything else."""
    one = session()
    one.receive_data(GREETING)
    assert one.greeting == "Asterisk Call Manager/11.0.0"
    with pytest.raises(AMIUsageError, match="log in before Ping"):
        one.start(PING)
    for name in ("Challenge", "login", "Logoff"):
        assert one.start(Action(name)).data


def test_refused_login_authenticates_nobody() -> None:
    """Only Response: Success to Login does."""
    one = session()
    one.receive_data(GREETING)
    pending = one.start(LOGIN)
    answer(one, pending, "Message: Authentication failed", response="Error")
    assert not pending.result().success
    assert not one.authenticated


def test_action_ids_count_up_behind_the_prefix() -> None:
    """No two actions of a connection share one."""
    one = logged_in()
    assert [one.start(PING).action_id for _ in range(3)] == ["p-2", "p-3", "p-4"]
    assert b"ActionID: p-5\r\n" in one.start(PING).data


def test_answers_out_of_order_reach_their_actions() -> None:
    """ActionIDs decide, not the order."""
    one = logged_in()
    first, second = one.start(PING), one.start(PING)
    answer(one, second, "Ping: two")
    assert (first.done, second.done) == (False, True)
    answer(one, first, "Ping: one")
    assert (first.result().data["Ping"], second.result().data["Ping"]) == ("one", "two")


def test_on_done_is_called_once() -> None:
    """A duplicate answer is dropped and counted."""
    one = logged_in()
    calls: list[int] = []
    pending = one.start(PING)
    pending.on_done = lambda: calls.append(1)
    answer(one, pending, "Ping: first")
    answer(one, pending, "Ping: second")
    assert (calls, one.unmatched) == ([1], 1)
    assert pending.result().data["Ping"] == "first"


def test_late_answer_reaches_nobody() -> None:
    """After a timeout or a cancellation the answer is dropped and counted."""
    one = logged_in()
    expired, abandoned = one.start(PING), one.start(PING)
    one.expire(expired, 2.5)
    one.abandon(abandoned)
    later = one.start(PING)
    answer(one, expired)
    answer(one, abandoned)
    assert one.unmatched == 2
    assert not later.done
    assert abandoned.data == b""


@pytest.mark.parametrize(("sent", "text"), [(True, "Ping may have been executed"), (False, "Ping was not sent")])
def test_timeout_says_what_became_of_the_action(sent: bool, text: str) -> None:
    """The error names the server, the time, the action and whether Asterisk may have done it."""
    one = logged_in()
    pending = one.start(PING)
    if sent:
        one.was_sent(pending)
        assert pending.data == b""
    one.expire(pending, 2.5)
    with pytest.raises(AMITimeoutError, match=f"pbx:5038: no answer within 2.5 s; {text}") as caught:
        pending.result()
    assert caught.value.sent is sent
    assert caught.value.action is not None


def test_foreign_answer_is_dropped() -> None:
    """So is one without ActionID, and a message that is neither response nor event."""
    one = logged_in()
    pending = one.start(PING)
    event(one, "Response: Success", "ActionID: somebody-1")
    event(one, "Response: Error", "Message: Missing action in request")
    event(one, "Nonsense: 1")
    event(one, "no header at all")
    assert one.unmatched == 4
    assert not pending.done


# Lists


def test_list_is_collected_to_its_end() -> None:
    """Its items are in the response, the event that ends it apart; others go to the sink."""
    events: list[AMIEvent] = []
    one = logged_in(events)
    pending = one.start(Action("QueueStatus"))
    answer(one, pending, "EventList: start")
    assert not pending.done
    event(one, "Event: QueueParams", "Queue: a", f"ActionID: {pending.action_id}")
    event(one, "Event: Newchannel", "Channel: x")
    event(one, "Event: QueueMember", "ActionID: other-1")
    event(one, "Event: QueueStatusComplete", "EventList: Complete", f"ActionID: {pending.action_id}")
    response = pending.result()
    assert [e.name for e in response.events] == ["QueueParams"]
    assert response.completion is not None
    assert response.completion.name == "QueueStatusComplete"
    assert [e.name for e in events] == ["Newchannel", "QueueMember"]
    event(one, "Event: QueueMember", f"ActionID: {pending.action_id}")
    assert len(response.events) == 1


def test_two_lists_do_not_mix() -> None:
    """Items go to the list with their ActionID."""
    one = logged_in()
    first, second = one.start(Action("Status")), one.start(Action("Status"))
    for pending in (first, second):
        answer(one, pending, "EventList: Start")
    for pending in (second, first):
        event(one, "Event: Status", f"Channel: {pending.action_id}", f"ActionID: {pending.action_id}")
    for pending in (second, first):
        event(one, "Event: StatusComplete", "EventList: Complete", f"ActionID: {pending.action_id}")
        assert [e["Channel"] for e in pending.result().events] == [pending.action_id]


def test_second_answer_within_a_list_is_dropped() -> None:
    """The first one stands."""
    one = logged_in()
    pending = one.start(Action("Status"))
    answer(one, pending, "EventList: start", "Message: first")
    answer(one, pending, "Message: second")
    assert one.unmatched == 1
    event(one, "Event: StatusComplete", "EventList: Complete", f"ActionID: {pending.action_id}")
    assert pending.result().message == "first"


def test_list_that_is_not_announced_ends_at_its_declared_event() -> None:
    """WaitEvent has no EventList headers; the table says how it ends."""
    one = logged_in()
    pending = one.start(Action("WAITEVENT"))
    answer(one, pending, "Message: Waiting for Event completed.")
    assert not pending.done
    event(one, "Event: WaitEventComplete", f"ActionID: {pending.action_id}")
    assert pending.result().message == "Waiting for Event completed."


def test_answer_that_comes_as_one_event() -> None:
    """FAXStats announces an event and sends it: item and end in one."""
    one = logged_in()
    pending = one.start(Action("FAXStats"))
    answer(one, pending, "Message: FAXStats event will follow")
    assert not pending.done
    event(one, "Event: FAXStats", f"ActionID: {pending.action_id}", "CurrentSessions: 0")
    response = pending.result()
    assert response.completion is not None
    assert response.completion["CurrentSessions"] == "0"


def test_refused_list_is_over_at_once() -> None:
    """After Response: Error no item comes."""
    one = logged_in()
    pending = one.start(Action("WaitEvent"))
    answer(one, pending, "Message: No", response="Error")
    assert pending.done


@pytest.mark.parametrize("name", ["UserEvent", "OriginateResponse"])
def test_broadcasts_are_no_items(name: str) -> None:
    """They go to all connections with the ActionID of one, which another may use too."""
    events: list[AMIEvent] = []
    one = logged_in(events)
    pending = one.start(Action("Status", action_id="7"))
    answer(one, pending, "EventList: start")
    event(one, f"Event: {name}", "ActionID: 7")
    assert [e.name for e in events] == [name]


def test_events_without_a_sink_are_dropped() -> None:
    """Nobody asked for them."""
    one = logged_in()
    event(one, "Event: Newchannel", "Channel: x")
    assert one.unmatched == 0


def test_odd_spellings_are_understood() -> None:
    """Another case, no blank after the colon, a stray empty line before."""
    events: list[AMIEvent] = []
    one = logged_in(events)
    pending = one.start(PING)
    event(one, "", "event:Odd", "a:1")
    event(one, "response:success", f"actionid:{pending.action_id}", "PING:Pong")
    assert pending.result().headers["Ping"] == "Pong"
    assert pending.result().success
    assert (events[0].name, events[0]["A"]) == ("Odd", "1")


# ActionIDs of the caller's choice


def test_own_action_id_is_used_once() -> None:
    """A second use is refused, since a late answer to the first could not be told apart."""
    one = logged_in()
    pending = one.start(Action("Ping", action_id="mine"))
    assert b"ActionID: mine\r\n" in pending.data
    answer(one, pending)
    with pytest.raises(AMIUsageError, match="'mine' was used on this connection before"):
        one.start(Action("Ping", action_id="mine"))


@pytest.mark.parametrize("action_id", ["", " x", "x ", "p-77"])
def test_action_ids_that_could_not_be_matched_are_refused(action_id: str) -> None:
    """Asterisk drops leading blanks; the client's own prefix is its own."""
    with pytest.raises(AMIUsageError, match="must not be empty"):
        logged_in().start(Action("Ping", action_id=action_id))


def test_own_action_ids_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of used ones does not grow for ever."""
    monkeypatch.setattr(_session, "MAX_OWN_IDS", 2)
    one = logged_in()
    for number in "12":
        one.start(Action("Ping", action_id=number))
    with pytest.raises(AMIUsageError, match="one too many"):
        one.start(Action("Ping", action_id="3"))


def test_action_that_cannot_be_sent_leaves_nothing() -> None:
    """Its ActionID is free and nothing waits for it."""
    one = logged_in()
    with pytest.raises(AMIUsageError, match="LF"):
        one.start(Action("Ping", (("A", "b\nc"),), action_id="x"))
    assert one.start(Action("Ping", action_id="x")).data


# The end


def test_lost_link_ends_everything_at_once() -> None:
    """Each action hears what may have become of it, with the cause chained."""
    one = logged_in()
    sent, listing, unsent = one.start(PING), one.start(Action("Status")), one.start(Action("DBPut"))
    one.was_sent(sent)
    one.was_sent(listing)
    answer(one, listing, "EventList: start")
    event(one, "Event: Status", f"ActionID: {listing.action_id}")
    cause = ConnectionResetError(104, "Connection reset by peer")
    one.connection_lost(cause)
    for pending, text, was_sent in (
        (sent, "Ping may have been executed", True),
        (listing, "Status may have been executed", True),
        (unsent, "DBPut was not sent", False),
    ):
        with pytest.raises(
            AMIConnectionLost, match=rf"pbx:5038: the connection was lost \(.*reset by peer\); {text}"
        ) as e:
            pending.result()
        assert (e.value.sent, e.value.__cause__) == (was_sent, cause)
        assert e.value.action is not None
    assert not one.authenticated


def test_close_in_the_middle_of_a_message_is_told() -> None:
    """A cut answer never counts as success."""
    one = logged_in()
    pending = one.start(PING)
    one.was_sent(pending)
    one.receive_data(f"Response: Success\r\nActionID: {pending.action_id}\r\nPing: Po".encode())
    one.connection_lost(None)
    with pytest.raises(AMIConnectionLost, match="Asterisk closed the connection in the middle of a message"):
        pending.result()


def test_after_the_end_nothing_is_taken() -> None:
    """Neither actions nor bytes; the first reason stands."""
    one = logged_in()
    one.close()
    one.connection_lost(None)
    one.receive_data(b"Response: Success\r\n\r\n")
    assert one.unmatched == 0
    with pytest.raises(AMIConnectionLost, match="closed by this client; Ping was not sent") as caught:
        one.start(PING)
    assert caught.value.sent is False


def test_message_over_the_limit_ends_the_session() -> None:
    """Those that wait get AMIProtocolError; what came before it was delivered."""
    one = logged_in(max_frame=200)
    first, second = one.start(PING), one.start(PING)
    answer(one, first)
    one.receive_data(b"x" * 300)
    assert first.result().success
    with pytest.raises(AMIProtocolError, match="pbx:5038: a message of more than max_frame=200 bytes came"):
        second.result()
    assert isinstance(one.error, AMIProtocolError)


def test_no_asterisk_ends_the_session() -> None:
    """A wrong greeting is an error of the session."""
    one = session()
    one.receive_data(b"SSH-2.0-OpenSSH_9.2\r\n")
    assert "pbx:5038: this is no Asterisk Manager Interface" in str(one.error)


def test_secrets_are_in_no_error() -> None:
    """An error about a login shows its action, not its secret."""
    one = session()
    one.receive_data(GREETING)
    pending = one.start(LOGIN)
    assert b"s3cret-word" in pending.data
    one.connection_lost(None)
    assert isinstance(pending.error, AMIError)
    assert "s3cret-word" not in f"{pending.error!r} {pending.error.action!r} {pending.action!r} {pending!r}"
    assert pending.error.action is not None
    assert pending.error.action["Secret"] == "***"


# What is noted on the way


class Tap:
    """Sees the traffic."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def sent(self, action_id: str, action: Action) -> None:
        self.seen.append(f"> {action.name} {action_id}")

    def received(self, text: str) -> None:
        self.seen.append(f"< {text.partition(chr(13))[0]}")


def test_tap_sees_all_traffic() -> None:
    """Actions when they are written, messages when they come, also those that reach nobody."""
    one = logged_in()
    one.tap = tap = Tap()
    pending = one.start(PING)
    assert tap.seen == []
    one.was_sent(pending)
    answer(one, pending)
    event(one, "Event: Hangup")
    assert tap.seen == [f"> Ping {pending.action_id}", "< Response: Success", "< Event: Hangup"]


def test_counters() -> None:
    """Bytes, actions, messages, answers, timeouts and what reached nobody; events are the rest."""
    stats = Stats()
    one = Session(peer="p", prefix="p-", max_frame=1000, encoding="utf-8", stats=stats)
    one.receive_data(GREETING)
    login = one.start(LOGIN)
    size = len(login.data)
    one.was_sent(login)
    assert not one.idle
    answer(one, login)
    assert one.idle
    event(one, "Event: Hangup")
    answer(one, login)
    one.expire(one.start(PING), 1.0)
    assert (stats.actions, stats.bytes_sent) == (1, size)
    assert (stats.messages, stats.responses, stats.events) == (3, 2, 1)
    assert (stats.unmatched, stats.timeouts) == (1, 1)
    assert stats.bytes_received == one.bytes_received > len(GREETING)


def test_end_is_told_once() -> None:
    """With the reason; who closed is known."""
    told: list[AMIError] = []
    one = Session(peer="p", prefix="p-", max_frame=1000, encoding="utf-8", on_end=told.append)
    one.connection_lost(None)
    one.close()
    assert told == [one.error]
    assert not one.closed_here
    other = session()
    other.close()
    assert other.closed_here


@pytest.mark.parametrize(
    ("restart", "text"), [("True", "closed the connection to restart"), ("False", "closed the connection to shut down")]
)
def test_announced_end_is_told(restart: str, text: str) -> None:
    """Whoever sees Shutdown sets it, and the error says so."""
    one = logged_in()
    one.stopping = AMIEvent(f"Event: Shutdown\r\nShutdown: Cleanly\r\nRestart: {restart}")
    one.connection_lost(None)
    assert text in str(one.error)


def test_log_names_actions_and_no_headers(caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG each action and answer, at WARNING what had no answer; never a value."""
    caplog.set_level(logging.DEBUG, logger="astami")
    one = session()
    one.receive_data(GREETING)
    pending = one.start(LOGIN)
    one.was_sent(pending)
    answer(one, pending)
    one.expire(one.start(PING), 1.0)
    assert [record.levelname for record in caplog.records] == ["DEBUG", "DEBUG", "WARNING"]
    assert "sent Login" in caplog.text
    assert "received Success" in caplog.text
    assert "s3cret" not in caplog.text
