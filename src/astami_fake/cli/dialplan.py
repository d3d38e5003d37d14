"""The CLI family ``dialplan``. Asterisk: main/pbx.c, pbx/pbx_config.c. Every output recorded: cases `dialplan.*`.

``dialplan show`` does not list what modules add by themselves (the parking lots of res_parking). Does not live
here: what changes the dialplan (`cli.dialplan_changes`). May import `cli._registry` and `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.extensions import Context, Extension, match
from astami_fake.pbx import functions
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx


@command("dialplan reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_dialplan_reload(); no Reload event (recorded)."""
    if words:
        raise ShowUsage
    pbx.reload_dialplan()
    return ["Dialplan reloaded."]


@command("dialplan show globals")
def show_globals(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_show_globals()."""
    names = [f"   {name}={value}" for name, value in pbx.globals]
    return [*names, "", f"    -- {len(names)} variable(s)"]


@command("dialplan set global")
def set_global(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_set_global()."""
    if len(words) != 2:
        raise ShowUsage
    name, value = words
    pbx.set_global(name, value)
    return ["", f"    -- Global variable '{name}' set to '{value}'"]


@command("dialplan show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All contexts, one, or one extension of one. handle_show_dialplan()."""
    if len(words) > 1:
        raise ShowUsage
    listing = _Listing(pbx)
    word = words[0] if words else ""
    exten, at, context = word.partition("@")
    if not at:
        exten, context = "", exten
    names = [context] if context else list(reversed(pbx.dialplan.contexts))
    for name in names:
        listing.context(name, exten)
    if context and context not in pbx.dialplan.contexts:
        raise CliError(f"There is no existence of '{context}' context")
    if exten and not listing.extensions:
        raise CliError(f"There is no existence of {exten}@{context} extension")
    return [*listing.lines, listing.summary()]


class _Listing:
    """The lines of ``dialplan show`` and what they count up to."""

    def __init__(self, pbx: Pbx) -> None:
        self._contexts = pbx.dialplan.contexts
        self.lines: Lines = []
        self.contexts = 0
        self.extensions = 0
        self.priorities = 0

    def context(self, name: str, exten: str, *, included: bool = False) -> None:
        """Add a context, with *exten* only the extensions that it fits, then also in what the context includes."""
        context = self._contexts.get(name)
        if context is None:
            return
        extensions = [e for e in context.extensions if not exten or e.name == exten or match(e.name, exten)]
        if extensions or not exten:
            self.contexts += 1
            kind = "Included context" if included else "Context"
            self.lines.append(f"[ {kind} '{name}' created by 'pbx_config' ]")
            for extension in extensions:
                self._extension(extension)
            if not exten:
                self._includes(context)
            self.lines.append("")
        if exten:
            for inner in context.includes:
                self.context(inner, exten, included=True)

    def _includes(self, context: Context) -> None:
        self.lines += [_line("Include =>", f"'{name}'", "pbx_config") for name in context.includes]
        self.lines += [_line("Ignore pattern =>", f"'{pattern}'", "pbx_config") for pattern in context.ignored]

    def _extension(self, extension: Extension) -> None:
        self.extensions += 1
        caller = f" (CID match '{extension.caller}')" if extension.caller is not None else ""
        name = f"'{extension.name}'{caller} => "
        if extension.hint:
            self.priorities += 1
            self.lines.append(_line(name, f"hint: {extension.hint}", extension.hint_place))
            name = ""
        for priority, step in sorted(extension.steps.items()):
            self.priorities += 1
            left = name or (f"   [{step.label}]" if step.label else "")
            self.lines.append(_line(left, f"{priority}. {step.application}({step.data})", step.place))
            name = ""

    def summary(self) -> str:
        """The last line."""
        counts = (
            (self.extensions, "extension", "extensions"),
            (self.priorities, "priority", "priorities"),
            (self.contexts, "context", "contexts"),
        )
        extensions, priorities, contexts = (f"{n} {one if n == 1 else many}" for n, one, many in counts)
        return f"-= {extensions} ({priorities}) in {contexts}. =-"


def _line(left: str, text: str, where: str) -> str:
    return f"  {left:<17} {text:<45} [{where}]"


@command("dialplan eval function")
def eval_function(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read a function without a channel. handle_eval_function()."""
    if len(words) != 1:
        raise ShowUsage
    value = functions.read(pbx, None, words[0])
    outcome = "Success (0)" if value is not None else "Failure (-1)"
    return [f"Return Value: {outcome}", f"Result: {value or ''}"]


@command("dialplan set chanvar")
def set_channel_variable(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``CHANNEL VARIABLE VALUE``. handle_set_chanvar()."""
    if len(words) != 3:
        raise ShowUsage
    name, variable, value = words
    _channel(pbx, name).set_variable(variable, value)
    return ["", f"    -- Channel variable '{variable}' set to '{value}' for '{name}'"]


@command("dialplan show chanvar")
def show_channel_variables(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All variables of a channel, the newest first. handle_show_chanvar()."""
    if len(words) != 1:
        raise ShowUsage
    return [f"{name}={value}" for name, value in _channel(pbx, words[0]).variables]


def _channel(pbx: Pbx, name: str) -> Channel:
    channel = pbx.channels.find(name)
    if channel is None:
        raise CliError(f"Channel '{name}' not found")
    return channel
