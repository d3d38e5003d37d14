# Generated from _async/helpers/sending.py by tools/unasync.py. Change that file, not this one.
"""``send_action``: any action, as a mapping, as pairs, or as a name and keywords; ``send_actions``: many of them.

What type checkers and editors see of it is ``sending.pyi``, which ``tools/catalogue.py`` writes from the catalogue: one
signature per action. Imports ``actions``, ``exceptions``, ``messages`` and ``results``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from astami import actions, results
from astami.exceptions import AMIError
from astami.messages import Action, AMIResponse

__all__ = ["Sending"]


class Sending:
    """Whatever sends actions."""

    if TYPE_CHECKING:  # the client has it

        def _run(self, action: Action, *, check: bool = False, timeout: float | None = None) -> AMIResponse: ...
        def _run_together(
            self, wanted: list[Action], *, check: bool, timeout: float | None
        ) -> list[AMIResponse | AMIError]: ...

    def send_action(
        self,
        action: Mapping[str, object] | Iterable[tuple[str, object]] | str,
        /,
        *,
        check: bool = False,
        timeout: float | None = None,
        **headers: object,
    ) -> AMIResponse:
        """Send any action and return what Asterisk says, success or not.

        An event list is collected to its end into ``response.events``.

        Args:
            action: the headers as a mapping or as pairs, one of them Action; or the name of the action, its headers
                as keywords: ``send_action("QueueAdd", Queue="support", Interface="PJSIP/1000")``. A list as value
                sends the header once per item, None leaves a keyword out. The client chooses the ActionID, unless one
                is given that was not used on this connection before.
            check: raise on ``Response: Error``.
            timeout: seconds for this call; the client's own by default.
            **headers: the headers of an action given by name.

        Raises:
            AMIUsageError: it cannot be sent: CR, LF or NUL in a name or value, more than 128 lines, a line of more
                than 1022 bytes, no login yet. Nothing was sent.
            AMITimeoutError: no complete answer in time; the connection stays usable.
            AMIConnectionLost: the connection ended; ``sent`` says whether the action may have been executed.
            AMIActionError: with ``check=True``, Asterisk refused it.
        """
        return self._run(actions.from_call(action, headers), check=check, timeout=timeout)

    def send_actions(
        self,
        wanted: Iterable[Mapping[str, object] | Iterable[tuple[str, object]] | str],
        /,
        *,
        check: bool = False,
        timeout: float | None = None,
        return_exceptions: bool = False,
    ) -> list[AMIResponse] | list[AMIResponse | AMIError]:
        """Send many actions at a time and return their answers, in the order of *wanted*.

        Nothing is sent where one of them cannot be. They are written together, and Asterisk answers one after the
        other: the fastest way to ask for much, a fraction of the cost of as many ``send_action``.

        Args:
            wanted: each as for ``send_action``: a mapping, pairs, or a name alone.
            check: count ``Response: Error`` as an error.
            timeout: seconds for all of them together; the client's own by default.
            return_exceptions: put each error in the place of its answer. Otherwise the first one is raised, when all
                actions have ended.

        Raises:
            AMIUsageError: one of them cannot be sent, or there is no login yet. Nothing was sent.
            AMITimeoutError: no complete answer in time; ``sent`` says whether the action may have been executed.
            AMIConnectionLost: the connection ended; ``sent`` as before.
            AMIActionError: with ``check=True``, Asterisk refused one.
        """
        together = [actions.from_call(action, {}) for action in wanted]
        outcomes = self._run_together(together, check=check, timeout=timeout)
        return outcomes if return_exceptions else results.answers(outcomes)
