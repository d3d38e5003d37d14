"""pjsip.conf: objects by type, references, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config import pjsip
from astami_fake.config.reader import ConfigError


def load(folder: Path, text: str) -> pjsip.PjsipConfig:
    (folder / "pjsip.conf").write_text(text, encoding="utf-8")
    return pjsip.load(folder)


def test_sections_of_one_name_are_objects_of_several_types(tmp_path: Path) -> None:
    """An endpoint and its address of record may share a name; templates are inherited from and no objects."""
    config = load(
        tmp_path,
        "[phone](!)\ntype=endpoint\ncontext=calls\n[1000](phone)\naors=1000\n"
        "[1000]\ntype=aor\ncontact=sip:a@127.0.0.1\ncontact=sip:b@127.0.0.1\n",
    )
    assert list(config.of("endpoint")) == ["1000"]
    assert config.of("endpoint")["1000"].get("context") == "calls"
    assert config.of("aor")["1000"].names("contact") == ["sip:a@127.0.0.1", "sip:b@127.0.0.1"]


def test_without_a_file_there_are_no_objects(tmp_path: Path) -> None:
    """As with a PBX that has no SIP phones."""
    assert list(pjsip.load(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[a]\ncontext=x\n", 1, "has no type"),
        ("[a]\ntype=phone\n", 2, "'phone'"),
        ("[a]\ntype=endpoint\naors=b\n", 3, "names aor 'b'"),
        ("[a]\ntype=aor\nmax_contacts=many\n", 3, "'many'"),
        ("[a]\ntype=aor\ncontact=127.0.0.1\n", 3, "contact '127.0.0.1'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    """Types, references, numbers and addresses are checked before anything starts."""
    with pytest.raises(ConfigError, match=words) as caught:
        load(tmp_path, text)
    assert caught.value.line == line
