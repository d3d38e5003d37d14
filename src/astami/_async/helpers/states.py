"""Helpers around states of extensions, devices, presence and mailboxes. Imports ``actions`` and ``messages``."""

from __future__ import annotations

from astami import actions
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["States"]


class States(Sending):
    """What can be asked about states."""

    async def extension_state(
        self, exten: str, context: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Return the state of an extension's hint: ``Status`` (-1 without hint) and ``StatusText`` in ``data``.

        Asterisk: main/manager.c, action ExtensionState.
        """
        action = actions.build("ExtensionState", "Exten Context", Exten=exten, Context=context)
        return await self._run(action, check=check, timeout=timeout)

    async def extension_state_list(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all hints and their states: an ExtensionStatus event each.

        Asterisk: main/pbx.c, action ExtensionStateList.
        """
        action = actions.build("ExtensionStateList")
        return await self._run(action, check=check, timeout=timeout)

    async def device_state_list(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all devices with a known state: a DeviceStateChange event each.

        Raises:
            AMIActionError: res_manager_devicestate is not loaded.

        Asterisk: res/res_manager_devicestate.c, action DeviceStateList.
        """
        action = actions.build("DeviceStateList")
        return await self._run(action, check=check, timeout=timeout)

    async def presence_state(self, provider: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return what *provider* says of somebody's presence: ``State``, ``Subtype``, ``Message`` in ``data``.

        Raises:
            AMIActionError: there is no such provider, or it knows no state.

        Asterisk: main/manager.c, action PresenceState.
        """
        action = actions.build("PresenceState", "Provider", Provider=provider)
        return await self._run(action, check=check, timeout=timeout)

    async def presence_state_list(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all known presence states: a PresenceStateChange event each.

        Raises:
            AMIActionError: res_manager_presencestate is not loaded.

        Asterisk: res/res_manager_presencestate.c, action PresenceStateList.
        """
        action = actions.build("PresenceStateList")
        return await self._run(action, check=check, timeout=timeout)

    async def mailbox_status(self, mailbox: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return whether messages wait in *mailbox*: ``Waiting`` in ``data``.

        Asterisk: main/manager.c, action MailboxStatus.
        """
        action = actions.build("MailboxStatus", "Mailbox", Mailbox=mailbox)
        return await self._run(action, check=check, timeout=timeout)

    async def mailbox_count(self, mailbox: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return how many messages are in *mailbox*: ``UrgMessages``, ``NewMessages``, ``OldMessages`` in ``data``.

        Asterisk: main/manager.c, action MailboxCount.
        """
        action = actions.build("MailboxCount", "Mailbox", Mailbox=mailbox)
        return await self._run(action, check=check, timeout=timeout)
