"""Asterisk's own documentation: the fake, given a real server's files, shows each page as that server does.

The texts are Asterisk's, under its licence, so they are compared here and recorded nowhere. The cases `documentation.*`
show the same forms in words of our own.
"""

import io
import re
import tarfile
from pathlib import Path

import pytest

from astami import AMIClient
from astami_fake import FakeAsterisk
from astami_fake.conformance.overlays import Overlays
from astami_fake.conformance.targets import open_target
from astami_fake.documentation import tree
from astami_fake.releases import RELEASES, registered

ETC = Path(__file__).parents[1] / "etc"
FOLDER = "usr/share/asterisk/documentation"
PATIENCE = 60


def of_container(image, to):
    """Copy the documentation out of an image."""
    import docker

    engine = docker.from_env()
    box = engine.containers.create(image)
    try:
        packed, _ = box.get_archive(f"/{FOLDER}")
        with tarfile.open(fileobj=io.BytesIO(b"".join(packed))) as archive:
            archive.extractall(to, filter="data")
    finally:
        box.remove()
        engine.close()
    return to / "documentation"


@pytest.fixture(scope="module")
def documentation(pytestconfig, tmp_path_factory):
    """The documentation of the target, where its files can be had."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    kind, _, place = spec.partition(":")
    if kind == "container":
        return of_container(place, tmp_path_factory.mktemp("documentation"))
    if kind == "root":
        return Path(place) / FOLDER
    pytest.skip(f"{spec}: no real server, or none whose files can be had: by AMI they cannot")  # nothing to compare


@pytest.fixture(scope="module")
def both(pytestconfig, documentation):
    """A server with all modules, and a fake with its documentation: ask both for the lines of a command."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    overlays = Overlays(ETC)
    try:
        etc = overlays.path("stock")
        with open_target(spec, etc=etc) as target:
            if target.release not in RELEASES:
                pytest.skip(f"nobody has recorded {target.release}")  # the fake does not know its pages
            name, secret = next(iter(target.users.values()))
            with (
                FakeAsterisk(target.release, etc, documentation=documentation, strict=False) as fake,
                fake.client(timeout=PATIENCE) as pretender,
                AMIClient(target.host, target.port, name, secret, timeout=PATIENCE) as real,
            ):
                yield real, pretender, fake
    finally:
        overlays.close()


def lines(client, command):
    """What a command prints, and whether it failed."""
    answer = client.command(command, check=False)
    return answer.response, list(answer.output)


def names_of(kind, both, documentation):
    """All that there is of a kind on the real server, but what its module describes by itself."""
    real, _, fake = both
    if kind == "manager show command":
        return [name for name, said in real.list_commands().headers if re.search(r"\(Priv: [^)]*\)$", said.strip())]
    if kind == "manager show event":
        found = tree.read(documentation / "core-en_US.xml").root.elements("managerEvent")
        return sorted({one.get("name") for one in found})
    what = "applications" if kind == "core show application" else "functions"
    known = {one.name for one in registered.registered(fake.release.data, what)}
    return sorted(known - fake.release.undocumented)


@pytest.mark.parametrize(
    "kind", ["manager show command", "manager show event", "core show application", "core show function"]
)
def test_each_page(both, documentation, record_property, kind):
    """Line by line, as it is read in a manager session."""
    real, pretender, fake = both
    names = names_of(kind, both, documentation)
    wrong = [name for name in names if lines(pretender, f"{kind} {name}") != lines(real, f"{kind} {name}")]
    record_property("pages", f"{len(names) - len(wrong)} of {len(names)} equal")
    assert wrong == []
    assert len(names) > 130
    assert fake.violations == []


@pytest.mark.parametrize(
    "words",
    ["queue", "QUEUE member", "parked and then", '"will be answered"', "<literal>", "</note>", "nosuchword a", "'"],
)
def test_words_of_descriptions(both, words):
    """The same applications, and the same number below them."""
    real, pretender, _ = both
    command = f"core show applications describing {words}"
    assert lines(pretender, command) == lines(real, command)


def test_several_pages(both):
    """In their own order, as often as they are named."""
    real, pretender, _ = both
    for command in (
        "manager show command ping nothing Events PING",
        "core show application Wait nothing noop WAIT",
        "core show function SHA1 MD5",
        "core show applications",
    ):
        assert lines(pretender, command) == lines(real, command)
