"""The CLI family ``pjsip``. Asterisk: res/res_pjsip/pjsip_cli.c, config_*.c, res/res_pjsip_endpoint_identifier_ip.c.

Lives here: the lists and the objects with their options. Does not live here: registrations (`cli.pjsip_lines`),
channels (`cli.pjsip_calls`). Not modelled: the channels among the endpoints. Every output recorded: cases
`pjsip.command.*`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.pjsip import PjsipObject
from astami_fake.pbx import callerid, devices, pjsip_shown
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip import NON_QUALIFIED, REACHABLE, Aor, Contact, Endpoint

WIDTH = 90
RULE = "=" * WIDTH
NOTHING = ["No objects found.", ""]
_STATUS = {NON_QUALIFIED: "NonQual", REACHABLE: "Avail"}


def _prefix(label: str, level: int) -> str:
    return label.rjust(9 + 2 * level) + ":  "


def _room(level: int, taken: int) -> int:
    """The width of a first column whose others take *taken*."""
    return WIDTH - 12 - 2 * level - taken


def _title(label: str, level: int, name: str, *others: str, taken: int, gap: str = "  ") -> str:
    first = f"<{name:.<{_room(level, taken) - 2}}>"
    return _prefix(label, level) + gap.join((first, *others))


def _endpoint_title() -> str:
    return _title("Endpoint", 0, "Endpoint/CID", "<State.....>", "<Channels.>", taken=27)


def _auth_title(level: int) -> str:
    return _title("I/OAuth", level, "AuthId/UserName", taken=0)


def _aor_title(level: int) -> str:
    return _title("Aor", level, "Aor", "<MaxContact>", taken=27)


def _contact_title(level: int) -> str:
    return _title("Contact", level, "Aor/ContactUri", "<Hash....>", "<Status>", "<RTT(ms)..>", taken=32, gap=" ")


def _transport_title(level: int) -> str:
    columns = ("<Type>", "<cos>", "<tos>", f"<{'BindAddress':.<{_room(level, 45) - 2}}>")
    return _prefix("Transport", level) + "  ".join(("<TransportId........>", *columns))


def _identify_titles(level: int) -> Lines:
    return [
        _title("Identify", level, "Identify/Endpoint", taken=0),
        _title("Match", level + 1, "criteria", taken=39),
    ]


def _endpoint_row(pbx: Pbx, endpoint: Endpoint) -> str:
    party = callerid.parse(endpoint.settings.get("callerid")) if endpoint.settings.get("callerid") else None
    name = f"{endpoint.name}/{party.number}" if party is not None and party.number else endpoint.name
    device = f"PJSIP/{endpoint.name}"
    state = devices.NAMES[pbx.devices.state(device)]
    most = endpoint.settings.get("device_state_busy_at", "0")
    used = f"{len(pbx.devices.channels(device))} of {most if most != '0' else 'inf'}"
    return f"{_prefix('Endpoint', 0)}{name:<{_room(0, 27)}}  {state:<12}  {used}"


def _auth_row(label: str, auth: PjsipObject, level: int) -> str:
    return f"{_prefix(label, level)}{auth.name}/{auth.get('username')}"


def _aor_row(aor: Aor, level: int) -> str:
    most = aor.settings.get("max_contacts", "0")
    return f"{_prefix('Aor', level)}{aor.settings.name:<{_room(level, 27)}}  {most}"


def _contact_row(pbx: Pbx, contact: Contact, level: int) -> str:
    name = f"{contact.aor}/{contact.uri}"
    time = f"{contact.roundtrip / 1000:.3f}" if contact.roundtrip else pbx.release.cli_no_number
    status = _STATUS.get(contact.status, "Unavail")
    return f"{_prefix('Contact', level)}{name:<{_room(level, 32)}} {contact.digest[:10]} {status:<8}{time:>11}"


def _transport_row(transport: PjsipObject, level: int) -> str:
    kind, bind = transport.get("protocol", "udp"), transport.get("bind")
    return f"{_prefix('Transport', level)}{transport.name:<21}  {kind:>6}  {'0':>5}  {'0':>5}  {bind}"


def _identify_rows(identify: PjsipObject, level: int) -> Lines:
    matches = (str(ipaddress.ip_network(match, strict=False)) for match in identify.names("match"))
    label = "Match".rjust(11 + 2 * level)
    head = f"{_prefix('Identify', level)}{identify.name}/{identify.get('endpoint')}"
    return [head, *(f"{label}: {match}" for match in matches)]


def _around_endpoint(pbx: Pbx, endpoint: Endpoint) -> Lines:
    """An endpoint and what belongs to it."""
    config = pbx.pjsip.config
    lines = [_endpoint_row(pbx, endpoint)]
    for option, label in (("auth", "InAuth"), ("outbound_auth", "OutAuth")):
        lines += [_auth_row(label, config.of("auth")[name], 1) for name in endpoint.settings.names(option)]
    for aor in endpoint.aors:
        lines += _around_aor(pbx, aor, 1)
    for identify in config.of("identify").values():
        if identify.get("endpoint") == endpoint.name:
            lines += _identify_rows(identify, 1)
    return lines


def _around_aor(pbx: Pbx, aor: Aor, level: int) -> Lines:
    return [_aor_row(aor, level), *(_contact_row(pbx, contact, level + 1) for contact in aor.contacts)]


_ENDPOINT_TITLES = [
    _endpoint_title(),
    _auth_title(1),
    _aor_title(1),
    _contact_title(2),
    _transport_title(1),
    *_identify_titles(1),
    _title("Channel", 1, "ChannelId", "<State.....>", "<Time.....>", taken=27),
    "        Exten: <DialedExten...........>  CLCID: <ConnectedLineCID.......>",
]


def listing(titles: Lines, groups: Sequence[Lines], *, apart: bool) -> Lines:
    """Groups of rows under their titles; *apart*: an empty line behind each."""
    if not groups:
        return NOTHING
    rows = [line for group in groups for line in (*group, *([""] if apart else []))]
    return ["", *titles, RULE, "", *rows, "", f"Objects found: {len(groups)}", ""]


def wanted(names: Iterable[str], words: Sequence[str]) -> list[str]:
    """The names by which a list shows objects: all of them, or those that hold what stands behind ``like``."""
    like = words[1] if len(words) == 2 and words[0].lower() == "like" else ""
    return sorted(name for name in names if like in name)


def one(titles: Lines, rows: Lines, options: Iterable[tuple[str, str]]) -> Lines:
    """One object with its options."""
    shown = sorted(options)
    width = max(len(name) for name in ("ParameterName", *(option for option, _ in shown)))
    values = max(max(len(value) for _, value in shown), len("ParameterValue"))
    table = [f" {'ParameterName':<{width}} : ParameterValue", " " + "=" * (width + 3 + values)]
    table += [f" {option:<{width}} : {value}" for option, value in shown]
    return ["", *titles, RULE, "", *rows, "", *([""] if len(rows) > 1 or len(titles) > 1 else []), *table, ""]


def named(words: Sequence[str], objects: Callable[[str], Lines | None]) -> Lines:
    """What *objects* shows of the object that *words* name."""
    if not words:
        raise CliError("No object specified.")
    found = objects(words[0])
    return found if found is not None else [f"Unable to find object {words[0]}.", ""]


@command("pjsip show endpoints")
def show_endpoints(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Endpoints with all that belongs to them."""
    found = [_around_endpoint(pbx, pbx.pjsip.endpoints[name]) for name in wanted(pbx.pjsip.endpoints, words)]
    return listing(_ENDPOINT_TITLES, found, apart=True)


