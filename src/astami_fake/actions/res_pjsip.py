"""Lists of PJSIP's objects. Asterisk: res/res_pjsip/pjsip_configuration.c, location.c, config_auth.c, pjsip_options.c,
res/res_pjsip_registrar.c.

Recorded: cases `pjsip.*`. Does not live here: what is done with them (`res_pjsip_deeds`). May import `actions._lists`,
`actions._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Iterable

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Header, Manager, Reply, action, error
from astami_fake.config.pjsip import PjsipObject
from astami_fake.pbx import devices, pjsip_shown
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip import UNKNOWN_TIME, Aor, Contact, Endpoint


@action("PJSIPShowEndpoints", privilege="system")
def show_endpoints(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """All endpoints, a line each. ami_show_endpoints()."""
    items: list[Frame] = []
    for endpoint in _endpoints(pbx):
        aors = endpoint.settings.get("aors")
        contacts = (("Contacts", _followed(pjsip_shown.named(endpoint.contacts))),) if aors else ()
        items.append(
            [
                *_head("EndpointList", action, endpoint.settings),
                ("Transport", endpoint.settings.get("transport")),
                ("Aor", aors),
                ("Auths", endpoint.settings.get("auth")),
                ("OutboundAuths", endpoint.settings.get("outbound_auth")),
                *contacts,
                *_device(pbx, endpoint),
            ]
        )
    return _list(action, "A listing of Endpoints follows, presented as EndpointList events", items, "EndpointList")


@action("PJSIPShowEndpoint", privilege="system")
def show_endpoint(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """An endpoint and each object that it has to do with, with all their options. ami_show_endpoint()."""
    name = action.get("Endpoint")
    if not name:
        return error(action, "PJSIPShowEndpoint requires an endpoint name\n")
    endpoint = pbx.pjsip.endpoints.get(name)
    if endpoint is None:
        return error(action, f"Unable to retrieve endpoint {name}\n")
    own: Header = ("EndpointName", name)

    def detail(event: str, shown: PjsipObject) -> Frame:
        return [*_head(event, action, shown), *pjsip_shown.settings(pbx.release, shown)]

    items: list[Frame] = [[*detail("EndpointDetail", endpoint.settings), *_device(pbx, endpoint)]]
    auths = pbx.pjsip.config.of("auth")
    for option in ("auth", "outbound_auth"):
        items += [[*detail("AuthDetail", auths[auth]), own] for auth in endpoint.settings.names(option)]
    for aor in endpoint.aors:
        pbx.caches.asked(aor.settings.name)
        registered = sum(not contact.static for contact in aor.contacts)
        counts = (("TotalContacts", str(len(aor.contacts))), ("ContactsRegistered", str(registered)))
        items.append([*_head("AorDetail", action, aor.settings), *pjsip_shown.aor(pbx.release, aor), *counts, own])
        items += [_contact_status(pbx, action, aor, contact, name) for contact in aor.contacts]
    for identify in pbx.pjsip.config.of("identify").values():
        if identify.get("endpoint") == name:
            items.append([*detail("IdentifyDetail", identify), own])
    message = "Following are Events for each object associated with the Endpoint"
    return _list(action, message, items, "EndpointDetail")


@action("PJSIPShowAors", privilege="system")
def show_aors(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """All addresses of record. ami_show_aors()."""
    items: list[Frame] = [
        [*_head("AorList", action, aor.settings), *pjsip_shown.aor(pbx.release, aor)] for aor in _aors(pbx)
    ]
    return _list(action, "A listing of AORs follows, presented as AorList events", items, "AorList")


@action("PJSIPShowAuths", privilege="system")
def show_auths(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """All secrets as the file has them. ami_show_auths()."""
    auths = pjsip_shown.in_order(pbx.release, pbx.pjsip.config.of("auth").values(), lambda auth: auth.name)
    items: list[Frame] = [
        [*_head("AuthList", action, auth), *pjsip_shown.settings(pbx.release, auth)] for auth in auths
    ]
    return _list(action, "A listing of Auths follows, presented as AuthList events", items, "AuthList")


@action("PJSIPShowContacts", privilege="system")
def show_contacts(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The contacts that have registered; not those of the file. ami_show_contacts()."""
    registered = [(aor, contact) for aor in pbx.pjsip.aors.values() for contact in aor.contacts if not contact.static]
    if not registered:
        return error(action, "No Contacts found\n")
    items = [_contact(pbx, action, aor, contact) for aor, contact in sorted(registered, key=lambda one: one[1].name)]
    message = "A listing of Contacts follows, presented as ContactList events"
    return _list(action, message, items, "ContactList")


