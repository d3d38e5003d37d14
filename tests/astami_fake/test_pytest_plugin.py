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
    """Where the test itself fails, its own error is the one that is shown."""
    result = run("""
        def test_body(ami_server):
            ami_server.on("Originate").error("never met")
            assert 1 == 2, "the body's own"
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the body's own*"])


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
        [f"@pytest.mark.ami_{name}*: *" for name in ("server", "release", "real", "fake_only")]
    )
    help_text = pytester.runpytest_subprocess("--help").stdout.str()
    for option in ("target", "release", "strict", "loose", "etc"):
        assert f"--astami-{option}" in help_text
        assert option == "loose" or f"astami_{option}" in help_text


def test_costs_nothing_where_it_is_not_used():
    """Importing the plugin imports neither the fake nor the client nor asyncio."""
    code = (
        "import sys, pytest; before = set(sys.modules); import astami_fake.pytest_plugin;"
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['astami_fake', 'astami_fake.pytest_plugin']"
