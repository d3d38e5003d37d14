"""The CLI family ``sip``, of 16.28. Asterisk: channels/chan_sip.c. Recorded: case `sip.command`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, command
from astami_fake.config.sip import Peer
from astami_fake.pbx.pbx import Pbx

_PEERS = "{:<25} {:<39} {:<3} {:<10} {:<10} {:<3} {:<8} {:<11} {:<32} "
_USERS = "{:<25}  {:<15}  {:<15}  {:<15}  {:<5}{:<10}"


@command("sip show peers")
def show_peers(pbx: Pbx, words: Sequence[str]) -> Lines:
    """_sip_show_peers()."""
    peers = pbx.sip_peers.by_name()
    title = ("Name/username", "Host", "Dyn", "Forcerport", "Comedia", "ACL", "Port", "Status", "Description")
    counts = [
        sum(peer.is_monitored is monitored and bool(peer.host) is there for peer in peers)
        for monitored in (True, False)
        for there in (True, False)
    ]
    if any(peer.is_monitored and peer.host for peer in peers):
        pbx.problem("astami_fake asks no peer of chan_sip whether it is there: a monitored one with a host is unknown")
    total = "{} sip peers [Monitored: {} online, {} offline Unmonitored: {} online, {} offline]"
    return [_PEERS.format(*title), *map(_peer, peers), total.format(len(peers), *counts)]


def _peer(peer: Peer) -> str:
    section = peer.section
    user = section.get("defaultuser")
    forced = "Yes" if peer.says("nat", "force_rport") else "No" if section.find("nat") is not None else "Auto (No)"
    return _PEERS.format(
        f"{peer.name}/{user}" if user else peer.name,
        peer.host or "(Unspecified)",
        "" if peer.host else " D ",
        forced,
        "Yes" if peer.says("nat", "comedia") else "No",
        "",
        peer.port,
        "UNKNOWN" if peer.is_monitored else "Unmonitored",
        section.get("description"),
    )


@command("sip show users")
def show_users(pbx: Pbx, words: Sequence[str]) -> Lines:
    """sip_show_users()."""
    title = _USERS.format("Username", "Secret", "Accountcode", "Def.Context", "ACL", "Forcerport")
    return [title, *(_user(peer) for peer in pbx.sip_peers.by_hash() if peer.is_user)]


def _user(peer: Peer) -> str:
    section = peer.section
    forced = "Yes" if peer.says("nat", "force_rport") else "No"
    facts = (section.get("secret"), section.get("accountcode"), section.get("context", "default"), "No", forced)
    return _USERS.format(peer.name, *facts)


@command("sip show registry")
def show_registry(pbx: Pbx, words: Sequence[str]) -> Lines:
    """sip_show_registry(); registrations to others are not modelled."""
    title = f"{'Host':<39} {'dnsmgr':<6} {'Username':<14} {'Refresh':>7} {'State':<20} {'Reg.Time':<25}"
    return [title, "0 SIP registrations."]


@command("sip show peer")
def show_peer(pbx: Pbx, words: Sequence[str]) -> Lines:
    """_sip_show_peer(); of a peer that is there the action SIPshowpeer tells all."""
    name = " ".join(words)
    if pbx.sip_peers.find(name) is not None:
        raise CliError(f"astami_fake does not model 'sip show peer {name}': ask SIPshowpeer")
    return [f"Peer {name} not found.", ""]
