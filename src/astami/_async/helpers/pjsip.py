"""Helpers around PJSIP. Imports ``actions``, ``messages`` and ``views``."""

from __future__ import annotations

from collections.abc import Mapping

from astami import actions, results, views
from astami.exceptions import AMIUsageError
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["Pjsip"]


class Pjsip(Sending):
    """What can be asked about SIP endpoints and done to them."""

    async def endpoints(self, *, timeout: float | None = None) -> list[views.Endpoint]:
        """The PJSIP endpoints, as objects; ``pjsip_show_endpoints`` is the same as response. None is no error.

        Raises:
            AMIActionError: PJSIP is not loaded.

        Asterisk: res/res_pjsip/pjsip_configuration.c, action PJSIPShowEndpoints.
        """
        action = actions.build("PJSIPShowEndpoints")
        response = await self._run(action, check=False, timeout=timeout)
        return views.endpoints(results.listed(response, action, nothing="No endpoints found").events)

    async def pjsip_show_endpoints(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all endpoints: an EndpointList event each.

        Raises:
            AMIActionError: there is none.

        Asterisk: res/res_pjsip/pjsip_configuration.c, action PJSIPShowEndpoints.
        """
        action = actions.build("PJSIPShowEndpoints")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_endpoint(
        self, endpoint: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Describe one endpoint and what belongs to it: EndpointDetail, AorDetail, AuthDetail, … events.

        Raises:
            AMIActionError: there is no such endpoint.

        Asterisk: res/res_pjsip/pjsip_configuration.c, action PJSIPShowEndpoint.
        """
        action = actions.build("PJSIPShowEndpoint", "Endpoint", Endpoint=endpoint)
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_aors(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all addresses of record: an AorList event each.

        Raises:
            AMIActionError: there is none.

        Asterisk: res/res_pjsip/location.c, action PJSIPShowAors.
        """
        action = actions.build("PJSIPShowAors")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_auths(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all authentications: an AuthList event each.

        Raises:
            AMIActionError: there is none.

        Asterisk: res/res_pjsip/config_auth.c, action PJSIPShowAuths.
        """
        action = actions.build("PJSIPShowAuths")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_contacts(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List all contacts: a ContactList event each.

        Raises:
            AMIActionError: there is none.

        Asterisk: res/res_pjsip/location.c, action PJSIPShowContacts.
        """
        action = actions.build("PJSIPShowContacts")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_registrations_inbound(
        self, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List who is registered here: an InboundRegistrationDetail event each.

        Asterisk: res/res_pjsip_registrar.c, action PJSIPShowRegistrationsInbound.
        """
        action = actions.build("PJSIPShowRegistrationsInbound")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_show_registrations_outbound(
        self, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List where this server is registered: an OutboundRegistrationDetail event each.

        Raises:
            AMIActionError: res_pjsip_outbound_registration is not loaded.

        Asterisk: res/res_pjsip_outbound_registration.c, action PJSIPShowRegistrationsOutbound.
        """
        action = actions.build("PJSIPShowRegistrationsOutbound")
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_qualify(self, endpoint: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Ask the contacts of an endpoint for a sign of life; what they say comes as ContactStatus events.

        Raises:
            AMIActionError: there is no such endpoint.

        Asterisk: res/res_pjsip/pjsip_options.c, action PJSIPQualify.
        """
        action = actions.build("PJSIPQualify", "Endpoint", Endpoint=endpoint)
        return await self._run(action, check=check, timeout=timeout)

    async def pjsip_notify(
        self,
        variables: Mapping[str, actions.Value] | None = None,
        *,
        endpoint: str | None = None,
        uri: str | None = None,
        channel: str | None = None,
        option: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send a SIP NOTIFY to an endpoint, a URI or the other side of a channel.

        Args:
            variables: headers of the NOTIFY, one header ``Variable`` each: ``{"Event": "check-sync"}``.
            endpoint: name of the endpoint; give this, *uri* or *channel*.
            uri: SIP URI.
            channel: name of a PJSIP channel.
            option: section of pjsip_notify.conf with the headers (Asterisk 22).
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: there is no such endpoint or channel.

        Asterisk: res/res_pjsip_notify.c, action PJSIPNotify.
        """
        if len([one for one in (endpoint, uri, channel) if one]) != 1:
            raise AMIUsageError("PJSIPNotify: give one of endpoint, uri and channel")
        if not variables and not option:
            raise AMIUsageError("PJSIPNotify: give variables or an option; a NOTIFY needs the header Event")
        action = actions.build(
            "PJSIPNotify",
            Endpoint=endpoint,
            URI=uri,
            channel=channel,
            Option=option,
            Variable=actions.assignments("PJSIPNotify", variables),
        )
        return await self._run(action, check=check, timeout=timeout)
