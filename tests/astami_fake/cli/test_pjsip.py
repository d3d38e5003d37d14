"""The CLI family ``pjsip``; what it prints is in the cases `pjsip.command.*`."""

from __future__ import annotations

from typing import Any

import pytest

from astami_fake.cli import pjsip
from astami_fake.cli._registry import CliError, ShowUsage


def test_lists_can_be_narrowed(bench: Any) -> None:
    """By a part of the name behind ``like``; nothing found has words of its own."""
    assert "Objects found: 1" in pjsip.list_endpoints(bench.pbx, ["like", "prov"])
    assert "Objects found: 5" in pjsip.list_endpoints(bench.pbx, ["prov"])
    assert pjsip.list_aors(bench.pbx, ["like", "none"]) == ["No objects found.", ""]


def test_an_object_that_is_not_there_is_no_error(bench: Any) -> None:
    """But none at all is one."""
    assert pjsip.show_aor(bench.pbx, ["none"]) == ["Unable to find object none.", ""]
    with pytest.raises(CliError):
        pjsip.show_aor(bench.pbx, [])


def test_contacts_tell_their_state(bench: Any) -> None:
    """One that is never asked has no time."""
    contact = bench.pbx.pjsip.register("1000")
    row = next(line for line in pjsip.show_contacts(bench.pbx, []) if "sip:1000@" in line)
    assert row.endswith(f"{contact.digest[:10]} NonQual {bench.pbx.release.cli_no_number:>11}")


def test_qualify_needs_an_endpoint_with_an_address(bench: Any) -> None:
    """And says which address of record it asks."""
    assert pjsip.qualify(bench.pbx, ["1000"]) == ["Qualifying AOR '1000' on endpoint '1000'"]
    with pytest.raises(CliError):
        pjsip.qualify(bench.pbx, ["none"])
    with pytest.raises(ShowUsage):
        pjsip.qualify(bench.pbx, [])


def test_one_contact(make_bench: Any, overlay: Any) -> None:
    """By AOR and address; its options only where the release shows them; one that has registered is not known."""
    name = "desk/sip:desk@127.0.0.1:5060"
    for release, length in (("22.10", 24), ("16.28", 6)):
        bench = make_bench(release, overlay("states"))
        lines = pjsip.show_contact(bench.pbx, [name, "x"])
        assert len(lines) == length
        assert lines[4].startswith(f"  Contact:  {name} ")
        assert (" uri                  : sip:desk@127.0.0.1:5060" in lines) == (length > 6)
    assert pjsip.show_contact(bench.pbx, ["desk"]) == ["Unable to find object desk.", ""]
    bench = make_bench()
    contact = bench.pbx.pjsip.register("1000")
    assert pjsip.show_contact(bench.pbx, [f"1000/{contact.uri}"]) == []
    assert len(bench.pbx.problems) == 1
