"""The pytest plugin ``astami``: a fake Asterisk, or a real one, by asking for a fixture.

Lives here: fixtures, markers, options. Does not live here: anything about AMI. Nothing is autouse, and what costs
time to import (the fake, the client, containers) is imported by the fixture that needs it, so that a session which
does not use the plugin does not pay for it. Imports pytest only, at module level.

What a test wants is decided by, in this order: its ``ami_server`` marker, the command line, the
``ami_server_options`` fixture, the ini file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from astami import AMIClient
    from astami_fake import FakeAsterisk
    from astami_fake.conformance.pytest_cases import Targets
    from astami_fake.conformance.targets import Target
    from astami_fake.transcript.replay import Replay

_servers: pytest.StashKey[list[FakeAsterisk | Replay]] = pytest.StashKey()
_passed: pytest.StashKey[bool] = pytest.StashKey()
_real_target: pytest.StashKey[Target] = pytest.StashKey()
_case_targets: pytest.StashKey[Targets] = pytest.StashKey()


@dataclass(frozen=True)
class AMITarget:
    """The Asterisk that a test runs on, fake or real.

    Attributes:
        spec: what ``--astami-target`` says.
        host, port: where its manager interface is.
        username, secret: a user of it.
        version: the Asterisk it is, as in ``22.10.1``.
        is_real: it is no fake.
    """

    spec: str
    host: str
    port: int
    username: str
    secret: str = field(repr=False)
    version: str
    is_real: bool


_MARKERS = (
    "ami_server(**options): options of FakeAsterisk for this test's ami_server (release=, etc=, clock=, strict= …)",
    "ami_transcript(path): ami_target replays what --astami-record wrote to path, relative to the test's file",
    "ami_release(spec): run only where the target's release fits, as in ami_release('>=18')",
    "ami_real: run only on a real Asterisk (--astami-target)",
    "ami_fake_only: run only on the fake",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("astami", "Asterisk Manager Interface (astami)")
    group.addoption(
        "--astami-target",
        metavar="TARGET",
        help="what ami_target and ami_client talk to: fake, fake:RELEASE, container:IMAGE, root:DIR or "
        "ami://USER@HOST:PORT with the secret in ASTAMI_SECRET (default: fake)",
    )
    group.addoption("--astami-release", metavar="RELEASE", help="the Asterisk that the fake is, such as 22.10 or 16.28")
    group.addoption(
        "--astami-strict",
        dest="astami_strict",
        action="store_true",
        default=None,
        help="an action that nobody answers and a rule that is never met fail the test (default)",
    )
    group.addoption(
        "--astami-loose",
        dest="astami_strict",
        action="store_false",
        default=None,
        help="the opposite of --astami-strict",
    )
    group.addoption(
        "--astami-etc", metavar="DIR", help="Asterisk's configuration folder, for the fake and for container:/root:"
    )
    group.addoption(
        "--astami-documentation",
        metavar="DIR",
        help="Asterisk's folder 'documentation', from which the fake answers 'manager show command' and its kin",
    )
    group.addoption(
        "--astami-record",
        action="store_true",
        help="run tests marked ami_transcript on the real --astami-target, and write what was said to their files",
    )
    group.addoption(
        "--astami-cases",
        action="store_true",
        help="collect the recorded cases (*.ami) that pytest comes upon, and play each on --astami-target",
    )
    group.addoption(
        "--astami-allow",
        metavar="WORDS",
        default="",
        help="what cases may do on an ami:// target: writes,originates (default: nothing)",
    )
    group.addoption(
        "--astami-results",
        metavar="DIR",
        help="keep the result of each case in DIR, in place of what is there: astami-conformance report --played DIR",
    )
    group.addoption(
        "--astami-log", metavar="DIR", help="write what each test and its servers said to DIR, a file for each test"
    )
    parser.addini("astami_log", "what --astami-log says, relative to the ini file", type="paths", default=[])
    parser.addini("astami_cases", "whether --astami-cases holds (default false)", type="bool", default=False)
    parser.addini("astami_target", "what --astami-target says, for the whole project", default="fake")
    parser.addini("astami_release", "what --astami-release says, for the whole project", default="")
    parser.addini("astami_strict", "whether --astami-strict holds (default true)", type="bool", default=True)
    parser.addini("astami_etc", "what --astami-etc says, relative to the ini file", type="paths", default=[])
    parser.addini(
        "astami_documentation", "what --astami-documentation says, relative to the ini file", type="paths", default=[]
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("astami_record") and _is_fake(_target_spec(config)):
        raise pytest.UsageError("--astami-record: the fake is no source; name a real Asterisk with --astami-target")
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    if (folder := config.getoption("astami_results")) and not hasattr(config, "workerinput"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for old in Path(folder).glob("*.jsonl"):
            old.unlink()


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Not in pytest_unconfigure: pytest-xdist gives its processes seconds for that, and a server may need longer to end.
    for opened in (session.config.stash.get(_real_target, None), session.config.stash.get(_case_targets, None)):
        if opened is not None:
            opened.close()


# Recorded cases as tests.


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    config = parent.config
    if file_path.suffix != ".ami" or not (config.getoption("astami_cases") or config.getini("astami_cases")):
        return None
    from astami_fake.conformance.pytest_cases import CaseCollector, Targets

    if _case_targets not in config.stash:
        etc = _etc(config)
        config.stash[_case_targets] = Targets(
            _target_spec(config), Path(etc) if etc else None, config.getoption("astami_allow")
        )
    results = config.getoption("astami_results")
    return CaseCollector.from_parent(
        parent, path=file_path, targets=config.stash[_case_targets], results=Path(results) if results else None
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Cases that differed on a real server and passed when they were played again."""
    passed = terminalreporter.getreports("passed")
    unsteady = [text for report in passed for name, text in report.user_properties if name == "unsteady"]
    if unsteady:
        terminalreporter.section(f"{len(unsteady)} unsteady cases", yellow=True)
        for text in unsteady:
            terminalreporter.write_line(text)