@command("pjsip list endpoints")
def list_endpoints(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Endpoints, a line each."""
    found = [[_endpoint_row(pbx, pbx.pjsip.endpoints[name])] for name in wanted(pbx.pjsip.endpoints, words)]
    return listing([_endpoint_title()], found, apart=False)


@command("pjsip show endpoint")
def show_endpoint(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One endpoint with all its options."""

    def shown(name: str) -> Lines | None:
        endpoint = pbx.pjsip.endpoints.get(name)
        if endpoint is None:
            return None
        options = pjsip_shown.options(pbx.release, endpoint.settings)
        return one(_ENDPOINT_TITLES, _around_endpoint(pbx, endpoint), options)

    return named(words, shown)


@command("pjsip show aors")
def show_aors(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Addresses of record with their contacts."""
    found = [_around_aor(pbx, pbx.pjsip.aors[name], 0) for name in wanted(pbx.pjsip.aors, words)]
    return listing([_aor_title(0), _contact_title(1)], found, apart=True)


@command("pjsip list aors")
def list_aors(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Addresses of record, a line each."""
    found = [[_aor_row(pbx.pjsip.aors[name], 0)] for name in wanted(pbx.pjsip.aors, words)]
    return listing([_aor_title(0)], found, apart=False)


@command("pjsip show aor")
def show_aor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One address of record with all its options."""

    def shown(name: str) -> Lines | None:
        aor = pbx.pjsip.aors.get(name)
        if aor is None:
            return None
        pbx.caches.asked(name)
        options = [one for one in pjsip_shown.options(pbx.release, aor.settings) if one[0] != "contacts"]
        contacts = [("contact", contact.uri) for contact in aor.contacts]
        return one([_aor_title(0), _contact_title(1)], _around_aor(pbx, aor, 0), [*options, *contacts])

    return named(words, shown)


@command("pjsip show auths")
def show_auths(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Secrets, by the names of their users."""
    auths = pbx.pjsip.config.of("auth")
    return listing([_auth_title(0)], [[_auth_row("Auth", auths[n], 0)] for n in wanted(auths, words)], apart=False)


@command("pjsip list auths")
def list_auths(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The same."""
    return show_auths(pbx, words)


@command("pjsip show auth")
def show_auth(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One secret, which is not hidden."""

    def shown(name: str) -> Lines | None:
        auth = pbx.pjsip.config.of("auth").get(name)
        if auth is None:
            return None
        return one([_auth_title(0)], [_auth_row("Auth", auth, 0)], pjsip_shown.options(pbx.release, auth))

    return named(words, shown)


@command("pjsip show contacts")
def show_contacts(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Contacts, those of the file and those that have registered."""
    contacts = sorted((c for aor in pbx.pjsip.aors.values() for c in aor.contacts), key=lambda c: f"{c.aor}/{c.uri}")
    return listing([_contact_title(0)], [[_contact_row(pbx, contact, 0)] for contact in contacts], apart=False)


# Of a contact of the file, whatever its AOR says (recorded in case `pjsip.command.contact`).
_CONTACT_OPTIONS = {
    **dict.fromkeys(
        ("call_id", "endpoint", "outbound_proxy", "path", "reg_server", "user_agent", "via_addr"),
        "",
    ),
    **dict.fromkeys(("authenticate_qualify", "prune_on_boot"), "no"),
    **dict.fromkeys(("expiration_time", "qualify_frequency", "via_port"), "0"),
    "qualify_2xx_only": "false",
    "qualify_timeout": "3.000000",
}


@command("pjsip show contact")
def show_contact(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One contact of the file, by its AOR and address, with its options where the release shows them.

    Nobody has recorded one that has registered; who asks for it is told.
    """

    def shown(name: str) -> Lines | None:
        contacts = (contact for aor in pbx.pjsip.aors.values() for contact in aor.contacts)
        contact = next((contact for contact in contacts if f"{contact.aor}/{contact.uri}" == name), None)
        if contact is None:
            return None
        if not contact.static:
            pbx.problem(f"astami_fake does not know how the contact {name} is shown, and no rule answers for it")
            return []
        titles, rows = [_contact_title(0)], [_contact_row(pbx, contact, 0)]
        if not pbx.release.pjsip_shows_contact_options:
            return ["", *titles, RULE, "", *rows, ""]
        return one(titles, rows, (*_CONTACT_OPTIONS.items(), ("uri", contact.uri)))

    return named(words, shown)


@command("pjsip list contacts")
def list_contacts(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The same."""
    return show_contacts(pbx, words)


@command("pjsip show identifies")
def show_identifies(pbx: Pbx, words: Sequence[str]) -> Lines:
    """How lines are known by their addresses."""
    identifies = pbx.pjsip.config.of("identify")
    return listing(
        _identify_titles(0), [_identify_rows(identifies[name], 0) for name in wanted(identifies, words)], apart=True
    )


@command("pjsip list identifies")
def list_identifies(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The lines' names alone."""
    identifies = pbx.pjsip.config.of("identify")
    rows = [_identify_rows(identifies[name], 0)[:1] for name in wanted(identifies, words)]
    return listing(_identify_titles(0)[:1], rows, apart=False)


@command("pjsip show identify")
def show_identify(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One of them with all its options."""

    def shown(name: str) -> Lines | None:
        identify = pbx.pjsip.config.of("identify").get(name)
        if identify is None:
            return None
        return one(_identify_titles(0), _identify_rows(identify, 0), pjsip_shown.options(pbx.release, identify))

    return named(words, shown)


@command("pjsip show transports")
def show_transports(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Where SIP is listened for."""
    transports = pbx.pjsip.config.of("transport")
    rows = [[_transport_row(transports[name], 0)] for name in wanted(transports, words)]
    return listing([_transport_title(0)], rows, apart=False)


@command("pjsip list transports")
def list_transports(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The same."""
    return show_transports(pbx, words)


@command("pjsip show transport")
def show_transport(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One of them with all its options."""

    def shown(name: str) -> Lines | None:
        transport = pbx.pjsip.config.of("transport").get(name)
        if transport is None:
            return None
        options = pjsip_shown.options(pbx.release, transport)
        return one([_transport_title(0)], [_transport_row(transport, 0)], options)

    return named(words, shown)


@command("pjsip qualify")
def qualify(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Ask an endpoint's contacts whether they are there. cli_qualify()."""
    if len(words) != 1:
        raise ShowUsage
    endpoint = pbx.pjsip.endpoints.get(words[0])
    if endpoint is None:
        raise CliError(f"Unable to retrieve endpoint {words[0]}")
    if not endpoint.aors:
        raise CliError(f"No AORs configured for endpoint '{words[0]}'")
    pbx.clock.call_later(0, lambda: pbx.pjsip.qualify(endpoint))
    return [f"Qualifying AOR '{aor.settings.name}' on endpoint '{words[0]}'" for aor in endpoint.aors]
