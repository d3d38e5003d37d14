# Generated from _async/client.py by tools/unasync.py. Change that file, not this one.
"""The blocking client: what users call. Each helper builds an action, sends it and reads the answer."""

from __future__ import annotations

import contextlib
import secrets
import ssl
import time
import warnings
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Final, Literal, Self

from astami import actions, results
from astami._settings import DEFAULT_MAX_FRAME, Settings, check_timeout
from astami.exceptions import AMIConnectError, AMIError, AMISecurityWarning, AMIUsageError
from astami.messages import Action, AMIResponse, Secret

from .connection import Connection, sleep

__all__ = ["AMIClient"]

#: Seconds that the end of a ``with`` block waits for the goodbye before it closes all the same.
_GOODBYE_TIME: Final = 2.0
#: Seconds that Asterisk waits for an answer to an Originate without Timeout.
_ORIGINATE_TIME: Final = 30.0


class AMIClient:
    """A client of the Asterisk Manager Interface that blocks.

    As ``with`` it connects and logs in, and logs off and closes. Many threads may use one client at a time; each
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
        events: event mask of the login: ``"off"``, ``"on"``, or classes such as ``"call,system"``. Leave it off in a
            blocking client, which reads only during calls: Asterisk drops clients that let events pile up.
        max_frame: most bytes that one message of the server may have.
        encoding: how text is encoded; bytes that do not fit come as lone surrogates (``surrogateescape``).
        retries: how often ``connect`` tries again when no connection comes about.
        retry_delay: seconds between these tries.

    Raises:
        AMIUsageError: an argument cannot be used.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 5038,
        username: str = "",
        secret: str = "",
        timeout: float = 10.0,
        *,
        tls: bool | ssl.SSLContext = False,
        auth: Literal["plain", "md5"] = "plain",
        events: str = "off",
        max_frame: int = DEFAULT_MAX_FRAME,
        encoding: str = "utf-8",
        retries: int = 0,
        retry_delay: float = 1.0,
    ) -> None:
        self._connection: Connection | None = None
        self._connecting = False
        # Some tracebacks show local variables: from here on there is none that holds the secret.
        hidden = Secret(secret)
        del secret
        self._settings = Settings(
            host=host,
            port=port,
            username=username,
            secret=hidden,
            timeout=timeout,
            tls=tls,
            auth=auth,
            events=events,
            max_frame=max_frame,
            encoding=encoding,
            retries=retries,
            retry_delay=retry_delay,
        )

    def __repr__(self) -> str:
        if not hasattr(self, "_settings"):  # an argument was refused, and a traceback shows this object
            return f"<{type(self).__name__} without settings>"
        state = "authenticated" if self.authenticated else "connected" if self.connected else "not connected"
        return f"<{type(self).__name__} {self._settings.username}@{self._settings.peer} {state}>"

    def __del__(self) -> None:
        # An __init__ that raised leaves no attribute.
        connection: Connection | None = getattr(self, "_connection", None)
        if connection is not None and connection.session.error is None:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
            connection.abort()

    def __enter__(self) -> Self:
        self.connect()
        try:
            self.login()
        except BaseException:
            self.disconnect()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.authenticated:
                # Whatever goes wrong now must not hide what the block raised, and the connection closes anyway.
                with contextlib.suppress(AMIError):
                    self._run(actions.logoff(), timeout=min(_GOODBYE_TIME, self._settings.timeout))
        finally:
            self.disconnect()

    # State

    @property
    def connected(self) -> bool:
        """Whether there is a connection that, as far as is known, works."""
        return self._connection is not None and self._connection.session.error is None

    @property
    def authenticated(self) -> bool:
        """Whether there is such a connection and Asterisk accepted the login."""
        return self._connection is not None and self._connection.session.authenticated

    @property
    def greeting(self) -> str:
        """What Asterisk said first, e.g. ``Asterisk Call Manager/11.0.0``; empty while there is no connection."""
        return (self._connection.session.greeting or "") if self._connection is not None else ""

    @property
    def unmatched(self) -> int:
        """How many answers of this connection were dropped because nobody (any longer) waited for them."""
        return self._connection.session.unmatched if self._connection is not None else 0

    # Session

    def connect(self) -> None:
        """Connect and wait for the greeting. Tries again ``retries`` times; all tries share the timeout.

        Raises:
            AMIConnectError: no connection came about, or it was closed before a greeting.
            AMITimeoutError: it took longer than the timeout.
            AMIProtocolError: the server is no Asterisk Manager Interface.
            AMIUsageError: there is a connection already.
        """
        if self.connected or self._connecting:
            raise AMIUsageError(f"{self._settings.peer}: this client is connected already")
        self._connecting = True
        try:
            self.disconnect()
            self._connection = self._connect()
        finally:
            self._connecting = False

    def _connect(self) -> Connection:
        deadline = time.monotonic() + self._settings.timeout
        tries_left = self._settings.retries
        while True:
            try:
                return Connection.open(
                    self._settings,
                    prefix=f"{secrets.token_hex(4)}-",
                    timeout=max(0.001, deadline - time.monotonic()),
                )
            except AMIConnectError:
                if not tries_left or time.monotonic() + self._settings.retry_delay >= deadline:
                    raise
            tries_left -= 1
            sleep(self._settings.retry_delay)

    def login(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Log in with the username and secret of this client. A refused login closes the connection.

        Raises:
            AMIAuthenticationError: Asterisk refused it (with ``check=False`` the response is returned).

        Asterisk: main/manager.c, actions Login and Challenge.
        """
        settings = self._settings
        timeout = self._timeout(timeout)
        deadline = time.monotonic() + timeout
        action = actions.challenge() if settings.auth == "md5" else self._plain_login()
        response = self._run(action, timeout=timeout)
        if settings.auth == "md5" and response.success:
            action = actions.login_md5(
                settings.username,
                settings.secret,
                response.headers.get("Challenge", ""),
                settings.events,
                settings.encoding,
            )
            response = self._run(action, timeout=max(0.001, deadline - time.monotonic()))
        if not response.success and not self.authenticated:
            self.disconnect()
        return results.logged_in(response, action, check=check, peer=settings.peer)

    def _plain_login(self) -> Action:
        return actions.login(self._settings.username, self._settings.secret, self._settings.events)

    def logoff(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Log off and close the connection, as Asterisk does. Its goodbye is the response.

        Asterisk: main/manager.c, action Logoff.
        """
        try:
            return self._run(actions.logoff(), check=check, timeout=timeout)
        finally:
            self.disconnect()

    def disconnect(self) -> None:
        """Close the connection without a word. Actions under way end with AMIConnectionLost. Can be repeated."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    # Any action

    def send_action(
        self,
        action: Mapping[str, object] | Iterable[tuple[str, object]],
        *,
        check: bool = False,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send any action and return what Asterisk says, success or not.

        An event list is collected to its end into ``response.events``.

        Args:
            action: the headers, one of them Action; a list as value sends the header once per item. The client
                chooses the ActionID, unless one is given that was not used on this connection before.
            check: raise on ``Response: Error``.
            timeout: seconds for this call; the client's own by default.

        Raises:
            AMIUsageError: it cannot be sent: CR, LF or NUL in a name or value, more than 128 lines, a line of more
                than 1022 bytes, no login yet. Nothing was sent.
            AMITimeoutError: no complete answer in time; the connection stays usable.
            AMIConnectionLost: the connection ended; ``sent`` says whether the action may have been executed.
            AMIActionError: with ``check=True``, Asterisk refused it.
        """
        return self._run(actions.from_headers(action), check=check, timeout=timeout)

    def _timeout(self, timeout: float | None) -> float:
        return self._settings.timeout if timeout is None else check_timeout("timeout", timeout)

    def _run(self, action: Action, *, check: bool = False, timeout: float | None = None) -> AMIResponse:
        connection = self._connection
        if connection is None:
            raise AMIUsageError(
                f"{self._settings.peer}: not connected, {action.name} was not sent; connect() and login() first",
                action=action.masked(),
            )
        if not connection.private and action.shows_secret:
            warnings.warn(
                f"the secret goes to {self._settings.peer} in clear text; use tls= or auth='md5'",
                AMISecurityWarning,
                stacklevel=3,
            )
        response = connection.send(action, self._timeout(timeout))
        return results.checked(response, action, check=check, peer=self._settings.peer)

    def command(self, command: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Run a CLI command; its lines are in ``response.output``.

        Raises:
            AMIActionError: there is no such command. (Asterisk 14 and later say so; commands that fail otherwise
                succeed as far as AMI is concerned.)

        Asterisk: main/manager.c, action Command.
        """
        return self._run(actions.command(command), check=check, timeout=timeout)

    def ping(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Ask for a sign of life; ``response.data["Ping"]`` is ``Pong``.

        Asterisk: main/manager.c, action Ping.
        """
        return self._run(actions.ping(), check=check, timeout=timeout)

    def reload(self, module: str | None = None, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Reload what *module* names, or everything.

        Args:
            module: a module (``"app_queue"``), a part of the core (``"manager"``), or a friendly name:
                ``"dialplan"``, ``"pjsip"``, ``"sip"``, ``"queues"``, ``"voicemail"``, …

        Raises:
            AMIActionError: no such module is loaded.

        Asterisk: main/manager.c, action Reload.
        """
        return self._run(actions.reload(module), check=check, timeout=timeout)

    # AstDB

    def database_put(
        self, family: str, key: str, value: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Store *value* (which may be empty) as the AstDB entry *key* of *family*.

        Raises:
            AMIUsageError: Asterisk would not give the value back as it is: it begins with a blank, or is longer than
                255 bytes and the server older than Asterisk 22.

        Asterisk: main/db.c, action DBPut.
        """
        action = actions.database_put(family, key, value, greeting=self.greeting, encoding=self._settings.encoding)
        return self._run(action, check=check, timeout=timeout)

    def database_get(self, family: str, key: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return the AstDB entry *key* of *family*; its value is ``response.data["Val"]``.

        Raises:
            AMIActionError: there is no such entry (with ``check=False`` the response is returned).

        Asterisk: main/db.c, action DBGet. The value arrives in a DBGetResponse event.
        """
        response = self._run(actions.database_get(family, key), check=check, timeout=timeout)
        return results.database_entry(response)

    def database_del(self, family: str, key: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Delete the AstDB entry *key* of *family*.

        Raises:
            AMIActionError: there is no such entry.

        Asterisk: main/db.c, action DBDel.
        """
        return self._run(actions.database_del(family, key), check=check, timeout=timeout)

    def database_deltree(
        self, family: str, key: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Delete all AstDB entries of *family*, or those under *key* in it.

        Asterisk takes the name for an SQL pattern: upper and lower case are the same to it, ``_`` stands for any
        character and ``%`` for any characters, so that other families can go too (seen on 16.28 and 22.10).

        Raises:
            AMIActionError: there are none.

        Asterisk: main/db.c, action DBDelTree.
        """
        return self._run(actions.database_deltree(family, key), check=check, timeout=timeout)

    # Variables

    def get_var(self, channel: str, variable: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Read a variable or function; its value is ``response.data["Value"]``, empty if it is not set.

        Args:
            channel: name of the channel; ``""`` for a global variable.
            variable: name of the variable, or a function: ``"CALLERID(num)"``.

        Raises:
            AMIActionError: no such channel.

        Asterisk: main/manager.c, action Getvar.
        """
        return self._run(actions.get_var(channel, variable), check=check, timeout=timeout)

    def set_var(
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
        return self._run(actions.set_var(channel, variable, value), check=check, timeout=timeout)

    # Calls

    def originate(
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
            async_: do not wait for the channel to answer.
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
        return self._run(action, check=check, timeout=response_timeout)

    def hangup(
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
        return self._run(actions.hangup(channel, cause), check=check, timeout=timeout)

    def redirect(
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
        return self._run(action, check=check, timeout=timeout)
