"""Actions on modules. Asterisk: main/manager.c and main/loader.c. May import `actions._registry` and `pbx`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.modules import Reloaded
from astami_fake.pbx.pbx import Pbx

_INCOMPLETE = "Incomplete ModuleLoad action."


@action("Reload", privilege="system,config")
def reload(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Reload one module or all. Asterisk: main/manager.c, action_reload()."""
    match pbx.modules.reload(action.get("Module")):
        case Reloaded.SUCCESS:
            return success(action, "Module Reloaded")
        case Reloaded.NO_SUCH_MODULE:
            return error(action, "No such module")
        case Reloaded.NOT_SUPPORTED:
            return error(action, "Module does not support reload")


@action("ModuleCheck", privilege="system")
def module_check(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Tell whether a module is loaded. Asterisk: main/manager.c, manager_modulecheck()."""
    if pbx.modules.find(action.get("Module")) is None:
        return error(action, "Module not loaded")
    return success(action, None, ("Version", ""))


@action("ModuleLoad", privilege="system")
def module_load(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Load, unload or reload a module; its actions and commands come and go with it.

    Asterisk: main/manager.c, manager_moduleload(). Without a module or a type it answers several times (recorded).
    """
    name, kind = action.get("Module"), action.get("LoadType").lower()
    if kind == "reload":
        return _reload(action, name, pbx)
    frames: list[Frame] = [] if kind else [*error(action, _INCOMPLETE)]
    if not name:
        frames += error(action, "Need module name")
    if kind not in ("load", "unload"):
        return [*frames, *error(action, _INCOMPLETE)]
    if name and pbx.release.finds_modules_by_file and not pbx.modules.is_file(name):
        return error(action, "Module not found.")
    if name and (pbx.modules.load(name) if kind == "load" else pbx.modules.unload(name)):
        return success(action, f"Module {kind}ed.")
    return [*frames, *error(action, f"Could not {kind} module.")]


def _reload(action: Action, name: str, pbx: Pbx) -> Reply:
    if not name:
        pbx.modules.reload()
        return success(action, "All modules reloaded")
    if pbx.release.finds_modules_by_file and not pbx.modules.is_file(name):
        return error(action, "Module not found.")
    match pbx.modules.reload(name):
        case Reloaded.SUCCESS:
            return success(action, "Module reloaded.")
        case Reloaded.NO_SUCH_MODULE:
            return error(action, "No such module.")
        case Reloaded.NOT_SUPPORTED:
            return error(action, "Module does not support reload action.")