def _target_spec(config: pytest.Config) -> str:
    return str(config.getoption("astami_target") or config.getini("astami_target"))


def _is_fake(spec: str) -> bool:
    return spec == "fake" or spec.startswith("fake:")


def _etc(config: pytest.Config) -> str | None:
    given = config.getoption("astami_etc")
    return str(given) if given else _ini_path(config, "astami_etc")


def _ini_path(config: pytest.Config, name: str) -> str | None:
    paths = config.getini(name)
    return str(paths[0]) if paths else None


def _fake_options(config: pytest.Config, project: Mapping[str, Any], marked: Mapping[str, Any]) -> dict[str, Any]:
    """Options of FakeAsterisk by precedence: marker, command line, ami_server_options, ini."""
    _, _, release_in_target = _target_spec(config).partition(":") if _is_fake(_target_spec(config)) else ("", "", "")
    ini = {
        "release": config.getini("astami_release"),
        "strict": config.getini("astami_strict"),
        "etc": _etc(config),
        "documentation": _ini_path(config, "astami_documentation"),
    }
    command_line = {
        "release": config.getoption("astami_release") or release_in_target,
        "strict": config.getoption("astami_strict"),
        "etc": config.getoption("astami_etc"),
        "documentation": config.getoption("astami_documentation"),
    }
    options: dict[str, Any] = {}
    for source in (ini, project, command_line, marked):
        options.update({name: value for name, value in source.items() if value not in (None, "")})
    return options


# What a marker asks of the target, before anything is started.


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    real, fake_only = item.get_closest_marker("ami_real"), item.get_closest_marker("ami_fake_only")
    if real is None and fake_only is None:
        return
    spec = _target_spec(item.config)
    if real is not None and _is_fake(spec):
        pytest.skip("ami_real: needs a real Asterisk; name one with --astami-target")  # what the marker asks for
    if fake_only is not None and not _is_fake(spec):
        pytest.skip(f"ami_fake_only: --astami-target is {spec}")  # what the marker asks for


