"""The plugin as its users meet it: test files that pytester writes and runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ETC = Path(__file__).parents[2] / "conformance" / "etc"


@pytest.fixture
def run(pytester):
    """Write one test file, run it with warnings as errors in a process of its own, give the result."""

    def run(source, *args):
        pytester.makepyfile(source)
        if "no:asyncio" not in args:  # pytest-asyncio itself warns without it
            pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
        return pytester.runpytest_subprocess("-W", "error", *args)

    return run


def test_ami_server_is_fresh_for_each_test(run):
    """What one test puts into AstDB, the next does not find."""
    run("""
        def test_one(ami_server, ami_client):
            ami_client.database_put("family", "key", "1")
            assert ami_server.astdb["family"]["key"] == "1"

        def test_two(ami_server, ami_client):
            assert not ami_client.database_get("family", "key", check=False).success
    """).assert_outcomes(passed=2)


def test_settings_and_environment_lead_to_the_server(run):
    """ami_settings fits AMIClient's parameters, ami_environ says the same in ASTAMI_* variables and takes them back."""
    run("""
        import os
        from astami import AMIClient

        def test_settings(ami_server, ami_settings):
            assert ami_settings["port"] == ami_server.port
            with AMIClient(**ami_settings) as ami:
                assert ami.ping().success

        def test_environ(ami_environ, ami_settings):
            assert os.environ["ASTAMI_PORT"] == str(ami_settings["port"]) == ami_environ["ASTAMI_PORT"]
            assert os.environ["ASTAMI_SECRET"] == ami_settings["secret"]

        def test_gone():
            assert "ASTAMI_PORT" not in os.environ
    """).assert_outcomes(passed=3)


def test_factory_starts_further_servers(run):
    """ami_server_factory gives servers of any release beside ami_server, all on ports of their own."""
    run("""
        def test_two_releases(ami_server, ami_server_factory):
            old = ami_server_factory(release="16.28")
            assert (ami_server.release.name, old.release.name) == ("22.10", "16.28")
            assert ami_server.port != old.port
    """).assert_outcomes(passed=1)


def test_async_client(run):
    """An async test gets its client from the server: the fixture itself ties nobody to a runner."""
    run("""
        import pytest

        @pytest.mark.asyncio
        async def test_async(ami_server):
            async with ami_server.async_client() as ami:
                assert (await ami.ping()).success
    """).assert_outcomes(passed=1)


