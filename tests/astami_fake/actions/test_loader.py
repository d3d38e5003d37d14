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


def test_actions_come_and_go_with_their_module(bench: Any) -> None:
    """What a module brings is unknown once it is unloaded, and there again once it is loaded."""
    client = bench.client().login()
    client.do("Action: ModuleLoad", "LoadType: unload", "Module: app_queue.so")
    assert "Invalid/unknown command: QueueStatus." in client.do("Action: QueueStatus")[0]
    assert "No such command 'queue show'" in client.do("Action: Command", "Command: queue show")[0]
    client.do("Action: ModuleLoad", "LoadType: load", "Module: app_queue.so")
    assert client.do("Action: QueueStatus")[0].startswith("Response: Success")


def test_what_cannot_be_unloaded(bench: Any) -> None:
    """A module that others use, and one that is built in, stay."""
    client = bench.client().login()
    for name in ("res_pjsip.so", "manager"):
        assert "Response: Error" in client.do("Action: ModuleLoad", "LoadType: unload", f"Module: {name}")[0]
