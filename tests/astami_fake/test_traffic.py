"""The transcript for people: marks, connections, hidden secrets, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator

from astami_fake.traffic import REMEMBERED, Traffic


def test_marks_and_connections() -> None:
    """Frames are marked by direction and connection, in order; odd bytes are shown escaped."""
    traffic = Traffic()
    assert not traffic
    traffic.received(7, ["Action: Ping", "ActionID: 1"])
    traffic.sent(7, b"Response: Success\r\nX: \xe9\r\n\r\nEvent: A\r\n\r\n")
    traffic.received(9, ["Action: X\udce9"])
    assert str(traffic) == (
        "1>  Action: Ping\n    ActionID: 1\n1<  Response: Success\n    X: \\xe9\n1<  Event: A\n2>  Action: X\\udce9"
    )


def test_secrets_are_hidden() -> None:
    """Secret, and a login's Key, have no value, however they are written; the Key of an AstDB entry is no secret."""
    traffic = Traffic()
    traffic.received(1, ["action:login", "secret:one", "KEY : two", "Secretary: three"])
    traffic.received(1, ["Action: DBGet", "Key: four"])
    assert str(traffic) == (
        "1>  action:login\n    secret: ***\n    KEY: ***\n    Secretary: three\n1>  Action: DBGet\n    Key: four"
    )


def test_memory_is_bounded() -> None:
    """Only the last messages are kept."""
    traffic = Traffic()
    for number in range(REMEMBERED + 5):
        traffic.received(1, [f"Action: {number}"])
    assert str(traffic).startswith("1>  Action: 5\n")


def test_more_may_come_meanwhile() -> None:
    """What the server's thread adds while the transcript is written does not disturb it."""
    traffic = Traffic()

    class Lines(list[str]):
        def __iter__(self) -> Iterator[str]:
            traffic.sent(1, b"Response: Success\r\n\r\n")
            return super().__iter__()

    traffic.received(1, Lines(["Action: Ping"]))
    assert str(traffic) == "1>  Action: Ping"
    assert str(traffic).startswith("1>  Action: Ping\n1<  Response: Success")
