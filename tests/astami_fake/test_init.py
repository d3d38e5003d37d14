"""What the package exports, and that importing it costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import astami_fake


def test_all_is_there() -> None:
    """Every exported name can be had, and no other."""
    for name in astami_fake.__all__:
        assert getattr(astami_fake, name).__name__ == name
    assert set(astami_fake.__all__) <= set(dir(astami_fake))
    with pytest.raises(AttributeError, match="has no attribute 'Frob'"):
        astami_fake.Frob  # noqa: B018  the look-up is what is tested


def test_import_is_lazy() -> None:
    """Importing the package imports none of its parts, and not asyncio."""
    code = "import sys, astami_fake; print([m for m in sys.modules if m.startswith('astami_fake.') or m == 'asyncio'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
