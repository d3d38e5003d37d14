"""Actions on modules: hooks of a reload, and what is not modelled."""

from __future__ import annotations

from typing import Any


def test_reload_calls_the_module(bench: Any) -> None:
    """A module's hook is called when it is reloaded, by its name in any form, and with all."""
    called: list[str] = []
    bench.pbx.modules.on_reload("dnsmgr", lambda: called.append("dnsmgr"))
    bench.pbx.modules.on_reload("res_pjsip.so", lambda: called.append("pjsip"))
    client = bench.client().login()
    client.do("Action: Reload", "Module: RES_pjsip")
    client.do("Action: Reload", "Module: app_dial")
    assert called == ["pjsip"]
    client.do("Action: Reload")
    assert sorted(called) == ["dnsmgr", "pjsip", "pjsip"]


def test_a_hook_s_events_come_before_the_reload_event(bench: Any) -> None:
    """What a module tells while it reloads stands before the Reload event, behind the answer."""
    client = bench.client().login(events="on")
    bench.client().login(events="off")
    client.frames()
    frames = client.do("Action: Reload", "Module: pbx_config")
    assert frames[0] == "Response: Success\nMessage: Module Reloaded"
    assert frames[-1] == "Event: Reload\nPrivilege: system,all\nModule: pbx_config\nStatus: 0"


def test_unloading_is_not_modelled(bench: Any) -> None:
    """A module cannot be taken away from the fake; that is said, not pretended."""
    frame = bench.client().login().do("Action: ModuleLoad", "LoadType: unload", "Module: app_dial.so")[0]
    assert frame == "Response: Error\nMessage: astami_fake does not model unloading app_dial.so"
    assert len(bench.script.violations) == 1
