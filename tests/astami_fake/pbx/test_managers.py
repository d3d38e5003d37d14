"""The manager as the PBX's state. Its texts are in the cases `manager.*`."""

from __future__ import annotations

from pathlib import Path

from astami_fake import privileges
from astami_fake.config.manager import User
from astami_fake.pbx.configfiles import ConfigFiles
from astami_fake.pbx.managers import DEFAULT_SECRET, Connected, Managers

FILE = "[general]\nenabled = yes\n[ann]\nsecret = a\nread = call\nwrite = call\n"


def test_without_a_folder_one_user_may_do_all() -> None:
    """And a reload changes nothing."""
    managers = Managers(ConfigFiles(None))
    managers.config.users["more"] = User("more", "x")
    managers.reload()
    assert set(managers.config.users) == {"admin", "more"}
    admin = managers.config.users["admin"]
    assert (admin.secret, admin.read, admin.write) == (DEFAULT_SECRET, privileges.ALL, privileges.ALL)


def test_a_reload_reads_the_file_again(tmp_path: Path) -> None:
    """A user that a test has added is gone then, who is connected stays."""
    (tmp_path / "manager.conf").write_text(FILE, encoding="utf-8")
    managers = Managers(ConfigFiles(tmp_path))
    managers.config.users["more"] = User("more", "x")
    managers.connected.append(Connected("ann", "10.0.0.1", 0.0, 1, 0, 0))
    (tmp_path / "manager.conf").write_text(FILE + "[ben]\nsecret = b\n", encoding="utf-8")
    managers.reload()
    assert set(managers.config.users) == {"ann", "ben"}
    assert [session.username for session in managers.connected] == ["ann"]


def test_whether_a_user_is_connected(tmp_path: Path) -> None:
    """Case does not count, as it does not in a login."""
    managers = Managers(ConfigFiles(None))
    managers.connected.append(Connected("Ann", "10.0.0.1", 0.0, 1, 0, 0))
    assert managers.is_connected(User("ann", "x"))
    assert not managers.is_connected(User("ben", "x"))
