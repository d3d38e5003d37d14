"""Tests of `astami_fake.conformance.record`.

The fake stands in for a real server here, which the recorder refuses otherwise: what is tested is the recorder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from astami_fake import FakeAsterisk
from astami_fake.conformance.check import Status, check_case
from astami_fake.conformance.cli import cli
from astami_fake.conformance.record import base_release, record, save
from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import Target, open_target
from astami_fake.conformance.volatile import RecordError
from astami_fake.transcript.format import parse, print_document

CONFORMANCE = Path(__file__).parents[3] / "conformance"
CALL = """\
# what is asked
@settle 2
>  Action: Originate
   Channel: Local/1001@default
   Application: Wait
   Data: 1
   Async: true
   ActionID: {{aid o}}
<  Event: Newchannel
   Channel: Local/1001@default-{{pair mine}};1
   ...

# and again
>  Action: DBGet
   Family: conformance
   Key: Local/1001@default-{{pair mine}};1
   ActionID: {{aid get}}
"""

EVENTS = "@login admin events=on"
BUILDS = (("recorded", "22.10.1"), ("verified", "16.28.0"))


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Target]]:
    """Servers that the recorder takes for real ones."""
    with ExitStack() as opened:

        def start(release: str) -> Target:
            target = opened.enter_context(open_target(f"fake:{release}", etc=CONFORMANCE / "etc"))
            monkeypatch.setattr(target, "is_real", True)
            monkeypatch.setattr(target, "distribution", "debian")
            return target

        yield start


def again(file: CaseFile) -> CaseFile:
    [case] = load_cases([file.path])
    return case


def test_two_releases(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """A script is recorded on one release and then on another; the case is green on both, and says what differs."""
    file = write_case("a.b", CALL, "@login admin events=on")
    greeting = write_case("a.c", ">  Action: Logoff\n", "@login none")
    for release in ("22.10", "16.28"):
        target = servers(release)
        for one in (file, greeting):
            save(record(again(one), target, runs=2).document, one.path)
    text = file.path.read_text()
    assert text.count("Local/1001@default-{{pair mine}};1") > 5
    assert "# what is asked\n@settle 2\n>  Action: Originate" in text
    assert "\n\n# and again\n>  Action: DBGet" in text
    assert "<  Asterisk Call Manager/11.0.0  [in 22.10; not 16.28]" in greeting.path.read_text()
    assert print_document(parse(text)) == text
    for release in ("22.10", "16.28"):
        for one in (file, greeting):
            assert check_case(again(one), servers(release)).status is Status.PASSED
    assert again(file).releases == ("22.10", "16.28")


def test_like_another_release(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """Where every run fits what is recorded on another release, the new one takes it over, with the freedom known."""
    ping = ">  Action: Ping\n   ActionID: {{aid a}}\n"
    file = write_case("a.b", ping)
    save(record(file, servers("22.10"), runs=1).document, file.path)
    widened = file.path.read_text().replace(
        "   Ping: Pong\n", "   Ping: Pong  [form 1 of 2]\n   Ping: Pang  [form 2 of 2]\n"
    )
    file.path.write_text(widened)
    save(record(again(file), servers("22.11"), runs=2, like="22.10").document, file.path)
    verified = next(line for line in file.path.read_text().splitlines() if line.startswith("@verified"))
    assert verified.startswith("@verified 22.11.0-rc2 debian ")
    assert verified.endswith(" runs=2")
    assert file.path.read_text() == widened.replace(" runs=1\n", f" runs=1\n{verified}\n")


def test_unlike_another_release(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """A run that does not fit is told with its difference, and nothing is recorded; nor like what is not recorded."""
    file = write_case("a.b", ">  Action: Logoff\n", "@login none")
    with pytest.raises(RecordError, match=r"not recorded on 22\.10"):
        record(file, servers("22.11"), runs=1, like="22.10")
    save(record(file, servers("22.10"), runs=1).document, file.path)
    with pytest.raises(RecordError, match=r"(?s)run 1.*what is recorded on 22\.10 does not describe.*Manager/5\.0\.4"):
        record(again(file), servers("16.28"), runs=1, like="22.10")


def test_the_nearest_release_is_the_base(elsewhere: Callable[..., Target], write_case: Callable[..., CaseFile]) -> None:
    """A release begins with the recording of the one whose number is nearest, wherever that stands in the header."""
    lines = [f"@{word} {build} debian 2026-11-22 runs=20" for word, build in BUILDS]
    file = write_case("a.b", ">  Action: Ping\n", *lines)
    for version, base in (("22.11.0-rc2", "22.10"), ("16.30.1", "16.28"), ("22.10.1", "22.10"), ("18.9.0", "16.28")):
        assert base_release(file, elsewhere(version)) == base
    assert base_release(write_case("a.c", ">  Action: Ping\n"), elsewhere("22.10.1")) is None


def test_recording_again_changes_nothing(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """A second recording of the same server is the same file."""
    file = write_case("a.b", CALL, "@login admin events=on")
    target = servers("22.10")
    save(record(file, target, runs=2).document, file.path)
    first = file.path.read_text()
    save(record(again(file), target, runs=2).document, file.path)
    assert file.path.read_text() == first


def test_what_an_earlier_run_left_is_refused(
    servers: Callable[[str], Target], write_case: Callable[..., CaseFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that hears a call of the one before it records nothing: it would become frames that may come."""
    file = write_case("a.b", "@settle 0.5\n" + CALL.split("@settle 2\n")[1].split("\n\n# and")[0] + "\n", EVENTS)
    target = servers("22.10")
    with target.stage() as kept:

        @contextmanager
        def same(etc: str = "") -> Iterator[Target]:
            yield kept  # as a real server is the same for every run

        monkeypatch.setattr(target, "stage", same)
        with pytest.raises(
            RecordError, match=r"run 2 heard 'Event: \w+' of \d+\.0, a channel of run 1, .*longer @settle"
        ):
            record(file, target, runs=3)


