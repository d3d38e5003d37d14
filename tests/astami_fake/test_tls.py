"""The manager by TLS, as manager.conf says it."""

import ssl
import time

import pytest
import trustme

from astami import AMIClient, AMIConnectionError, AMITimeoutError
from astami_fake import ConfigError, FakeAsterisk

MANAGER = "[general]\nenabled = yes\ntlsenable = yes\n{}[admin]\nsecret = x\nread = all\nwrite = all\n"


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def etc(authority, tmp_path):
    """A configuration whose certificate *authority* has issued."""
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "asterisk.pem")
    (tmp_path / "manager.conf").write_text(MANAGER.format("tlscertfile = /etc/asterisk/asterisk.pem\n"))
    (tmp_path / "extensions.conf").write_text("[default]\n")
    return tmp_path


def test_both_listeners(etc, authority):
    """With tlsenable there is a second listener with the certificate of the configuration; the first stays plain."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with FakeAsterisk(etc=etc) as fake:
        for port, tls in ((fake.tls_port, context), (fake.port, False)):
            with AMIClient("127.0.0.1", port, "admin", "x", tls=tls) as client:
                assert client.ping().success


def test_no_certificate(etc):
    """A certificate that cannot be read is told, and nothing listens."""
    (etc / "asterisk.pem").write_text("none")
    with pytest.raises(ConfigError, match=r"manager\.conf: no TLS with '/etc/asterisk/asterisk\.pem'"):
        FakeAsterisk(etc=etc).start()


def test_off(ami_server):
    """Without tlsenable there is none."""
    assert ami_server.tls_port is None


def test_restart(etc, authority):
    """The listener for TLS goes down and comes back on its port too."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with FakeAsterisk(etc=etc) as fake:
        with AMIClient("127.0.0.1", fake.tls_port, "admin", "x", tls=context, timeout=5) as client:
            fake.faults.restart(0.2)
            with pytest.raises(AMIConnectionError):
                client.ping()
        with pytest.raises(AMIConnectionError):
            AMIClient("127.0.0.1", fake.tls_port, "admin", "x", tls=context).connect()
        end = time.monotonic() + 20
        while True:
            try:
                with AMIClient("127.0.0.1", fake.tls_port, "admin", "x", tls=context) as client:
                    assert client.ping().success
                break
            except AMIConnectionError:
                assert time.monotonic() < end


@pytest.mark.parametrize("kind", ["reset", "close", "truncate", "double", "lose", "split", "silence"])
def test_faults(etc, authority, kind):
    """They strike on connections by TLS too, and the fake goes on."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with FakeAsterisk(etc=etc) as fake:
        fault = getattr(fake.faults.action("Ping"), kind)()
        with AMIClient("127.0.0.1", fake.tls_port, "admin", "x", tls=context) as client:
            if kind in ("double", "split"):
                assert client.ping().success
            else:
                with pytest.raises((AMIConnectionError, AMITimeoutError)):
                    client.ping(timeout=2 if kind in ("lose", "silence") else None)
                client.disconnect()
        assert fault.struck
        with AMIClient("127.0.0.1", fake.tls_port, "admin", "x", tls=context) as client:
            assert client.ping().success
