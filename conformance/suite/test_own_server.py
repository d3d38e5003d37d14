"""What needs a server of one's own: TLS with a certificate made here, and a server that is killed or restarts."""

import contextlib
import shutil
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from astami import AMIClient, AMIConnectError, AMIConnectionLost, AMITimeoutError, Backoff
from astami_fake import FakeAsterisk
from astami_fake.conformance.targets import open_target

ETC = Path(__file__).parents[1] / "etc"
PATIENCE = 30
#: The certificate names this host; the same server is also reached by the other name.
HOST, OTHER_HOST = "localhost", "127.0.0.1"
TLS = """[general]
tlsenable = yes
tlsbindaddr = 0.0.0.0:5039
tlscertfile = /etc/asterisk/asterisk.pem
"""


@dataclass
class Own:
    """A server that no other test uses.

    Attributes:
        settings: how one connects in clear text.
        kill: ends it without a word and starts it again.
        restart: has it restart as an administrator does.
    """

    settings: dict[str, Any]
    tls_port: int
    kill: Callable[[], None]
    restart: Callable[[], None]


@pytest.fixture(scope="module")
def authority():
    """Who has signed the server's certificate."""
    return trustme.CA()


@pytest.fixture(scope="module")
def own(pytestconfig, authority, tmp_path_factory):
    """A server of the target's kind with a TLS listener."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    if spec.startswith("ami:"):
        pytest.skip("a server of somebody's own is neither reconfigured nor restarted")  # it is not the suite's
    etc = tmp_path_factory.mktemp("own") / "etc"
    shutil.copytree(ETC, etc)
    etc.chmod(0o755)
    manager = (etc / "manager.conf").read_text(encoding="utf-8")
    (etc / "manager.conf").write_text(manager.replace("[general]\n", TLS), encoding="utf-8")
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(etc / "asterisk.pem")
    if spec.startswith("fake"):
        with FakeAsterisk(spec.partition(":")[2] or "22.10", etc=etc, strict=False) as fake:
            yield of_fake(fake)
    else:
        with open_target(spec, etc=etc) as target:
            yield of_target(target)


def of_fake(fake):
    """The fake's part in it."""

    def kill():
        fake.faults.event("Shutdown").lose()
        fake.faults.restart(0.1)

    settings = {"host": fake.host, "port": fake.port, "username": fake.username, "secret": fake.secret}
    return Own(settings, fake.tls_port, kill, lambda: fake.faults.restart(0.1))


def of_target(target):
    """A real server's part in it."""
    settings = {"host": target.host, "port": target.port, "username": "admin", "secret": target.secret("admin")}

    def restart():
        with AMIClient(**settings) as ami, contextlib.suppress(AMIConnectionLost):
            ami.command("core restart now")

    return Own(settings, target.tls_port, target.restart, restart)


@pytest.fixture
def by_tls(log_in, own):
    """Connect with TLS."""
    return lambda **options: log_in(**{**own.settings, "host": HOST, "port": own.tls_port, **options})


@pytest.fixture
def trusting(authority):
    """A context that knows who signed."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


# TLS


def test_tls_with_a_context_of_ones_own(by_tls, trusting):
    """Answers, long output and events come through it."""
    ami = by_tls(tls=trusting)
    assert ami.ping().data["Ping"] == "Pong"
    assert len(ami.command("core show help").output) > 50
    stream = ami.events("UserEvent", UserEvent="astami-tls")
    ami.ping()
    ami.user_event("astami-tls", {"Key": "x" * 900})
    assert stream.get(PATIENCE)["Key"] == "x" * 900
    stream.close()
    assert ami.logoff().response == "Goodbye"


def test_tls_by_default_trusts_whom_the_system_trusts(by_tls, authority, tmp_path, monkeypatch):
    """Not the maker of this certificate; once the system knows it, it does."""
    with pytest.raises(AMIConnectError, match=r"certificate verify failed.*; give tls= an ssl\.SSLContext"):
        by_tls(tls=True)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    assert by_tls(tls=True).ping().success


def test_tls_to_another_name(by_tls, trusting):
    """A certificate counts only for the host that it names."""
    with pytest.raises(AMIConnectError, match=f"certificate is not valid for '{OTHER_HOST}'"):
        by_tls(tls=trusting, host=OTHER_HOST)
    trusting.check_hostname = False
    assert by_tls(tls=trusting, host=OTHER_HOST).ping().success


def test_tls_and_clear_text_mixed_up(by_tls, own, trusting):
    """Each is told, in time."""
    with pytest.raises(AMIConnectError, match=r"does this port speak TLS \(tlsenable and tlsbindaddr"):
        by_tls(tls=trusting, port=own.settings["port"])
    with pytest.raises((AMIConnectError, AMITimeoutError)):
        by_tls(timeout=0.5)


# The end of the server


def ping_until_lost(ami):
    """Ask until the link is gone."""
    while True:
        ami.ping()


@pytest.fixture
def lasting(log_in, own):
    """A client that comes back."""
    return lambda **options: log_in(
        **own.settings, reconnect=Backoff(first=0.05, longest=0.2), ping_interval=0.5, wait_booted=True, **options
    )


def test_killed_server(lasting, own):
    """Login, mask, filter and subscription are there again, and the consumer is told of the gap."""
    ami = lasting(events="user")
    ami.filter("!UserEvent: astami-hidden")
    stream = ami.events("UserEvent", "VarSet", "Client*")

    def what_comes():
        with AMIClient(**own.settings, wait_booted=True) as other:
            other.set_var("", "ASTAMI_OWN", "1")  # tells all who see the class dialplan
            for name in ("astami-hidden", "astami-seen"):
                other.user_event(name)
        return stream.get(PATIENCE).get("UserEvent")

    ami.ping()
    assert what_comes() == "astami-seen"
    own.kill()
    with contextlib.suppress(AMIConnectionLost):
        while not ami.stats.reconnects:  # a server can be back, and the client too, before it is asked
            ami.ping()
    ami.wait_connected(PATIENCE)
    assert [stream.get(PATIENCE).name for _ in range(2)] == ["ClientDisconnected", "ClientReconnected"]
    ami.ping()
    assert what_comes() == "astami-seen"
    assert (stream.gaps, stream.dropped, ami.stats.reconnects) == (1, 0, 1)
    stream.close()


def test_restarting_server(lasting, own):
    """It says so, and so does the client."""
    ami = lasting()
    stream = ami.events("Shutdown", "Client*")
    ami.ping()
    own.restart()
    told = [stream.get(PATIENCE) for _ in range(3)]
    assert [event.name for event in told] == ["Shutdown", "ClientDisconnected", "ClientReconnected"]
    assert "Asterisk closed the connection to restart" in told[1]["Reason"]
    assert ami.ping().success
    stream.close()


def test_killed_server_and_a_client_that_stays_away(log_in, own):
    """What is asked after the end was not sent; connect() and login() work as soon as the server does."""
    ami = log_in(**own.settings)
    own.kill()
    with pytest.raises(AMIConnectionLost):
        ping_until_lost(ami)
    with pytest.raises(AMIConnectionLost, match="was not sent"):
        ami.ping()
    ami.disconnect()
    again = log_in(**own.settings, retries=100, retry_delay=0.1)
    assert again.ping().success
