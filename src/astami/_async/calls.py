"""A call that was started and not waited for: the answer to ``originate(async_=True)``.

``_sync/calls.py`` is generated from this file by ``tools/unasync.py``: so nothing of asyncio is named here.
Imports everything below it but ``link``.
"""

from __future__ import annotations

from typing import Self

from astami._settings import check_timeout
from astami.exceptions import AMIUsageError
from astami.messages import AMIEvent, AMIResponse

from .events import AsyncEventStream
from .tasks import Awaited

__all__ = ["AsyncOriginatedCall"]


class AsyncOriginatedCall(AMIResponse, Awaited[AMIEvent]):
    """Asterisk's answer that a call was queued, and what becomes of it: the event OriginateResponse.

    Whoever is not interested drops it. Its ``wait`` can be called again and again, from anywhere.
    """

    __slots__ = ("_channel_id", "_outcome", "_stream")

    # Each call is itself, whatever Asterisk said of it.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return object.__hash__(self)

    _channel_id: str | None
    _outcome: AMIEvent | None
    _stream: AsyncEventStream | None

    @classmethod
    def of(cls, response: AMIResponse, stream: AsyncEventStream | None, channel_id: str | None) -> Self:
        """The call that *response* answers; *stream* has the OriginateResponses since it was asked for, if anybody."""
        call = cls.from_raw(response.raw)
        call._channel_id = channel_id
        call._outcome = None
        call._stream = stream
        if stream is not None:
            stream.narrow("ActionID", response.action_id)
        return call

    @property
    def outcome(self) -> AMIEvent | None:
        """The event OriginateResponse, once ``wait`` has returned it."""
        return self._outcome

    @property
    def uniqueid(self) -> str | None:
        """Uniqueid of the channel: the *channel_id* of ``originate``, or what OriginateResponse says; None before it
        came, and where Asterisk made no channel."""
        if self._channel_id is None and self._outcome is not None:
            said = self._outcome.get("Uniqueid", "<unknown>")
            return None if said in ("<unknown>", "<null>", "") else said
        return self._channel_id

    async def wait(self, timeout: float | None = None) -> AMIEvent:
        """Wait for what became of the call: its event OriginateResponse.

        ``event["Response"]`` is ``Success`` when it was answered, else ``Failure``, with ``event["Reason"]``.

        Args:
            timeout: seconds to wait; for ever by default. Asterisk gives up after the *timeout* of ``originate``.

        Raises:
            AMITimeoutError: it did not come in time; the call goes on.
            AMIConnectionLost: the connection was lost meanwhile; what became of the call is not known.
            AMIUsageError: nobody will know: the call was not even queued (``check=False``), the client was made with
                ``events="off"``, or is closed.

        Asterisk: main/manager.c, event OriginateResponse; it is of the class call, which the user must be allowed to
        read.
        """
        if timeout is not None:
            check_timeout("timeout", timeout)
        if self._outcome is None:
            if self._stream is None:
                reason = "the client was made with events='off'" if self.success else "the call was not queued"
                raise AMIUsageError(f"no OriginateResponse will come: {reason}")
            try:
                self._outcome = await self._stream.get(timeout)
            except AMIUsageError:
                # Closed; perhaps by somebody who also waited, and has it.
                if self._outcome is None:
                    raise
            self._stream.close()
        return self._outcome
