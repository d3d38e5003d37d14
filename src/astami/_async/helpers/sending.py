"""``send_action``: any action, as a mapping, as pairs, or as a name and keywords.

What type checkers and editors see of it is ``sending.pyi``, which ``tools/catalogue.py`` writes from the catalogue: one
signature per action. Imports ``actions`` and ``messages``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from astami import actions
from astami.messages import Action, AMIResponse

__all__ = ["Sending"]


class Sending:
    """Whatever sends actions."""

    if TYPE_CHECKING:  # the client has it

        async def _run(self, action: Action, *, check: bool = False, timeout: float | None = None) -> AMIResponse: ...

    async def send_action(
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
        return await self._run(actions.from_call(action, headers), check=check, timeout=timeout)
