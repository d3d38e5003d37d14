"""agents.conf: who is an agent."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config.agents import Agent, load


def test_agents(tmp_path: Path) -> None:
    """Each section but general is an agent, with a full name or without; templates are none."""
    (tmp_path / "agents.conf").write_text(
        "[general]\n[agents]\n[half](!)\nfullname = Nobody\n[annie](half)\nfullname = Annie Moore\n[bert]\n"
    )
    assert load(tmp_path) == [Agent("agents"), Agent("annie", "Annie Moore"), Agent("bert")]


def test_no_file(tmp_path: Path) -> None:
    """Without the file there are none."""
    assert load(tmp_path) == []
