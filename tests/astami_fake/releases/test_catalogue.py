"""What a release has with the modules that are loaded."""

import pytest

from astami_fake import cli
from astami_fake.cli._registry import COMMANDS
from astami_fake.releases import RELEASES
from astami_fake.releases.catalogue import catalogue

BARE = frozenset({"manager"})
ALL = catalogue(RELEASES["22.10"], frozenset(module.name for module in RELEASES["22.10"].modules))


@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda release: release.name)
def test_modules_bring_actions_and_commands(release):
    """Actions and commands come with their module, those of Asterisk itself always."""
    bare, queues = catalogue(release, BARE), catalogue(release, BARE | {"app_queue.so"})
    assert list(bare.modules) == ["manager"]
    assert queues.modules["app_queue"].name == "app_queue.so"
    assert "ping" in bare.actions
    assert "queuestatus" not in bare.actions
    assert queues.actions["queuestatus"].module == "app_queue.so"
    assert bare.command(["queue", "show"]) is None
    assert queues.command(["queue", "show", "support"]).name == "queue show"


@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda release: release.name)
def test_every_modelled_command_has_its_usage(release):
    """The recording holds the usage of each command that the fake answers."""
    cli.load()
    infos = [info for words, info in release.commands.items() if words in COMMANDS]
    assert len(infos) > 70
    assert [info.name for info in infos if not release.usage(info)] == []


@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda release: release.name)
def test_every_module_is_known(release):
    """Each action's and command's module is one of the release."""
    modules = {module.name for module in release.modules} | {"core"}
    assert {info.module for info in (*release.commands.values(), *release.actions.values())} <= modules


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("core show uptime seconds", "core show uptime [seconds]"),
        ("QUEUE unpause member x", "queue {pause|unpause} member"),
        ("queue frob member x", None),
        ("core show", None),
    ],
)
def test_command(words, name):
    """A command is found by its fixed words, also with alternatives in braces."""
    found = ALL.command(words.split())
    assert (found.name if found is not None else None) == name


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("core show nothing a", "core show nothing a"),
        ("core show nothing a b", "core show nothing a"),
        ("frob a", "frob a"),
        ("logger set level debug", "logger set level"),
        ("core show taskprocessor none a", "core show taskprocessor none a"),
    ],
)
def test_asked(words, asked):
    """Up to the word at which no command ends that begins as they do."""
    assert " ".join(ALL.asked(words.split())) == asked
