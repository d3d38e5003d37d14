"""The catalogue of actions and events, and the tool that writes it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from astami.catalogue import RELEASES, load


@pytest.fixture
def tool() -> ModuleType:
    """tools/catalogue.py as a module."""
    path = Path(__file__).parents[2] / "tools" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_release_has() -> None:
    """Numbers as they were recorded, parameters, classes, headers."""
    newest, new, old = load("22.11"), load("22.10"), load("16.28")
    assert (len(new.actions), len(new.events)) == (154, 171)
    assert (len(old.actions), len(old.events)) == (160, 155)
    assert new.actions["QueueAdd"].required == ("Queue", "Interface")
    assert new.actions["QueueAdd"].parameters[-1] == "StateInterface"
    assert new.actions["QueueAdd"].classes == ("agent",)
    assert new.actions["CoreSettings"].classes == ("system", "reporting")
    assert new.actions["Ping"].classes == ()
    assert new.actions["DAHDIShowChannels"].classes is None
    assert newest.actions == new.actions
    only = {
        name: set(event.headers) - set(new.events[name].headers)
        for name, event in newest.events.items()
        if event != new.events[name]
    }
    assert only == {"TransportDetail": {"ExternalSignalingHostname"}}
    assert new.actions["VoicemailMove"].classes == ("user",)
    assert "SIPpeers" in old.actions
    assert "SIPpeers" not in new.actions
    assert new.events["Hangup"].headers[-3:] == ("Cause", "Cause-txt", "TechCause")
    assert new.events["DialEnd"].headers[14] == "DestChannel"
    assert new.events["Hangup"].kind == "call"


def test_default_is_the_newest() -> None:
    """And a release that nobody recorded is an error that names the others."""
    assert load() is load(RELEASES[0])
    with pytest.raises(ValueError, match=r"no catalogue of release '11'; there are 22\.11, 22\.10, 16\.28"):
        load("11")


def test_import_reads_no_file() -> None:
    """The client does not load it, and importing it does not load the tables."""
    code = (
        "import sys, astami; assert 'astami.catalogue' not in sys.modules;"
        "import astami.catalogue as c; assert c._read.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_committed_types_are_up_to_date(tool: ModuleType) -> None:
    """Literal names and the typed send_action are what the committed tables give."""
    assert tool.main(["--check"]) == 0


def test_check_shows_the_difference(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And exits with 1; without it the file is written."""
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    files = {tmp_path / "a" / "b.txt": "new\n"}
    assert tool.settle(files, check=True) == 1
    assert "+new" in capsys.readouterr().out
    assert tool.settle(files, check=False) == 0
    assert tool.settle(files, check=True) == 0


DOCUMENTATION = """<docs xmlns:xi="http://www.w3.org/2001/XInclude">
<manager name="Login" module="builtin"><syntax><parameter name="ActionID"/></syntax></manager>
<manager name="Move" module="app_move"><syntax>
<xi:include xpointer="xpointer(/docs/manager[@name='Login']/syntax/parameter[@name='ActionID'])"/>
<parameter name="Where" required="true"/><parameter name="Why" required="false"/></syntax></manager>
<managerEvent name="Moved"><managerEventInstance class="EVENT_FLAG_CALL"><syntax><channel_snapshot prefix="Dest"/>
<parameter name="Where"/></syntax></managerEventInstance></managerEvent></docs>"""

TEMPLATES = """<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="channel_snapshot">
<xsl:attribute name="name"><xsl:value-of select="concat(@prefix,'Channel')"/></xsl:attribute>
<xsl:attribute name="name"><xsl:value-of select="concat(@prefix, 'Uniqueid')"/></xsl:attribute>
</xsl:template></xsl:stylesheet>"""


def test_tables_of_a_documentation(tool: ModuleType, tmp_path: Path) -> None:
    """Includes and blocks are resolved; what the server lacks has no classes; its spelling counts."""
    (tmp_path / "core-en_US.xml").write_text(DOCUMENTATION)
    (tmp_path / "appdocsxml.xslt").write_text(TEMPLATES)
    documentation = tool.Documentation(tmp_path)
    actions, events = tool.tables("22.10", documentation, {"MOVE": "call", "Own": ""}).values()
    assert actions.splitlines()[2:] == [
        "Login\tbuiltin\t?\tActionID",
        "MOVE\tapp_move\tcall\tActionID Where* Why",
        "Own",
    ]
    assert events.splitlines()[2:] == ["Moved\tcall\tDestChannel DestUniqueid Where"]


def test_unknown_elements_stop_the_tool(tool: ModuleType, tmp_path: Path) -> None:
    """Nothing is left out silently."""
    (tmp_path / "appdocsxml.xslt").write_text(TEMPLATES)
    for odd, reason in (("<new_block/>", "element new_block"), ('<xi:include xpointer="x"/>', "include x")):
        text = DOCUMENTATION.replace('<parameter name="ActionID"/>', odd)
        (tmp_path / "core-en_US.xml").write_text(text)
        with pytest.raises(SystemExit, match=reason):
            tool.Documentation(tmp_path).actions()
