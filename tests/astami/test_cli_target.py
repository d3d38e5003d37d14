"""Where the command finds its server: options, environment, configuration file."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner, Result

from astami.cli.commands import cli
from astami.cli.target import default_config
from astami_fake import FakeAsterisk

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Write a configuration file and run the command with it, and with nothing from the environment."""
    for name in ("CONFIG", "SERVER", "HOST", "PORT", "USERNAME", "SECRET", "TIMEOUT", "TLS", "CA", "AUTH"):
        monkeypatch.delenv(f"ASTAMI_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(text: str | None, *args: str, mode: int = 0o600, **env: str) -> Result:
        if text is not None:
            path = tmp_path / "astami.toml"
            path.write_text(text)
            path.chmod(mode)
        return CliRunner().invoke(cli, args, env=env)

    return run


def test_file(run: Run) -> None:
    """Its first table counts, or the one that is named; options and environment go before it."""
    with FakeAsterisk() as pbx:
        office = f'[office]\nport = {pbx.port}\nusername = "{pbx.username}"\nsecret = "{pbx.secret}"\ntimeout = 5\n'
        other = '[other]\nport = 1\nusername = "nobody"\nsecret = "x"\n'
        assert run(office + other, "ping").exit_code == 0
        assert run(other + office, "--server", "office", "ping").exit_code == 0
        assert run(other + office, "ping", ASTAMI_SERVER="office").exit_code == 0
        wrong = office.replace(str(pbx.port), "1")
        assert run(wrong, "ping").exit_code == 3
        assert run(wrong, "--port", str(pbx.port), "ping").exit_code == 0
        assert run(wrong, "ping", ASTAMI_PORT=str(pbx.port)).exit_code == 0
        refused = run(office, "ping", ASTAMI_SECRET="wr0ng")
        assert (refused.exit_code, "Authentication failed" in refused.stderr) == (1, True)


def test_tls_and_whom_to_trust(run: Run, tmp_path: Path) -> None:
    """The certificate is checked; with an authority of one's own against that one."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca))
    with FakeAsterisk(tls=context) as pbx:
        office = f'[office]\nport = {pbx.port}\nusername = "{pbx.username}"\nsecret = "{pbx.secret}"\ntls = true\n'
        unknown = run(office, "ping")
        assert (unknown.exit_code, "certificate verify failed" in unknown.stderr) == (3, True)
        assert run(f'{office}ca = "{ca}"\n', "ping").exit_code == 0
        assert run(office, "--ca", str(ca), "ping").exit_code == 0
        plain = office.replace("tls = true\n", "")
        assert run(plain, "ping", ASTAMI_TLS="1", ASTAMI_CA=str(ca), ASTAMI_AUTH="md5").exit_code == 0
        without = run(plain, "--ca", str(ca), "ping")
        assert (without.exit_code, "give --tls too" in without.stderr) == (2, True)
        bad = run(office, "--ca", str(tmp_path / "astami.toml"), "ping")
        assert (bad.exit_code, "no certificates" in bad.stderr) == (2, True)
    with FakeAsterisk() as pbx:
        clear = f'[office]\nport = {pbx.port}\nusername = "{pbx.username}"\nsecret = "{pbx.secret}"\ntls = true\n'
        assert run(f'{clear}ca = "{ca}"\n', "--no-tls", "ping").exit_code == 0


def test_named_file(run: Run, tmp_path: Path) -> None:
    """It must be there."""
    missing = run(None, "--config", str(tmp_path / "none.toml"), "ping")
    assert (missing.exit_code, "No such file" in missing.stderr) == (2, True)
    server = run(None, "--server", "office", "ping")
    assert (server.exit_code, "there is no such file" in server.stderr) == (2, True)


@pytest.mark.parametrize(
    ("text", "args", "why"),
    [
        ("[office", (), "astami.toml: "),
        ("host = 'x'", (), "no table [host]"),
        ("[office]\nhots = 'x'", (), "[office] has hots; it can have host, port"),
        ("[office]\nport = '5038'", (), "port of [office] is str"),
        ("[office]\nport = true", (), "port of [office] is bool"),
        ("[office]\nhost = 'x'", ("--server", "home"), "no table [home]; there are office"),
        ("", (), "no username: give --username"),
        ("[office]\nusername = 'a'", (), "no secret: set ASTAMI_SECRET"),
    ],
)
def test_mistakes(run: Run, text: str, args: tuple[str, ...], why: str) -> None:
    """Exit code 2; the place is named."""
    result = run(text, *args, "ping")
    assert (result.exit_code, why in result.stderr) == (2, True), result.stderr


def test_secret_that_others_can_read(run: Run) -> None:
    """It is not used."""
    result = run("[office]\nusername = 'a'\nsecret = 'hush'", "ping", mode=0o644)
    assert (result.exit_code, "chmod 600" in result.stderr, "hush" in result.output) == (2, True, False)


def test_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where configuration belongs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_config() == tmp_path / "astami.toml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_config() == tmp_path / ".config" / "astami.toml"
