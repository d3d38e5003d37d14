"""udptl.conf."""

from astami_fake.config import udptl


def test_load(tmp_path):
    """What the file does not say is Asterisk's own."""
    assert udptl.load(tmp_path) == udptl.UdptlConfig()
    (tmp_path / "udptl.conf").write_text("[general]\nudptlend = 4600\nuse_even_ports = yes\nudptlchecksums = no\n")
    assert udptl.load(tmp_path) == udptl.UdptlConfig(last=4600, even_ports=True, checksums=False)
