"""The client with asyncio: what users call. Each helper builds an action, sends it and reads the answer.

``_sync/client.py`` is generated from this file by ``tools/unasync.py``: so nothing of asyncio is named here.
Connecting, login and events are in ``link``. Imports everything below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, overload

from astami import actions, results
from astami.messages import Action, AMIResponse

from .calls import AsyncOriginatedCall
from .helpers.channels import Channels
from .helpers.conferences import Conferences
from .helpers.messaging import Messaging
from .helpers.pjsip import Pjsip
from .helpers.queues import Queues
from .helpers.states import States
from .helpers.system import System
from .link import AsyncLink

__all__ = ["AsyncAMIClient"]

#: Seconds that Asterisk waits for an answer to an Originate without Timeout.
_ORIGINATE_TIME: Final = 30.0


class AsyncAMIClient(AsyncLink, Channels, Conferences, Messaging, Pjsip, Queues, States, System):
    """A client of the Asterisk Manager Interface for asyncio.

    As ``async with`` it connects and logs in, and logs off and closes. Many tasks may use one client at a time; each
    gets the answer to its own action. Every call ends within its timeout with an answer or an ``AMIError``. Nothing
    is ever sent twice.

    Args:
        host: name or address of the server.
        port: its AMI port.
        username: section name of the user in manager.conf.
        secret: the user's secret. It is shown nowhere.
        timeout: seconds that one call may take in all.
        tls: True for TLS with checked certificates, or an ``ssl.SSLContext``.
        auth: ``"plain"`` sends the secret, ``"md5"`` a digest of it with the server's challenge.
        events: which events Asterisk is asked for while somebody wants some (``events``, ``on``, ``wait_for``):
            ``"on"`` for all, classes such as ``"call,system"``, ``"off"`` for never. At other times it sends none.
        reconnect: True, or a ``Backoff``: when the connection is lost after a login, connect and log in again, as often
            as it takes. Event mask, filters and subscriptions are restored; no action is ever sent again.
        ping_interval: seconds of silence after which a Ping is sent; without an answer within *timeout* the connection
            counts as lost.
        wait_booted: let ``login`` wait until Asterisk is fully booted.
        max_frame: most bytes that one message of the server may have.
        encoding: how text is encoded; bytes that do not fit come as lone surrogates (``surrogateescape``).
        retries: how often ``connect`` tries again when no connection comes about.
        retry_delay: seconds between these tries.

    Raises:
        AMIUsageError: an argument cannot be used.
    """

    async def command(self, command: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Run a CLI command; its lines are in ``response.output``.

        Raises:
            AMIActionError: there is no such command. (Asterisk 14 and later say so; commands that fail otherwise
                succeed as far as AMI is concerned.)

        Asterisk: main/manager.c, action Command.
        """
        return await self._run(actions.command(command), check=check, timeout=timeout)

    async def ping(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Ask for a sign of life; ``response.data["Ping"]`` is ``Pong``.

        Asterisk: main/manager.c, action Ping.
        """
        return await self._run(actions.ping(), check=check, timeout=timeout)

    async def reload(
        self, module: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Reload what *module* names, or everything.

        Args:
            module: a module (``"app_queue"``), a part of the core (``"manager"``), or a friendly name:
                ``"dialplan"``, ``"pjsip"``, ``"sip"``, ``"queues"``, ``"voicemail"``, …

        Raises:
            AMIActionError: no such module is loaded.

        Asterisk: main/manager.c, action Reload.
        """
        return await self._run(actions.reload(module), check=check, timeout=timeout)

    # AstDB

    async def database_put(
        self, family: str, key: str, value: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Store *value* (which may be empty) as the AstDB entry *key* of *family*.

        Raises:
            AMIUsageError: Asterisk would not give the value back as it is: it begins with a blank, or is longer than
                255 bytes and the server older than Asterisk 22.

        Asterisk: main/db.c, action DBPut.
        """
        action = actions.database_put(family, key, value, greeting=self.greeting, encoding=self._settings.encoding)
        return await self._run(action, check=check, timeout=timeout)

    async def database_get(
        self, family: str, key: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Return the AstDB entry *key* of *family*; its value is ``response.data["Val"]``.

        Raises:
            AMIActionError: there is no such entry (with ``check=False`` the response is returned).

        Asterisk: main/db.c, action DBGet. The value arrives in a DBGetResponse event.
        """
        response = await self._run(actions.database_get(family, key), check=check, timeout=timeout)
        return results.database_entry(response)

    async def database_del(
        self, family: str, key: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Delete the AstDB entry *key* of *family*.

        Raises:
            AMIActionError: there is no such entry.

        Asterisk: main/db.c, action DBDel.
        """
        return await self._run(actions.database_del(family, key), check=check, timeout=timeout)

    async def database_deltree(
        self, family: str, key: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Delete all AstDB entries of *family*, or those under *key* in it.

        Asterisk takes the name for an SQL pattern: upper and lower case are the same to it, ``_`` stands for any
        character and ``%`` for any characters, so that other families can go too (seen on 16.28 and 22.10).

        Raises:
            AMIActionError: there are none.

        Asterisk: main/db.c, action DBDelTree.
        """
        return await self._run(actions.database_deltree(family, key), check=check, timeout=timeout)

    # Variables

    async def get_var(
        self, channel: str, variable: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Read a variable or function; its value is ``response.data["Value"]``, empty if it is not set.

        Args:
            channel: name of the channel; ``""`` for a global variable.
            variable: name of the variable, or a function: ``"CALLERID(num)"``.

        Raises:
            AMIActionError: no such channel.

        Asterisk: main/manager.c, action Getvar.
        """
        return await self._run(actions.get_var(channel, variable), check=check, timeout=timeout)

    async def set_var(
        self, channel: str, variable: str, value: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Set a variable or function.

        Args:
            channel: name of the channel; ``""`` for a global variable.
            variable: name of the variable, or a function: ``"CDR(userfield)"``.
            value: the value; Asterisk does not substitute variables in it.

        Raises:
            AMIActionError: no such channel.
            AMIUsageError: the value begins with a blank, which Asterisk would drop.

        Asterisk: main/manager.c, action Setvar.
        """
        return await self._run(actions.set_var(channel, variable, value), check=check, timeout=timeout)

    # Calls

    @overload
    async def originate(
        self,
        channel: str,
        *,
        context: str | None = None,
        exten: str | None = None,
        priority: int | str | None = None,
        application: str | None = None,
        data: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        account: str | None = None,
        variables: Mapping[str, actions.Value] | None = None,
        async_: Literal[False] = False,
        early_media: bool | None = None,
        codecs: str | Iterable[str] | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        check: bool = True,
        response_timeout: float | None = None,
    ) -> AMIResponse: ...
    @overload
    async def originate(
        self,
        channel: str,
        *,
        context: str | None = None,
        exten: str | None = None,
        priority: int | str | None = None,
        application: str | None = None,
        data: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        account: str | None = None,
        variables: Mapping[str, actions.Value] | None = None,
        async_: Literal[True],
        early_media: bool | None = None,
        codecs: str | Iterable[str] | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        check: bool = True,
        response_timeout: float | None = None,
    ) -> AsyncOriginatedCall: ...
    @overload
    async def originate(
        self,
        channel: str,
        *,
        context: str | None = None,
        exten: str | None = None,
        priority: int | str | None = None,
        application: str | None = None,
        data: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        account: str | None = None,
        variables: Mapping[str, actions.Value] | None = None,
        async_: bool,
        early_media: bool | None = None,
        codecs: str | Iterable[str] | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        check: bool = True,
        response_timeout: float | None = None,
    ) -> AMIResponse: ...
    async def originate(
        self,
        channel: str,
        *,
        context: str | None = None,
        exten: str | None = None,
        priority: int | str | None = None,
        application: str | None = None,
        data: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        account: str | None = None,
        variables: Mapping[str, actions.Value] | None = None,
        async_: bool = False,
        early_media: bool | None = None,
        codecs: str | Iterable[str] | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        check: bool = True,
        response_timeout: float | None = None,
    ) -> AMIResponse:
        """Call *channel*; when it answers, run *application*, or go to *context*, *exten* and *priority*.

        Without ``async_`` the answer comes when the channel has answered or failed, and until then Asterisk answers
        nothing else on this connection. With it, the answer only says that the call was queued.

        Args:
            channel: what to call: ``"PJSIP/1000"``.
            context: context of the dialplan; goes with *exten* and *priority* (a number or label).
            exten: extension.
            priority: priority or label.
            application: a dialplan application to run instead, with its arguments in *data*.
            data: arguments of *application*.
            caller_id: ``"Name <number>"`` that the called party sees.
            timeout: **milliseconds** to wait for the channel to answer; 30,000 by default.
            account: account code of the call.
            variables: channel variables; values arrive as they are, commas and quotes too.
            async_: do not wait for the channel to answer. What is returned then can be waited for:
                ``await call.wait()`` gives the event OriginateResponse. Until then, or until it is dropped, Asterisk
                is asked for events.
            early_media: connect on early media instead of waiting for the answer.
            codecs: allowed codecs: ``"ulaw,alaw"`` or a list.
            channel_id: Uniqueid of the new channel.
            other_channel_id: Uniqueid of the second half of a Local channel.
            check: raise when Asterisk says no.
            response_timeout: **seconds** for this whole call; by default the client's timeout, and without
                ``async_`` the time to answer on top.

        Raises:
            AMIActionError: the call failed, or was refused.
            AMIUsageError: the arguments contradict each other.

        Asterisk: main/manager.c, action Originate.
        """
        action = actions.originate(
            channel=channel,
            context=context,
            exten=exten,
            priority=priority,
            application=application,
            data=data,
            caller_id=caller_id,
            timeout=timeout,
            account=account,
            variables=variables,
            async_=async_,
            early_media=early_media,
            codecs=codecs,
            channel_id=channel_id,
            other_channel_id=other_channel_id,
        )
        if response_timeout is None and not async_:
            ringing = _ORIGINATE_TIME if timeout is None else timeout / 1000
            response_timeout = self._settings.timeout + ringing
        if async_:
            return await self._originate(action, check=check, timeout=response_timeout, channel_id=channel_id)
        return await self._run(action, check=check, timeout=response_timeout)

    async def _originate(
        self, action: Action, *, check: bool, timeout: float | None, channel_id: str | None
    ) -> AsyncOriginatedCall:
        # Asked for before the action, so that no OriginateResponse is faster.
        stream = self._outcomes()
        try:
            response = await self._run(action, check=check, timeout=timeout)
        except BaseException:
            if stream is not None:
                stream.close()
            raise
        if stream is not None and not response.success:
            stream.close()
            stream = None
        return AsyncOriginatedCall.of(response, stream, channel_id)

    async def hangup(
        self, channel: str, cause: int | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """End *channel*, or with ``"/regular expression/"`` every channel whose name matches.

        Args:
            channel: name of a channel, or an expression between slashes; then the response has one event for each.
            cause: hangup cause (Q.850) to give.

        Raises:
            AMIActionError: no such channel.

        Asterisk: main/manager.c, action Hangup.
        """
        return await self._run(actions.hangup(channel, cause), check=check, timeout=timeout)

    async def redirect(
        self,
        channel: str,
        context: str,
        exten: str,
        priority: int | str,
        *,
        extra_channel: str | None = None,
        extra_context: str | None = None,
        extra_exten: str | None = None,
        extra_priority: int | str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send *channel* to a place in the dialplan, and *extra_channel* there too or to a place of its own.

        Raises:
            AMIActionError: no such channel.

        Asterisk: main/manager.c, action Redirect.
        """
        action = actions.redirect(
            channel=channel,
            context=context,
            exten=exten,
            priority=priority,
            extra_channel=extra_channel,
            extra_context=extra_context,
            extra_exten=extra_exten,
            extra_priority=extra_priority,
        )
        return await self._run(action, check=check, timeout=timeout)
