"""Helpers around conferences (ConfBridge). Imports ``actions`` and ``messages``."""

from __future__ import annotations

from astami import actions
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["Conferences"]


class Conferences(Sending):
    """What can be asked about conferences and done to them. All of it lives in apps/app_confbridge.c."""

    async def confbridge_list(
        self, conference: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List who takes part in a conference: a ConfbridgeList event each.

        Raises:
            AMIActionError: there is no such conference.

        Asterisk: apps/app_confbridge.c, action ConfbridgeList.
        """
        action = actions.build("ConfbridgeList", "Conference", Conference=conference)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_list_rooms(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List the conferences: a ConfbridgeListRooms event each.

        Raises:
            AMIActionError: there is none at all.

        Asterisk: apps/app_confbridge.c, action ConfbridgeListRooms.
        """
        action = actions.build("ConfbridgeListRooms")
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_kick(
        self, conference: str, channel: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Put *channel* out of a conference; ``"all"`` puts out everybody.

        Raises:
            AMIActionError: there is no such conference or channel.

        Asterisk: apps/app_confbridge.c, action ConfbridgeKick.
        """
        action = actions.build("ConfbridgeKick", "Conference Channel", Conference=conference, Channel=channel)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_mute(
        self, conference: str, channel: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Let the others no longer hear *channel*; ``"all"`` means everybody, ``"participants"`` all but admins.

        Raises:
            AMIActionError: there is no such conference or channel.

        Asterisk: apps/app_confbridge.c, action ConfbridgeMute.
        """
        action = actions.build("ConfbridgeMute", "Conference Channel", Conference=conference, Channel=channel)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_unmute(
        self, conference: str, channel: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Let the others hear *channel* again.

        Raises:
            AMIActionError: there is no such conference or channel.

        Asterisk: apps/app_confbridge.c, action ConfbridgeUnmute.
        """
        action = actions.build("ConfbridgeUnmute", "Conference Channel", Conference=conference, Channel=channel)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_lock(
        self, conference: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Let nobody but admins in.

        Raises:
            AMIActionError: there is no such conference.

        Asterisk: apps/app_confbridge.c, action ConfbridgeLock.
        """
        action = actions.build("ConfbridgeLock", "Conference", Conference=conference)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_unlock(
        self, conference: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Let everybody in again.

        Raises:
            AMIActionError: there is no such conference.

        Asterisk: apps/app_confbridge.c, action ConfbridgeUnlock.
        """
        action = actions.build("ConfbridgeUnlock", "Conference", Conference=conference)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_start_record(
        self, conference: str, file: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Record a conference, into *file* or where confbridge.conf says.

        Raises:
            AMIActionError: there is no such conference, or it is being recorded.

        Asterisk: apps/app_confbridge.c, action ConfbridgeStartRecord.
        """
        action = actions.build("ConfbridgeStartRecord", "Conference", Conference=conference, RecordFile=file)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_stop_record(
        self, conference: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """End the recording of a conference.

        Raises:
            AMIActionError: there is no such conference, or it is not being recorded.

        Asterisk: apps/app_confbridge.c, action ConfbridgeStopRecord.
        """
        action = actions.build("ConfbridgeStopRecord", "Conference", Conference=conference)
        return await self._run(action, check=check, timeout=timeout)

    async def confbridge_set_single_video_src(
        self, conference: str, channel: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Show everybody the video of *channel*.

        Raises:
            AMIActionError: there is no such conference or channel.

        Asterisk: apps/app_confbridge.c, action ConfbridgeSetSingleVideoSrc.
        """
        action = actions.build(
            "ConfbridgeSetSingleVideoSrc", "Conference Channel", Conference=conference, Channel=channel
        )
        return await self._run(action, check=check, timeout=timeout)
