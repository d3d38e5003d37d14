"""The dialplan: which step a channel finds at a place. Asterisk: main/pbx.c, pbx_find_extension().

Lives here: contexts, includes, the search. Does not live here: the file (`config.extensions`), running a step
(`execution`).
"""

from __future__ import annotations

from collections.abc import Iterator

from astami_fake.config.extensions import Context, Extension, Extensions, Step
from astami_fake.pbx.snapshots import Position


class Dialplan:
    """All contexts, in the order of the file."""

    def __init__(self, extensions: Extensions) -> None:
        self.contexts: dict[str, Context] = extensions.contexts

    def step(self, position: Position, caller: str = "") -> Step | None:
        """The step at *position* for a call from number *caller*."""
        for extension in self._found(position.context, position.exten, caller):
            if position.priority in extension.steps:
                return extension.steps[position.priority]
        return None

    def exists(self, position: Position, caller: str = "") -> bool:
        """Whether there is a step at *position*."""
        return self.step(position, caller) is not None

    def may_grow(self, context: str, dialled: str, caller: str = "") -> bool:
        """Whether more digits behind *dialled* may make an extension of it. Asterisk: ast_matchmore_extension()."""
        return any(extension.may_become(dialled, caller) for extension in self._all(context))

    def labelled(self, context: str, exten: str, label: str, caller: str = "") -> int | None:
        """The priority that *label* stands for."""
        for extension in self._found(context, exten, caller):
            if (priority := extension.labelled(label)) is not None:
                return priority
        return None

    def extension(self, context: str, exten: str, caller: str | None = None) -> Extension | None:
        """The extension with just that name, pattern or not, for the calls of *caller*, or of all."""
        return next((extension for extension in self.named(context, exten) if extension.caller == caller), None)

    def named(self, context: str, exten: str) -> list[Extension]:
        """The extensions with just that name, for whichever callers."""
        here = self.contexts.get(context)
        return [extension for extension in (here.extensions if here is not None else ()) if extension.name == exten]

    def make_extension(self, context: str, exten: str, caller: str | None = None) -> Extension:
        """The extension with that name, a new one in its place where there is none; its context too."""
        if (extension := self.extension(context, exten, caller)) is not None:
            return extension
        extension = Extension(exten, caller)
        self.contexts.setdefault(context, Context(context)).insert(extension)
        return extension

    def remove(self, context: str, extension: Extension, priority: int | None) -> bool:
        """Take *extension* away, or one *priority* of it; False where it has none such."""
        if priority is None:
            self.contexts[context].extensions.remove(extension)
        elif extension.steps.pop(priority, None) is None:
            return False
        elif not extension.steps and not extension.hint:
            self.contexts[context].extensions.remove(extension)
        return True

    def remove_hint(self, context: str, extension: Extension) -> bool:
        """Take the hint of *extension* away; False where it has none."""
        had, extension.hint = bool(extension.hint), ""
        if not extension.steps:
            self.contexts[context].extensions.remove(extension)
        return had

    def _found(self, context: str, exten: str, caller: str) -> list[Extension]:
        return [extension for extension in self._all(context) if extension.matches(exten, caller)]

    def _all(self, context: str, seen: frozenset[str] = frozenset()) -> Iterator[Extension]:
        """The extensions of *context* and of what it includes, in the order of the search."""
        here = self.contexts.get(context)
        if here is None or context in seen:
            return
        yield from here.extensions
        for included in here.includes:
            yield from self._all(included.split(",")[0], seen | {context})