def _check_release(node: pytest.Item, release: str) -> None:
    """Skip *node* where an ``ami_release`` marker of it does not admit *release*."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    for marker in node.iter_markers("ami_release"):
        try:
            specifier = SpecifierSet(marker.args[0])
        except (InvalidSpecifier, IndexError) as error:
            raise pytest.UsageError(
                f"{node.nodeid}: ami_release takes one version specifier such as '>=18', not {marker.args!r}"
            ) from error
        if not specifier.contains(release):
            pytest.skip(f"ami_release({marker.args[0]!r}): the target is Asterisk {release}")  # as marked


# Strictness: what a test's servers saw wrong fails the test in its call phase.


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    try:
        result = yield
    except BaseException:
        # the test's own error is what is shown; what its servers have seen wrong may be the reason for it
        _tell(item, _wrong(item))
        raise
    _tell(item, [])
    if wrong := _wrong(item):
        pytest.fail("\n".join(wrong), pytrace=False)
    item.stash[_passed] = True
    return result


def _wrong(item: pytest.Item) -> list[str]:
    return [sentence for server in item.stash.get(_servers, []) if server.strict for sentence in server.violations]


def _tell(item: pytest.Item, wrong: Sequence[str]) -> None:
    """Put what was said into the report of a failing test, below what was *wrong*, and into the log."""
    servers = item.stash.get(_servers, [])
    said = "\n".join(f"{server!r}\n{server.transcript()}" for server in servers if server.traffic)
    if wrong or said:
        item.add_report_section("call", "astami", "\n".join([*wrong, said]))
    if said:
        _log(item, said)


def _log(item: pytest.Item, said: str) -> None:
    ini = item.config.getini("astami_log")
    folder = item.config.getoption("astami_log") or (str(ini[0]) if ini else "")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{_words(item.nodeid)}.log").write_text(said + "\n", encoding="utf-8")


def _words(text: str) -> str:
    """*text* as a file may be called."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-")


# Fixtures.


@pytest.fixture
def ami_server_options() -> dict[str, Any]:
    """Options of FakeAsterisk for every ``ami_server`` of the module or folder that overrides this fixture."""
    return {}


@pytest.fixture
def ami_server_factory(
    request: pytest.FixtureRequest, ami_server_options: dict[str, Any]
) -> Iterator[Callable[..., FakeAsterisk]]:
    """Start further fake servers: ``ami_server_factory(release="16.28")``; all end with the test.

    Options given in the call win over the test's marker, which wins over the command line.
    """
    if not _is_fake(spec := _target_spec(request.config)):
        pytest.skip(f"scripts a fake, and --astami-target is {spec}")  # rules cannot be put above a real Asterisk
    from astami_fake import FakeAsterisk

    marked: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("ami_server"))):
        marked.update(marker.kwargs)
    started: list[FakeAsterisk] = []
    seen = request.node.stash.setdefault(_servers, [])

    def start(**options: Any) -> FakeAsterisk:
        server = FakeAsterisk(**_fake_options(request.config, ami_server_options, {**marked, **options}))
        _check_release(request.node, server.release.version)
        server.start()
        started.append(server)
        seen.append(server)
        return server

    try:
        yield start
    finally:
        for server in reversed(started):
            server.stop()
        del request.node.stash[_servers]


@pytest.fixture
def ami_server(ami_server_factory: Callable[..., FakeAsterisk]) -> FakeAsterisk:
    """A fresh fake Asterisk for this test, already listening on loopback."""
    return ami_server_factory()


