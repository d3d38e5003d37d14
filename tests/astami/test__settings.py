"""What a client can be told."""

from __future__ import annotations

from typing import Any

import pytest

from astami._settings import Settings, check_timeout
from astami.exceptions import AMIUsageError
from astami.messages import Secret

GOOD: dict[str, Any] = {
    "host": "127.0.0.1", "port": 5038, "username": "u", "secret": Secret("hush"), "timeout": 10.0, "tls": False,
    "auth": "plain", "events": "off", "max_frame": 1000, "encoding": "utf-8", "retries": 0, "retry_delay": 0,
}  # fmt: skip


def test_good_settings_are_taken() -> None:
    """And do not show the secret."""
    settings = Settings(**GOOD)
    assert settings.peer == "127.0.0.1:5038"
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", ""), ("host", None), ("port", 0), ("port", 65536), ("port", "5038"), ("port", True),
        ("username", None), ("timeout", 0), ("timeout", -1), ("timeout", float("inf")), ("timeout", float("nan")),
        ("timeout", 1e7), ("ping_interval", 1e7),
        ("timeout", None), ("timeout", True), ("tls", "yes"), ("auth", "sha"), ("events", ""), ("events", True),
        ("max_frame", 0), ("max_frame", 1.5), ("encoding", "utf-16"), ("encoding", 5), ("retries", -1),
        ("retries", 1.0), ("retry_delay", -1), ("retry_delay", 1e7),
    ],
)  # fmt: skip
def test_bad_settings_are_refused_by_name(name: str, value: object) -> None:
    """Before anything is opened."""
    with pytest.raises(AMIUsageError, match=name):
        Settings(**{**GOOD, name: value})


def test_timeouts() -> None:
    """Any positive number of seconds."""
    assert check_timeout("timeout", 3) == 3
