"""sorcery.conf: which caches it names."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config.sorcery import Cache, load


def test_caches(tmp_path: Path) -> None:
    """Caches with a name, whole or object by object; what is no cache is passed over."""
    (tmp_path / "sorcery.conf").write_text(
        "[res_pjsip]\n"
        "aor/cache = memory_cache, name = aors, object_lifetime_maximum=60\n"
        "aor = config,pjsip.conf,criteria=type=aor\n"
        "auth/cache = memory_cache,name=auths,full_backend_cache=yes\n"
        "endpoint/cache = memory_cache,object_lifetime_maximum=60\n"
        "contact/cache = other,name=contacts\n"
    )
    assert load(tmp_path) == [Cache("aors", "aor", False), Cache("auths", "auth", True)]


def test_no_file(tmp_path: Path) -> None:
    """Without the file there is no cache."""
    assert load(tmp_path) == []
