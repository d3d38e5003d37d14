"""The catalogue of actions, against what the target says of itself."""

import re

import pytest

from astami import AMIClient
from astami.catalogue import RELEASES, load


def test_actions_and_their_classes(ami_settings):
    """Each action that the target has is in the catalogue of its release, and the same classes may use it."""
    with AMIClient(**ami_settings) as ami:
        version = ami.core_settings().data["AsteriskVersion"]
        listed = ami.list_commands().headers
    release = ".".join(version.split(".")[:2])
    if release not in RELEASES:
        pytest.skip(f"no catalogue of {release}")  # nothing was recorded of it: neither right nor wrong
    known = load(release).actions
    wrong = []
    for name, text in listed:
        shown = re.search(r"\(Priv: ([^)]*)\)$", text.strip())
        if shown is None:
            continue
        classes = tuple(one for one in shown[1].split(",") if one not in ("all", "<none>"))
        if name not in known or known[name].classes != classes:
            wrong.append((name, classes, known.get(name)))
    assert wrong == []
    assert len(listed) > 60
