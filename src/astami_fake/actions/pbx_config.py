"""Actions that change the dialplan. Asterisk: pbx/pbx_config.c. Recorded: cases `actions.dialplanextension*`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.config.extensions import REGISTRAR, Extension, Step
from astami_fake.config.reader import TRUE
from astami_fake.pbx.pbx import Pbx

_ADD_NEEDS = ("Context", "Extension", "Priority", "Application")
_BAD_PRIORITY = "The priority specified was invalid."


@action("DialplanExtensionAdd", privilege="system")
def dialplan_extension_add(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Add a priority to an extension; 22 makes the context where there is none. manager_dialplan_extension_add()."""
    context, exten, priority, application = (action.get(header) for header in _ADD_NEEDS)
    if not (context and exten and priority and application):
        return error(action, "Context, Extension, Priority, and Application must be defined for DialplanExtensionAdd.")
    replaces = action.get("Replace").lower() in TRUE
    extension = pbx.dialplan.extension(context, exten)
    if priority.lower() == "hint":
        if extension is not None and extension.hint and not replaces:
            return error(action, "That extension and priority already exist at that context")
        extension = pbx.dialplan.make_extension(context, exten)
        extension.hint, extension.hint_place = application, REGISTRAR
        return success(action, "Added requested extension")
    if (number := _priority(priority, extension)) is None:
        return error(action, _BAD_PRIORITY)
    if extension is not None and number in extension.steps and not replaces:
        return error(action, "That extension and priority already exist at that context")
    step = Step(application, action.get("ApplicationData"), "", REGISTRAR, 0)
    pbx.dialplan.make_extension(context, exten).steps[number] = step
    return success(action, "Added requested extension")


@action("DialplanExtensionRemove", privilege="system")
def dialplan_extension_remove(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take an extension away, or one priority of it. manager_dialplan_extension_remove()."""
    context, exten, priority = (action.get(header) for header in ("Context", "Extension", "Priority"))
    if not (context and exten):
        return error(action, "Context and Extension must be provided for DialplanExtensionRemove")
    extension = pbx.dialplan.extension(context, exten)
    number = _priority(priority, extension)
    if priority and number is None:
        return error(action, _BAD_PRIORITY)
    if extension is None or not pbx.dialplan.remove(context, extension, number):
        return error(action, "Failed to remove requested extension")
    if priority:
        return success(action, "Removed the requested priority from the extension")
    return success(action, "Removed the requested extension")


def _priority(word: str, extension: Extension | None) -> int | None:
    """The number that *word* is, or the priority that it labels."""
    if word.isdigit():
        return int(word)
    return extension.labelled(word) if extension is not None and word else None