def test_the_channel_of_texts_is_never_over(
    servers: Callable[[str], Target], write_case: Callable[..., CaseFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the same in each run, and has come with the first one."""
    text = "@phones 1000\n\n@phone 1000 message fallback-CHANUNAVAIL hello\n"
    file = write_case("a.b", text, EVENTS)
    target = servers("22.10")
    with target.stage() as kept:

        @contextmanager
        def same(etc: str = "") -> Iterator[Target]:
            yield kept

        monkeypatch.setattr(target, "stage", same)
        recorded = print_document(record(file, target, runs=3).document)
    assert "@optional 1/3\n<  Event: Newchannel\n" in recorded
    assert "   Channel: Message/ast_msg_queue\n" in recorded


def test_anew_forgets_earlier_freedom(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """Forms and optional frames of earlier recordings stay, unless it is recorded anew."""
    file = write_case("a.b", ">  Action: Ping\n   ActionID: {{aid a}}\n")
    target = servers("22.10")
    save(record(file, target, runs=1).document, file.path)
    first = file.path.read_text()
    wider = first.replace("   Ping: Pong\n", "   Ping: Pong  [form 1 of 2]\n   Ping: Pang  [form 2 of 2]\n")
    file.path.write_text(wider.replace(" runs=1\n", " runs=9\n") + "@optional 1/9\n<  Event: Never\n")
    again_wider = print_document(record(again(file), target, runs=1).document)
    assert "Pang" in again_wider
    assert "@optional 1/10\n<  Event: Never" in again_wider
    assert print_document(record(again(file), target, runs=1, anew=True).document) == first


def test_the_fake_is_refused(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """Recordings come from real Asterisk only."""
    target = servers("22.10")
    target.is_real = False
    with pytest.raises(RecordError, match="the fake is no source"):
        record(write_case("a.b", CALL), target, runs=1)


def test_the_fake_is_refused_wherever_it_runs(root: Path, write_case: Callable[..., CaseFile]) -> None:
    """A fake behind ami:// says what it is."""
    file = write_case("a.b", ">  Action: Ping\n   ActionID: {{aid a}}\n")
    before = file.path.read_text()
    with FakeAsterisk("22.10", CONFORMANCE / "etc") as server:
        words = ["record", "--root", str(root), "--target", f"ami://admin@127.0.0.1:{server.port}", "--runs", "1"]
        done = CliRunner().invoke(cli, [*words, str(file.path)])
    assert "not recorded\n  the fake is no source: recordings come from real" in done.output
    assert done.exit_code == 1
    assert file.path.read_text() == before


def test_what_is_absent_is_refused(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """There is nothing to record; the reason is that of the case."""
    with pytest.raises(RecordError, match=r"absent on 22\.10: no module"):
        record(write_case("a.b", CALL, "@absent 22.10 no module"), servers("22.10"), runs=1)


def test_secrets_are_refused(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """A secret in a script is refused with the right form; one in an answer is never written down."""
    secret = write_case("a.b", ">  Action: Login\n   Username: admin\n   Secret: amp111\n", "@login none")
    with pytest.raises(RecordError, match=r"a\.b\.ami:8: a secret: write \{\{secret admin\}\}"):
        record(secret, servers("22.10"), runs=1)


def test_read_only(elsewhere: Callable[..., Target], write_case: Callable[..., CaseFile]) -> None:
    """Recording keeps to what is allowed, too."""
    with pytest.raises(RecordError, match="--allow writes"):
        record(write_case("a.b", CALL, "@tags writes"), elsewhere("22.10.1", allows=frozenset()), runs=1)


def test_name_that_nothing_binds(servers: Callable[[str], Target], write_case: Callable[..., CaseFile]) -> None:
    """A script that sends a value which no frame brings is told how to write that frame."""
    file = write_case("a.b", ">  Action: Hangup\n   Channel: Local/1-{{pair l}};1\n")
    with pytest.raises(RecordError, match=r"a\.b\.ami:6: .*write the frame that binds it"):
        record(file, servers("22.10"), runs=1)


def test_save_is_atomic(write_case: Callable[..., CaseFile], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is replaced whole; when that fails, the old one stays and nothing is left behind."""
    file = write_case("a.b", CALL)
    before = file.path.read_text()

    def fail(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        save(file.document, file.path)
    assert file.path.read_text() == before
    assert [path.name for path in file.path.parent.iterdir()] == ["a.b.ami"]


@pytest.mark.parametrize(("answer", "is_written"), [("n", False), ("y", True)])
def test_review_shows_first_and_asks(
    root: Path, write_case: Callable[..., CaseFile], answer: str, is_written: bool
) -> None:
    """`record --review` shows what would change against the recording, and writes it only if one says yes."""
    old = ">  Action: Ping\n   ActionID: {{aid a}}\n<  Response: Success\n   ActionID: {{aid a}}\n   Ping: Pang\n"
    file = write_case("ours.ping", old, "@recorded 22.10.1 debian 2026-11-22 runs=2")
    before = file.path.read_text()
    with FakeAsterisk("22.10", CONFORMANCE / "etc") as server:
        server.command("core show version").output(["Asterisk 22.10.1 built by nobody"])
        target = f"ami://{server.username}@{server.host}:{server.port}"
        words = ["record", "--root", str(root), "--target", target, "--runs", "2", "--review", str(file.path)]
        done = CliRunner().invoke(cli, words, input=f"{answer}\n")
    assert done.exit_code == 0, done.output
    shown = done.output.splitlines()
    assert "-   Ping: Pang" in shown
    assert "+   Ping: Pong" in shown
    assert "+   Timestamp: {{epoch}}" in shown
    assert "write it? [y/N]" in done.output
    assert ("left as it was" in done.output) is not is_written
    assert (file.path.read_text() != before) is is_written
    assert ("   Ping: Pong\n" in file.path.read_text()) is is_written