@action("PJSIPShowRegistrationsInbound", privilege="system")
def show_inbound(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The addresses of record of each endpoint with their contacts. ami_show_registrations()."""
    items: list[Frame] = [
        [
            *_head("InboundRegistrationDetail", action, aor.settings),
            *pjsip_shown.aor(pbx.release, aor, "Contact"),
            ("Contacts", _followed(pjsip_shown.named(aor.contacts))),
        ]
        for endpoint in _endpoints(pbx)
        for aor in endpoint.aors
    ]
    message = "Following are Events for each Inbound registration"
    return _list(action, message, items, "InboundRegistrationDetail")


@action("PJSIPShowRegistrationInboundContactStatuses", privilege="system")
def show_inbound_statuses(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The state of each contact that has registered. ami_show_registration_contact_statuses()."""
    items: list[Frame] = []
    for endpoint in _endpoints(pbx):
        for aor in endpoint.aors:
            found = [contact for contact in aor.contacts if not contact.static]
            items += [_contact_status(pbx, action, aor, contact, endpoint.name) for contact in found]
    message = "Following are ContactStatusEvents for each Inbound registration"
    return _list(action, message, items, "ContactStatusDetail")


@action("PJSIPShowResourceLists", privilege="system")
def show_resource_lists(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The lists of what others can subscribe to as one. res/res_pjsip_pubsub.c: ami_show_resource_lists()."""
    lists = pjsip_shown.in_order(pbx.release, pbx.pjsip.config.of("resource_list").values(), lambda one: one.name)
    if not lists:
        return error(action, "No resource lists found\n")
    items: list[Frame] = [
        [*_head("ResourceListDetail", action, one), *pjsip_shown.settings(pbx.release, one)] for one in lists
    ]
    message = "A listing of resource lists follows, presented as ResourceListDetail events"
    return _list(action, message, items, "ResourceListDetail")


def _endpoints(pbx: Pbx) -> list[Endpoint]:
    return pjsip_shown.in_order(pbx.release, pbx.pjsip.endpoints.values(), lambda endpoint: endpoint.name)


def _aors(pbx: Pbx) -> list[Aor]:
    return pjsip_shown.in_order(pbx.release, pbx.pjsip.aors.values(), lambda aor: aor.settings.name)


def _head(event: str, action: Action, shown: PjsipObject) -> list[Header]:
    return [("Event", event), *action.action_id, ("ObjectType", shown.kind), ("ObjectName", shown.name)]


def _list(action: Action, message: str, items: list[Frame], event: str) -> Reply:
    return [start(action, message), *items, complete(action, f"{event}Complete", len(items))]


def _followed(names: Iterable[str]) -> str:
    """Names with a comma behind each."""
    return "".join(f"{name}," for name in names)


def _device(pbx: Pbx, endpoint: Endpoint) -> list[Header]:
    device = f"PJSIP/{endpoint.name}"
    active = str(len(pbx.devices.channels(device))) if pbx.release.pjsip_counts_channels else ""
    return [("DeviceState", devices.NAMES[pbx.devices.state(device)]), ("ActiveChannels", active)]


def _roundtrip(contact: Contact) -> str:
    return str(contact.roundtrip) if contact.roundtrip else UNKNOWN_TIME


def _contact_status(pbx: Pbx, action: Action, aor: Aor, contact: Contact, endpoint: str) -> Frame:
    where: list[Header] = []
    if not contact.static:
        where = [("ViaAddress", f"{contact.host}:{contact.port}"), ("CallID", contact.call_id)]
    return [
        ("Event", "ContactStatusDetail"),
        *action.action_id,
        ("AOR", contact.aor),
        ("URI", contact.uri),
        ("UserAgent", contact.user_agent),
        ("RegExpire", str(int(contact.expires))),
        *where,
        ("Status", contact.status),
        ("RoundtripUsec", _roundtrip(contact)),
        ("EndpointName", endpoint),
        ("ID", contact.name),
        ("AuthenticateQualify", "0"),
        ("OutboundProxy", ""),
        ("Path", ""),
        ("QualifyFrequency", str(aor.qualify_frequency)),
        ("QualifyTimeout", f"{aor.qualify_timeout(contact):.3f}"),
        *((("Qualify2xxOnly", "0"),) if pbx.release.pjsip_qualify_2xx_only else ()),
    ]


def _contact(pbx: Pbx, action: Action, aor: Aor, contact: Contact) -> Frame:
    return [
        ("Event", "ContactList"),
        *action.action_id,
        ("ObjectType", "contact"),
        ("ObjectName", contact.name),
        ("ViaAddr", contact.host),
        ("QualifyTimeout", f"{aor.qualify_timeout(contact):f}"),
        *((("Qualify2xxOnly", "false"),) if pbx.release.pjsip_qualify_2xx_only else ()),
        ("CallId", contact.call_id),
        ("RegServer", ""),
        ("PruneOnBoot", "no"),
        ("Path", ""),
        ("Endpoint", contact.aor),
        ("ViaPort", str(contact.port)),
        ("AuthenticateQualify", "no"),
        ("Uri", contact.uri),
        ("QualifyFrequency", str(aor.qualify_frequency)),
        ("UserAgent", contact.user_agent),
        ("ExpirationTime", str(int(contact.expires))),
        ("OutboundProxy", ""),
        ("Status", contact.status),
        ("RoundtripUsec", _roundtrip(contact)),
    ]