def test_unknown_action_fails_the_test_in_its_call_phase(run):
    """Strict: an action that neither model nor rule knows fails the test, and the report shows the traffic."""
    result = run("""
        def test_typo(ami_client):
            ami_client.send_action({"Action": "Orginate", "Channel": "PJSIP/1000"})
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Orginate*", "*Captured astami call*", "*Action: Orginate*"])


def test_rule_that_was_never_met_fails_the_test(run):
    """Strict: a rule says what the application should ask; if it never does, the test is red."""
    result = run("""
        def test_never(ami_server, ami_client):
            ami_server.on("Originate", Channel="PJSIP/1000").error("No such thing")
            ami_client.ping()
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Originate*"])


def test_failing_body_is_not_hidden(run):
    """Where the test itself fails, its own error is the one that is shown; what else was wrong stands below it."""
    result = run("""
        def test_body(ami_server):
            ami_server.on("Originate").error("never met")
            assert 1 == 2, "the body's own"
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*the body's own*", "*Captured astami call*", "no action has met the rule <Rule on Originate, met 0 times>"]
    )


@pytest.mark.parametrize("how", ["--astami-loose", "-oastami_strict=false"])
def test_loose(run, how):
    """Loose lets both pass, by command line or ini."""
    run(
        """
        def test_loose(ami_server, ami_client):
            ami_server.on("Originate").error("never met")
            assert not ami_client.send_action({"Action": "Orginate"}).success
    """,
        how,
    ).assert_outcomes(passed=1)


def test_secret_is_not_in_the_report(run):
    """The traffic in the report has no secret."""
    result = run(
        """
        def test_typo(ami_client):
            ami_client.send_action({"Action": "Orginate"})
    """,
        f"--astami-etc={ETC}",
    )
    result.assert_outcomes(failed=1)
    assert "amp111" not in result.stdout.str()


@pytest.mark.parametrize("how", ["--astami-documentation={}", "-oastami_documentation={}", "marker"])
def test_documentation(run, how):
    """By option, ini value and marker."""
    folder = ETC.parent / "etc-documentation" / "documentation"
    marker = f"@pytest.mark.ami_server(documentation={str(folder)!r})" if how == "marker" else ""
    args = [] if how == "marker" else [how.format(folder)]
    code = """
        import pytest

        {marker}
        def test_pages(ami_server, ami_client):
            assert "Plant a tree and water it. " in ami_client.command("manager show command Ping").output
    """
    run(code.format(marker=marker), *args).assert_outcomes(passed=1)


OVERRIDE = "@pytest.fixture\n    def ami_server_options(): return {'release': '16.28'}"
PRECEDENCE = """
    import pytest

    {override}

    {marker}
    def test_release(ami_server):
        assert ami_server.release.name == "{expected}"
"""


@pytest.mark.parametrize(
    ("marker", "override", "args", "expected"),
    [
        ("", "", [], "22.10"),
        ("", "", ["-oastami_release=16.28"], "16.28"),
        ("", "", ["--astami-release=16.28"], "16.28"),
        ("", "", ["--astami-target=fake:16.28"], "16.28"),
        ("", "", ["--astami-release=22.10", "-oastami_release=16.28"], "22.10"),
        ("", OVERRIDE, [], "16.28"),
        (
            "",
            OVERRIDE,
            ["--astami-release=22"],
            "22.10",
        ),
        ("@pytest.mark.ami_server(release='16.28')", "", ["--astami-release=22.10"], "16.28"),
    ],
)
def test_precedence(run, marker, override, args, expected):
    """Marker before command line before ami_server_options before ini before the default."""
    run(PRECEDENCE.format(marker=marker, override=override, expected=expected), *args).assert_outcomes(passed=1)


def test_release_marker(run):
    """ami_release runs a test only where the release fits, and says why it did not."""
    source = """
        import pytest

        @pytest.mark.ami_release(">=18")
        def test_new(ami_client): pass

        @pytest.mark.ami_release("<18")
        def test_old(ami_server): pass
    """
    run(source).assert_outcomes(passed=1, skipped=1)
    result = run(source, "--astami-release=16.28", "-rs")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*ami_release('>=18'): the target is Asterisk 16.28*"])


def test_release_marker_with_nonsense(run):
    """A specifier that is none is an error that says what would be right."""
    result = run("""
        import pytest

        @pytest.mark.ami_release("new")
        def test_new(ami_server): pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*ami_release takes one version specifier such as '>=18'*"])


def test_real_and_fake_only(run):
    """On the fake ami_real is skipped with a reason; on a real target so is what scripts the fake."""
    source = """
        import pytest

        @pytest.mark.ami_real
        def test_real(ami_client): pass

        @pytest.mark.ami_fake_only
        def test_fake(): pass

        def test_scripts(ami_server): pass
    """
    run(source).assert_outcomes(passed=2, skipped=1)
    run(source, "-k", "test_fake or test_scripts", "--astami-target=ami://admin@127.0.0.1:1").assert_outcomes(skipped=2)


@pytest.mark.ami_server(etc=ETC)
def test_ami_target_on_a_server_elsewhere(run, ami_server, monkeypatch):
    """--astami-target=ami://… sends ami_client to that server, once connected for the whole session."""
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    run(
        """
        def test_one(ami_client, ami_target):
            assert ami_client.command("core show version").output
            assert ami_target.version.startswith("22.10")

        def test_two(ami_target, ami_settings):
            assert ami_settings["port"] == ami_target.port
    """,
        f"--astami-target=ami://admin@{ami_server.host}:{ami_server.port}",
    ).assert_outcomes(passed=2)


def test_target_that_does_not_answer(run):
    """A target that is not there is an error that names it, not a skip."""
    result = run("def test_one(ami_client): pass", "--astami-target=ami://admin@127.0.0.1:1")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*127.0.0.1:1*"])


def test_bad_option_is_an_error(run):
    """A release that is not there, and a folder that is none, name themselves and what there is."""
    result = run("def test_one(ami_server): pass", "--astami-release=12")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no release '12'*16.28, 22.10*"])
    result = run("def test_one(ami_server): pass", "--astami-etc=/nowhere")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*/nowhere*"])


def test_unittest(run):
    """A unittest.TestCase gets at the server through an autouse fixture of its own; strictness holds there too."""
    run("""
        import unittest
        import pytest

        class TestIt(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def server(self, ami_server, ami_client):
                self.server, self.client = ami_server, ami_client

            def test_ping(self):
                assert self.client.ping().success

            def test_typo(self):
                self.client.send_action({"Action": "Orginate"})
    """).assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize("args", [["-p", "no:asyncio"], ["-n", "2"], ["--asyncio-mode=auto"]])
def test_beside_other_plugins(run, args):
    """It works without pytest-asyncio, with its auto mode, and spread over processes."""
    run(
        """
        def test_one(ami_client): assert ami_client.ping().success
        def test_two(ami_client): assert ami_client.ping().success
    """,
        *args,
    ).assert_outcomes(passed=2)


def test_can_be_switched_off(run):
    """-p no:astami takes the fixtures and options away."""
    result = run("def test_one(ami_server): pass", "-p", "no:astami")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'ami_server' not found*"])


def test_help_fixtures_and_markers_tell(pytester):
    """--help, --fixtures and --markers name everything, each with a text."""
    shown = pytester.runpytest_subprocess("--fixtures").stdout.str()
    for name in ("server", "server_factory", "server_options", "target", "settings", "environ", "client"):
        assert re.search(rf"^ami_{name} -- .*\n    \S", shown, re.MULTILINE), name
    pytester.runpytest_subprocess("--markers").stdout.fnmatch_lines(
        [f"@pytest.mark.ami_{name}*: *" for name in ("server", "transcript", "release", "real", "fake_only")]
    )
    help_text = pytester.runpytest_subprocess("--help").stdout.str()
    for option in ("target", "release", "strict", "loose", "etc", "record", "log"):
        assert f"--astami-{option}" in help_text
        assert option in ("loose", "record") or f"astami_{option}" in help_text


def test_costs_nothing_where_it_is_not_used():
    """Importing the plugin imports neither the fake nor the client nor asyncio."""
    code = (
        "import sys, pytest; before = set(sys.modules); import astami_fake.pytest_plugin;"
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['astami_fake', 'astami_fake.pytest_plugin']"


DIAL = """
    import pytest
    from astami import AMIClient

    @pytest.mark.ami_transcript("calls/dial.ami")
    def test_dial(ami_target, ami_settings, ami_client):
        ami_client.database_put("conformance", "who", "{who}")
        assert ami_client.database_get("conformance", "who").data["Val"] == "Ann"
        with AMIClient(**ami_settings, auth="md5") as second:
            assert second.command("core show version").output[0].startswith("Asterisk 22.10")
        assert ami_target.version == "22.10.1"
        {more}
"""


@pytest.fixture
def recorded(run, ami_server_factory, monkeypatch, pytester):
    """A test was recorded on a server elsewhere, which is gone now; its transcript."""
    server = ami_server_factory(etc=ETC)
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    target = f"--astami-target=ami://{server.username}@{server.host}:{server.port}"
    run(DIAL.format(who="Ann", more=""), "--astami-record", target).assert_outcomes(passed=1)
    server.stop()
    monkeypatch.delenv("ASTAMI_SECRET")
    return pytester.path / "calls" / "dial.ami"


def test_recorded_once_replayed_for_ever(run, recorded):
    """--astami-record writes what a test and a real Asterisk said; without it the test needs no Asterisk any more."""
    text = recorded.read_text()
    assert "amp111" not in text
    assert "Secret: {{secret admin}}" in text
    assert "Key: {{md5 challenge}}" in text
    assert "b>  Action: Command" in text
    before = recorded.stat().st_mtime_ns
    run(DIAL.format(who="Ann", more="")).assert_outcomes(passed=1)
    assert recorded.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("who", "more", "says"),
    [
        (
            "Bob",
            "",
            ["*dial.ami:*: 'Action: DBPut' was recorded (-), the test sent (+)*", "*- Val: Ann*", "*+ Val: Bob*"],
        ),
        ("Ann", "ami_client.ping()", ["*'Action: Logoff' was recorded (-), the test sent (+)*", "*+ Action: Ping*"]),
        ("Ann", "AMIClient(**ami_settings).connect()", ["*a further connection was made*"]),
    ],
)
def test_replay_holds_the_test_to_what_was_recorded(run, recorded, who, more, says):
    """A test that says something else, or more, fails, and shows both."""
    result = run(DIAL.format(who=who, more=more))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(says)


def test_replay_misses_what_is_not_said(run, recorded):
    """A test that says less than was recorded fails, with the line of what is missing."""
    result = run("""
        import pytest

        @pytest.mark.ami_transcript("calls/dial.ami")
        def test_dial(ami_client):
            ami_client.database_put("conformance", "who", "Ann")
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*'Action: DBGet' was recorded, and the test did not send it*"])


def test_a_failing_test_is_not_recorded(run, ami_server_factory, monkeypatch, pytester):
    """What a failing test said is no truth to hold later ones to."""
    server = ami_server_factory(etc=ETC)
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    target = f"--astami-target=ami://{server.username}@{server.host}:{server.port}"
    run(DIAL.format(who="Bob", more=""), "--astami-record", target).assert_outcomes(failed=1)
    assert not (pytester.path / "calls").exists()


def test_transcript_mistakes(run, pytester):
    """No file yet, no path, a case with freedom in it, and the fake as a source: each says what would be right."""
    result = run(DIAL.format(who="Ann", more=""))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*there is no *dial.ami: pytest --astami-record --astami-target=ami://USER@HOST*"])
    result = run("""
        import pytest

        @pytest.mark.ami_transcript()
        def test_one(ami_client): pass
    """)
    result.stdout.fnmatch_lines(["*ami_transcript takes the path of one file, such as 'calls/click.ami'*"])
    (pytester.path / "calls").mkdir()
    head = "@ami 1\n@case a.b\n@title T.\n@recorded 22.10.1 debian 2026-11-22 runs=1\n"
    (pytester.path / "calls" / "dial.ami").write_text(head + "\n>  Action: A\n@streams\n<  Event: B\n")
    result = run(DIAL.format(who="Ann", more=""))
    result.stdout.fnmatch_lines(["*dial.ami:7: a transcript with @streams is a case, not one play*"])
    result = run("def test_one(): pass", "--astami-record")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--astami-record: the fake is no source*"])


@pytest.mark.parametrize("how", ["--astami-log=logs", "-oastami_log=logs"])
def test_log(run, pytester, how):
    """--astami-log writes what each test said, passing or not, a file for each test that said something."""
    source = """
        import pytest

        @pytest.mark.parametrize("who", ["Ann & Co"])
        def test_ping(ami_client, who): ami_client.ping()

        def test_nothing(): pass
    """
    run(source, how).assert_outcomes(passed=2)
    [log] = (pytester.path / "logs").iterdir()
    assert log.name.endswith("test_ping-Ann-Co.log")
    assert "Action: Ping" in log.read_text()
    assert "Secret: ***" in log.read_text()


def test_order_seed_and_clock_by_marker(run):
    """Every option of FakeAsterisk can be marked; a wrong value is an error that names what there is."""
    run("""
        import pytest

        @pytest.mark.ami_server(clock="manual", order="shuffled", seed=7)
        def test_marked(ami_server, ami_client):
            ami_server.on("Ping").delay(30)
            from threading import Timer
            Timer(0.1, lambda: ami_server.advance(30)).start()
            assert ami_client.ping().success

        @pytest.mark.ami_server(clock="jump")
        def test_jump(ami_server, ami_client):
            ami_server.on("Ping").delay(3600)
            assert ami_client.ping().success
    """).assert_outcomes(passed=2)
    for option, says in (("clock='fast'", "no clock 'fast'; there are real"), ("sead=1", "unexpected keyword *sead")):
        result = run(f"""
            import pytest

            @pytest.mark.ami_server({option})
            def test_one(ami_server): pass
        """)
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"*{says}*"])


def test_a_missed_assertion_shows_why(run):
    """assert_received shows the near misses, and the traffic stands below, with the answer that was given."""
    result = run("""
        def test_dial(ami_server, ami_client):
            ami_client.originate(channel="Local/1001@default", application="Wait", data="0", check=False)
            ami_server.assert_received("Originate", Channel="Local/1002@default")
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*wanted Originate, Channel: 'Local/1002@default'; received:*",
            "*- Channel is 'Local/1001@default', wanted 'Local/1002@default'*",
            "*Captured astami call*",
            "1>  Action: Originate",
            "1<  Response: *",
        ]
    )


@pytest.mark.ami_server(etc=ETC)
def test_the_real_target_ends_with_the_session(run, ami_server, monkeypatch, pytester):
    """What the session shares is ended while the session still runs: pytest-xdist may kill a process right after it."""
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    pytester.makeconftest("""
        from astami_fake.conformance import targets

        open_target, said = targets.open_target, []

        def opened(*args, **options):
            target = open_target(*args, **options)
            target._closing.callback(said.append, "closed")
            return target

        targets.open_target = opened

        def pytest_unconfigure(config):
            print("at the end:", said)
    """)
    target = f"--astami-target=ami://admin@{ami_server.host}:{ami_server.port}"
    result = run("def test_one(ami_client): ami_client.ping()", target, "-s")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["at the end: ['closed']"])


@pytest.mark.parametrize(("passes", "reached"), [(True, 1), (False, 0)])
def test_unknown_applications_are_passed(run, tmp_path, passes, reached):
    """An option of the marker as of the fake: the call goes on behind what is reported, or ends."""
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,NoSuchThing()\n same => n,UserEvent(Reached)\n")
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n")
    outcome = run(
        f"""
        import pytest

        @pytest.mark.ami_server(etc={str(tmp_path)!r}, strict=False, passes_unknown_applications={passes})
        def test_goes_on(ami_server, ami_client):
            with ami_client.events("UserEvent", "Hangup") as events:
                ami_client.originate(channel="Local/1@default", application="Wait", data="1", async_=True)
                seen = []
                while "Hangup" not in seen:
                    seen.append(events.get(timeout=5).name)
            assert seen.count("UserEvent") == {reached}
            assert any("NoSuchThing" in sentence for sentence in ami_server.violations)
        """
    )
    outcome.assert_outcomes(passed=1)
