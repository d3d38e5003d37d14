# Generated from _async/helpers/channels.py by tools/unasync.py. Change that file, not this one.
"""Helpers around channels: lists, bridges, transfers, parking, recording, tones.

Imports ``actions``, ``messages`` and ``views``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from astami import actions, views
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["Channels"]

_DIGITS = "0123456789*#ABCDabcd"


class Channels(Sending):
    """What can be asked about channels and done to them."""

    def channels(self, *, timeout: float | None = None) -> list[views.Channel]:
        """The channels that are there now, as objects; ``core_show_channels`` is the same as response.

        Raises:
            AMIProtocolError: what came is no such list.

        Asterisk: main/manager.c, action CoreShowChannels.
        """
        response = self._run(actions.build("CoreShowChannels"), check=True, timeout=timeout)
        return views.channels(response.events)

    def status(
        self,
        channel: str | None = None,
        *,
        variables: Iterable[str] | None = None,
        all_variables: bool | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """List one channel or all of them: a Status event each in ``response.events``.

        Args:
            channel: name of a channel; all of them by default.
            variables: names of channel variables that each event is to have (repeated headers ``Variable``).
            all_variables: have all of them.

        Raises:
            AMIActionError: there is no such channel.

        Asterisk: main/manager.c, action Status.
        """
        names = None if variables is None else ",".join(variables)
        action = actions.build("Status", Channel=channel, Variables=names, AllVariables=actions.yes_no(all_variables))
        return self._run(action, check=check, timeout=timeout)

    def core_show_channels(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all channels: a CoreShowChannel event each, with application and bridge.

        Asterisk: main/manager.c, action CoreShowChannels.
        """
        return self._run(actions.build("CoreShowChannels"), check=check, timeout=timeout)

    def bridge(
        self,
        channel1: str,
        channel2: str,
        *,
        tone: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Connect two channels that are up.

        Args:
            channel1: the one channel.
            channel2: the other.
            tone: who hears a tone: ``"no"``, ``"Channel1"``, ``"Channel2"``, ``"Both"``.

        Raises:
            AMIActionError: there is no such channel.

        Asterisk: main/features.c, action Bridge.
        """
        if tone is not None:
            actions.choice("Bridge", "tone", tone, "no", "Channel1", "Channel2", "Both")
        action = actions.build("Bridge", "Channel1 Channel2", Channel1=channel1, Channel2=channel2, Tone=tone)
        return self._run(action, check=check, timeout=timeout)

    def blind_transfer(
        self,
        channel: str,
        exten: str,
        context: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send the channel that *channel* talks to on to an extension, as if *channel* had dialled it.

        Raises:
            AMIActionError: there is no such channel, or it talks to nobody.

        Asterisk: main/manager.c, action BlindTransfer.
        """
        action = actions.build("BlindTransfer", "Channel Exten", Channel=channel, Context=context, Exten=exten)
        return self._run(action, check=check, timeout=timeout)

    def atxfer(
        self,
        channel: str,
        exten: str,
        context: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Begin an attended transfer by *channel* to an extension.

        Asterisk does it with the digits of the feature ``atxfer``, which features.conf must define.

        Raises:
            AMIActionError: there is no such channel, or no such feature.

        Asterisk: main/manager.c, action Atxfer.
        """
        action = actions.build("Atxfer", "Channel Exten", Channel=channel, Exten=exten, Context=context)
        return self._run(action, check=check, timeout=timeout)

    def cancel_atxfer(self, channel: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Give up the attended transfer by *channel*.

        Raises:
            AMIActionError: there is no such channel, or no such feature.

        Asterisk: main/manager.c, action CancelAtxfer.
        """
        action = actions.build("CancelAtxfer", "Channel", Channel=channel)
        return self._run(action, check=check, timeout=timeout)

    def park(
        self,
        channel: str,
        *,
        parking_lot: str | None = None,
        timeout_channel: str | None = None,
        announce_channel: str | None = None,
        park_time: int | None = None,
        parking_space: int | str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Park a channel.

        Args:
            channel: who is parked.
            parking_lot: where; the default one by default.
            timeout_channel: who is called when the time is over.
            announce_channel: who hears the parking space.
            park_time: **milliseconds** until then; as in res_parking.conf by default.
            parking_space: which space (Asterisk 22; older ones take the next free one).
            check: raise when Asterisk says no.
            timeout: **seconds** for this call.

        Raises:
            AMIActionError: there is no such channel or parking lot.

        Asterisk: res/parking/parking_manager.c, action Park.
        """
        action = actions.build(
            "Park",
            "Channel",
            Channel=channel,
            TimeoutChannel=timeout_channel,
            AnnounceChannel=announce_channel,
            Timeout=actions.number("Park", "park_time", park_time, least=1),
            Parkinglot=parking_lot,
            ParkingSpace=parking_space,
        )
        return self._run(action, check=check, timeout=timeout)

    def parked_calls(
        self, parking_lot: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List who is parked, in one lot or all: a ParkedCall event each.

        Raises:
            AMIActionError: there is no such parking lot.

        Asterisk: res/parking/parking_manager.c, action ParkedCalls.
        """
        return self._run(actions.build("ParkedCalls", ParkingLot=parking_lot), check=check, timeout=timeout)

    def parking_lots(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List the parking lots: a Parkinglot event each.

        Asterisk: res/parking/parking_manager.c, action Parkinglots.
        """
        return self._run(actions.build("Parkinglots"), check=check, timeout=timeout)

    def mixmonitor(
        self,
        channel: str,
        file: str | None = None,
        *,
        options: str | None = None,
        command: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Record both sides of *channel* into *file*; its name's ending says the format.

        Raises:
            AMIActionError: there is no such channel, or the recording could not begin.

        Asterisk: apps/app_mixmonitor.c, action MixMonitor.
        """
        action = actions.build("MixMonitor", "Channel", Channel=channel, File=file, Options=options, Command=command)
        return self._run(action, check=check, timeout=timeout)

    def stop_mixmonitor(
        self, channel: str, mixmonitor_id: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """End one recording of *channel*, the one begun last if *mixmonitor_id* is not given.

        Raises:
            AMIActionError: there is no such channel, or nothing is recorded.

        Asterisk: apps/app_mixmonitor.c, action StopMixMonitor.
        """
        action = actions.build("StopMixMonitor", "Channel", Channel=channel, MixMonitorID=mixmonitor_id)
        return self._run(action, check=check, timeout=timeout)

    def play_dtmf(
        self,
        channel: str,
        digit: str,
        *,
        duration: int | None = None,
        receive: bool | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Play one DTMF digit to *channel*.

        Args:
            channel: who hears it.
            digit: one of ``0-9 * # A-D``; of a longer text Asterisk would play the first character.
            duration: milliseconds.
            receive: act as if *channel* had sent the digit.

        Raises:
            AMIActionError: there is no such channel.

        Asterisk: apps/app_senddtmf.c, action PlayDTMF.
        """
        actions.choice("PlayDTMF", "digit", digit, *_DIGITS)
        action = actions.build(
            "PlayDTMF",
            "Channel",
            Channel=channel,
            Digit=digit,
            Duration=actions.number("PlayDTMF", "duration", duration),
            Receive=receive,
        )
        return self._run(action, check=check, timeout=timeout)

    def send_text(
        self,
        channel: str,
        message: str,
        *,
        content_type: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send a text to *channel* during its call.

        Raises:
            AMIActionError: there is no such channel, or it takes no text.

        Asterisk: main/manager.c, action SendText.
        """
        more = {"Content-Type": content_type}
        action = actions.build("SendText", "Channel Message", Channel=channel, Message=message, **more)
        return self._run(action, check=check, timeout=timeout)

    def aoc_message(
        self,
        channel: str,
        msg_type: str,
        charge_type: str,
        *,
        headers: Mapping[str, actions.Value] | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Tell *channel* what its call costs (Advice of Charge).

        Args:
            channel: who is told.
            msg_type: ``"D"`` during the call, ``"E"`` at its end.
            charge_type: ``"NA"``, ``"FREE"``, ``"Currency"`` or ``"Unit"``.
            headers: the other headers: ``CurrencyName``, ``CurrencyAmount``, ``UnitAmount(0)``, ``TotalType``, …
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: there is no such channel, or the message makes no sense.

        Asterisk: main/manager.c, action AOCMessage.
        """
        actions.choice("AOCMessage", "msg_type", msg_type, "D", "E")
        actions.choice("AOCMessage", "charge_type", charge_type, "NA", "FREE", "Currency", "Unit")
        action = actions.build(
            "AOCMessage", "Channel", Channel=channel, MsgType=msg_type, ChargeType=charge_type, **(headers or {})
        )
        return self._run(action, check=check, timeout=timeout)
