"""The action ShowDialPlan. Asterisk: main/pbx.c. Recorded: cases `actions.showdialplan`, `actions.dialplan*`."""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Header, Manager, Reply, action, error
from astami_fake.config.extensions import Context, Extension, match
from astami_fake.pbx.pbx import Pbx

_REGISTRAR: Header = ("Registrar", "pbx_config")


@action("ShowDialPlan", privilege="config,reporting")
def show_dial_plan(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the dialplan, a context, or the extensions that a number fits. manager_show_dialplan()."""
    listing = _Listing(action, pbx)
    wanted, exten = action.get("Context"), action.get("Extension")
    contexts = pbx.dialplan.contexts
    if wanted and wanted not in contexts:
        return error(action, f"Did not find context {wanted}")
    for name in [wanted] if wanted else reversed(contexts):
        listing.context(contexts[name])
    if exten and not listing.extensions:
        return error(action, f"Did not find extension {exten}{f'@{wanted}' if wanted else ' in any context'}")
    end = complete(
        action,
        "ShowDialPlanComplete",
        len(listing.items),
        ("ListExtensions", str(listing.extensions)),
        ("ListPriorities", str(listing.priorities)),
        ("ListContexts", str(listing.contexts)),
    )
    return [start(action, "DialPlan list will follow"), *listing.items, end]


class _Listing:
    """The items and what they count up to."""

    def __init__(self, action: Action, pbx: Pbx) -> None:
        self._action = action
        self._exten = action.get("Extension")
        self._contexts = pbx.dialplan.contexts
        self.items: list[Frame] = []
        self.contexts = 0
        self.extensions = 0
        self.priorities = 0

    def context(self, context: Context, above: frozenset[str] = frozenset()) -> None:
        """Add *context*; where a number is asked for, also what it includes."""
        self.contexts += 1
        for extension in context.extensions:
            if not self._exten or match(extension.name, self._exten):
                self._extension(context.name, extension)
        for name in context.includes:
            included = self._contexts.get(name.partition(",")[0])
            if not self._exten:
                self._item(context.name, ("IncludeContext", name), _REGISTRAR)
            elif included is not None and included.name not in above:
                self.context(included, above | {context.name})

    def _extension(self, context: str, extension: Extension) -> None:
        self.extensions += 1
        self.priorities += bool(extension.hint) + len(extension.steps)
        name = ("Extension", extension.name)
        if extension.hint:
            self._item(context, name, ("Priority", "hint"), ("Application", extension.hint), _REGISTRAR)
        for priority, step in sorted(extension.steps.items()):
            label = (("ExtensionLabel", step.label),) if step.label else ()
            call = (("Application", step.application), ("AppData", step.data), ("Registrar", step.registrar))
            self._item(context, name, *label, ("Priority", str(priority)), *call)

    def _item(self, context: str, *headers: Header) -> None:
        self.items.append([("Event", "ListDialplan"), *self._action.action_id, ("Context", context), *headers])
