"""modules.conf: which modules are loaded."""

from astami_fake.config import modules

THERE = ("manager", "app_dial.so", "app_echo.so")


def chosen(tmp_path, text):
    (tmp_path / "modules.conf").write_text(text)
    return modules.load(tmp_path).chosen(THERE)


def test_by_name(tmp_path):
    """Without autoload only what is named is loaded, with or without .so; what is built in is always there."""
    text = "[modules]\nautoload = no\nload = app_dial\npreload = app_echo.so\nload = no_such.so\n"
    assert chosen(tmp_path, text) == {"manager", "app_dial.so", "app_echo.so"}
    assert chosen(tmp_path, "[modules]\nload = app_dial.so\n") == {"manager", "app_dial.so"}


def test_autoload(tmp_path):
    """With autoload all are loaded but those that are excluded."""
    assert chosen(tmp_path, "[modules]\nautoload = yes\nnoload = app_echo.so\n") == {"manager", "app_dial.so"}


def test_no_file(tmp_path):
    """Without the file every module is loaded."""
    assert modules.load(tmp_path).chosen(THERE) == set(THERE)


def test_no_section(tmp_path):
    """Without [modules] nothing is loaded."""
    assert chosen(tmp_path, "") == {"manager"}