@pytest.fixture
def ami_target(request: pytest.FixtureRequest) -> Iterator[AMITarget]:
    """What ``--astami-target`` names: a fresh fake for this test, or the real Asterisk that the session shares.

    A test marked ``ami_transcript`` gets what was recorded for it instead of a fake.
    """
    transcript = _transcript(request.node)
    if transcript is None:
        yield _named_target(request)
    elif _is_fake(_target_spec(request.config)):
        yield from _replayed(request.node, transcript)
    elif request.config.getoption("astami_record"):
        yield from _recorded(request, transcript)
    else:
        yield _named_target(request)


def _transcript(node: pytest.Item) -> Path | None:
    """The file that an ``ami_transcript`` marker names."""
    marker = node.get_closest_marker("ami_transcript")
    if marker is None:
        return None
    if len(marker.args) != 1 or marker.kwargs:
        raise pytest.UsageError(f"{node.nodeid}: ami_transcript takes the path of one file, such as 'calls/click.ami'")
    return node.path.parent / str(marker.args[0])


def _replayed(node: pytest.Item, path: Path) -> Iterator[AMITarget]:
    from astami_fake.transcript.replay import Replay

    try:
        replay = Replay(path)
    except FileNotFoundError:
        raise pytest.UsageError(
            f"{node.nodeid}: there is no {path}: pytest --astami-record --astami-target=ami://USER@HOST writes it"
        ) from None
    except ValueError as error:
        raise pytest.UsageError(f"{node.nodeid}: {error}") from None
    with replay:
        _check_release(node, replay.version)
        node.stash.setdefault(_servers, []).append(replay)
        yield AMITarget(str(path), replay.host, replay.port, replay.username, replay.secret, replay.version, False)


def _recorded(request: pytest.FixtureRequest, path: Path) -> Iterator[AMITarget]:
    """The real target with a tap before it; what went through is written when the test has passed."""
    from dataclasses import replace

    from astami_fake.conformance.record import save
    from astami_fake.transcript.tap import Tap

    target = _named_target(request)
    with Tap(target.host, target.port, [target.secret]) as tap:
        yield replace(target, host=tap.host, port=tap.port)
    if request.node.stash.get(_passed, False):
        distribution = request.config.stash[_real_target].distribution
        path.parent.mkdir(parents=True, exist_ok=True)
        name = _words(request.node.name)
        save(tap.document(f"test.{name}", f"What {name} said.", target.version, distribution), path)


def _named_target(request: pytest.FixtureRequest) -> AMITarget:
    config = request.config
    spec = _target_spec(config)
    if _is_fake(spec):
        fake: FakeAsterisk = request.getfixturevalue("ami_server")
        return AMITarget(spec, fake.host, fake.port, fake.username, fake.secret, fake.release.version, is_real=False)
    target = config.stash.get(_real_target, None)
    if target is None:
        from astami_fake.conformance.targets import open_target

        etc = _etc(config)
        target = open_target(spec, etc=Path(etc) if etc else None)
        config.stash[_real_target] = target
    _check_release(request.node, target.version)
    username, secret = next(iter(target.users.values()))
    return AMITarget(spec, target.host, target.port, username, secret, target.version, is_real=True)


@pytest.fixture
def ami_settings(ami_target: AMITarget) -> dict[str, Any]:
    """Where and as whom to connect, for ``AMIClient(**ami_settings)``: ``host``, ``port``, ``username``, ``secret``."""
    return {
        "host": ami_target.host,
        "port": ami_target.port,
        "username": ami_target.username,
        "secret": ami_target.secret,
    }


@pytest.fixture
def ami_environ(ami_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """ami_settings in the environment: ``ASTAMI_HOST``, ``ASTAMI_PORT``, ``ASTAMI_USERNAME``, ``ASTAMI_SECRET``."""
    environ = {f"ASTAMI_{name.upper()}": str(value) for name, value in ami_settings.items()}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return environ


@pytest.fixture
def ami_client(ami_settings: dict[str, Any]) -> Iterator[AMIClient]:
    """A sync client, connected and logged in; closed with the test."""
    from astami import AMIClient

    with AMIClient(**ami_settings) as client:
        yield client
