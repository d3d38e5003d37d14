"""manager.conf gives settings and users."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake import privileges
from astami_fake.config.manager import ManagerConfig, load
from astami_fake.config.reader import ConfigError

ETC = Path(__file__).parents[3] / "conformance" / "etc"


def write(folder: Path, text: str) -> ManagerConfig:
    (folder / "manager.conf").write_text(text, encoding="utf-8")
    return load(folder)


def test_the_users_of_the_cases() -> None:
    """The users of conformance/etc have the classes that the file gives them, in the order of the file."""
    config = load(ETC)
    assert list(config.users) == ["admin", "watcher", "caller", "operator", "listener"]
    assert (config.users["admin"].read, config.users["watcher"].write) == (privileges.ALL, privileges.NONE)
    assert config.users["caller"].write == privileges.CLASSES["call"] | privileges.CLASSES["originate"]
    assert (config.port, config.bind_address) == (5038, "0.0.0.0")


def test_name_without_regard_to_case() -> None:
    """A user is found in any case of the name."""
    config = load(ETC)
    assert config.user("WATCHER") is config.users["watcher"]
    assert config.user("nobody") is None


def test_settings(tmp_path: Path) -> None:
    """What [general] says holds; a user may say otherwise."""
    config = write(
        tmp_path,
        "[general]\nenabled=yes\nport=5039\nbindaddr=::1\nauthtimeout=5\nauthlimit=2\ndisplayconnects=no\n"
        "allowmultiplelogin=no\nwebenabled=no\n[a]\nsecret=x\n[b]\nsecret=y\ndisplayconnects=yes\nallowmultiplelogin=yes\n",
    )
    assert (config.port, config.bind_address, config.auth_timeout, config.auth_limit) == (5039, "::1", 5, 2)
    assert [user.display_connects for user in config.users.values()] == [False, True]
    assert [user.allow_multiple_login for user in config.users.values()] == [False, True]


def test_secret_is_not_shown() -> None:
    """A user's secret is in no repr."""
    config = load(ETC)
    assert "amp111" not in repr(config)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[general]\nport=1\n", r"manager\.conf:1: the manager is off; \[general\] needs enabled = yes"),
        ("[a]\nsecret=x\n", "the manager is off"),
        ("[general]\nenabled=yes\n", "there is no user"),
        ("[general]\nenabled=yes\n[a]\nread=all\n", r"manager\.conf:3: user \[a\] has no secret"),
        ("[general]\nenabled=yes\n[a]\nsecret=x\nread=cal\n", r"manager\.conf:5: read holds 'cal'"),
        ("[general]\nenabled=yes\n[a]\nsecret=x\nread=system, call\n", r"manager\.conf:5: read holds ' call'"),
        ("[general]\nenabled=perhaps\n", r"manager\.conf:2: enabled is 'perhaps'"),
        ("[general]\nenabled=yes\nport=99999\n", r"manager\.conf:3: port is 99999; a whole number from 1 to 65535"),
        ("[general]\nenabled=yes\nbindaddr=here\n", r"manager\.conf:3: bindaddr is 'here'"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    """A mistake in manager.conf raises with its line."""
    with pytest.raises(ConfigError, match=message):
        write(tmp_path, text)
