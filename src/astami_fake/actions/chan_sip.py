"""Actions on the peers of chan_sip, which 16.28 has: SIPpeers, SIPpeerstatus, SIPshowpeer, SIPqualifypeer, SIPnotify.
Asterisk: channels/chan_sip.c. Recorded: cases `sip.*`, and `actions.sip*` for what is refused.
"""

from __future__ import annotations

from astami_fake.actions import recorded
from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Header, Manager, Reply, action, success
from astami_fake.config.sip import Peer
from astami_fake.pbx import callerid
from astami_fake.pbx.events import Event
from astami_fake.pbx.pbx import Pbx


def _status(peer: Peer) -> str:
    return "UNKNOWN" if peer.is_monitored else "Unmonitored"


def _refused(action: Action, pbx: Pbx) -> Reply:
    """What is said where there is no such peer, or none was named."""
    return recorded.answer(action, pbx) or []


@action("SIPpeers", privilege="system,reporting")
def peers(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_sip_show_peers()."""
    entries = [_entry(action, peer) for peer in pbx.sip_peers.by_name()]
    opened = start(action, "Peer status list will follow")
    return [opened, *entries, complete(action, "PeerlistComplete", len(entries))]


def _entry(action: Action, peer: Peer) -> Frame:
    section = peer.section
    given = section.find("nat") is not None
    return [
        ("Event", "PeerEntry"),
        *action.action_id,
        ("Channeltype", "SIP"),
        ("ObjectName", peer.name),
        ("ChanObjectType", "peer"),
        ("IPaddress", peer.host or "-none-"),
        ("IPport", peer.port),
        ("Dynamic", _word(not peer.host)),
        ("AutoForcerport", _word(not given)),
        ("Forcerport", _word(peer.says("nat", "force_rport"))),
        ("AutoComedia", "no"),
        ("Comedia", _word(peer.says("nat", "comedia"))),
        ("VideoSupport", _word(peer.says("videosupport", "yes"))),
        ("TextSupport", "no"),
        ("ACL", "no"),
        ("Status", _status(peer)),
        ("RealtimeDevice", "no"),
        ("Description", section.get("description")),
        ("Accountcode", section.get("accountcode")),
    ]


def _word(flag: bool) -> str:
    return "yes" if flag else "no"


@action("SIPpeerstatus", privilege="system")
def peer_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_sip_peer_status()."""
    name = action.get("Peer")
    named = pbx.sip_peers.find(name)
    if name and named is None:
        return _refused(action, pbx)
    chosen = [named] if named is not None else pbx.sip_peers.by_hash()
    told = [_status_of(action, peer) for peer in chosen]
    opened = start(action, "Peer status will follow")
    return [opened, *told, complete(action, "SIPpeerstatusComplete", len(told))]


def _status_of(action: Action, peer: Peer) -> Frame:
    return [
        ("Event", "PeerStatus"),
        ("Privilege", "System"),
        ("ChannelType", "SIP"),
        ("Peer", f"SIP/{peer.name}"),
        ("PeerStatus", "Unknown" if peer.is_monitored else "Unmonitored"),
        *action.action_id,
    ]


@action("SIPqualifypeer", privilege="system,reporting")
def qualify_peer(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_sip_qualify_peer()."""
    peer = pbx.sip_peers.find(action.get("Peer"))
    if peer is None:
        return _refused(action, pbx)
    headers = (("Peer", peer.name), *action.action_id)
    pbx.at_once(lambda: pbx.events.publish(Event("SIPQualifyPeerDone", ("call",), headers)))
    return success(action, "SIP peer found - will qualify")


@action("SIPnotify", privilege="system")
def notify(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_sipnotify()."""
    name = action.get("Channel")
    peer = pbx.sip_peers.find(name[4:] if name.lower().startswith("sip/") else name)
    if peer is None or not peer.host or action.get("Call-ID") or not action.get("Variable"):
        return _refused(action, pbx)
    return success(action, "Notify Sent")


@action("SIPshowpeer", privilege="system,reporting")
def show_peer(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """_sip_show_peer()."""
    peer = pbx.sip_peers.find(action.get("Peer"))
    if peer is None:
        return _refused(action, pbx)
    return success(action, None, *_facts(peer))


def _facts(peer: Peer) -> list[Header]:
    section = peer.section
    direct = _flag(section.get("directmedia", "yes").lower() != "no")
    party = callerid.parse(section.get("callerid"))
    account = section.get("accountcode")
    return [
        ("Channeltype", "SIP"),
        ("ObjectName", peer.name),
        ("ChanObjectType", "peer"),
        ("SecretExist", _flag(bool(section.get("secret")))),
        ("RemoteSecretExist", _flag(bool(section.get("remotesecret")))),
        ("MD5SecretExist", "N"),
        ("Context", section.get("context", "default")),
        ("Language", section.get("language")),
        ("ToneZone", "<Not set>"),
        *([("Accountcode", account)] if account else []),
        ("AMAflags", "Unknown"),
        ("CID-CallingPres", "Presentation Allowed, Not Screened"),
        ("Callgroup", _spaced(section.get("callgroup"))),
        ("Pickupgroup", _spaced(section.get("pickupgroup"))),
        ("Named Callgroup", section.get("namedcallgroup")),
        ("Named Pickupgroup", section.get("namedpickupgroup")),
        ("MOHSuggest", section.get("mohsuggest")),
        ("VoiceMailbox", section.get("mailbox")),
        ("TransferMode", "open"),
        ("LastMsgsSent", "-1" if section.get("mailbox") else "0"),
        ("Maxforwards", "0"),
        ("Call-limit", section.get("call-limit", "0")),
        ("Busy-level", section.get("busylevel", "0")),
        ("MaxCallBR", "384 kbps"),
        ("Dynamic", _flag(not peer.host)),
        ("Callerid", callerid.written(party)),
        ("RegExpire", "-1 seconds"),
        ("SIP-AuthInsecure", section.get("insecure", "no")),
        ("SIP-Forcerport", _flag(peer.says("nat", "force_rport")) if section.find("nat") is not None else "a"),
        ("SIP-Comedia", _flag(peer.says("nat", "comedia"))),
        ("ACL", "N"),
        ("SIP-CanReinvite", direct),
        ("SIP-DirectMedia", direct),
        ("SIP-PromiscRedir", "N"),
        ("SIP-UserPhone", "N"),
        ("SIP-VideoSupport", _flag(peer.says("videosupport", "yes"))),
        ("SIP-TextSupport", "N"),
        ("SIP-T.38Support", "N"),
        ("SIP-T.38EC", "Unknown"),
        ("SIP-T.38MaxDtgrm", "4294967295"),
        ("SIP-Sess-Timers", "Accept"),
        ("SIP-Sess-Refresh", "uas"),
        ("SIP-Sess-Expires", "1800"),
        ("SIP-Sess-Min", "90"),
        ("SIP-RTP-Engine", "asterisk"),
        ("SIP-Encryption", "N"),
        ("SIP-RTCP-Mux", "N"),
        ("SIP-DTMFmode", section.get("dtmfmode", "rfc2833")),
        ("ToHost", peer.host),
        ("Address-IP", peer.host or "(null)"),
        ("Address-Port", peer.port),
        ("Default-addr-IP", "(null)"),
        ("Default-addr-port", "0"),
        ("Default-Username", section.get("defaultuser")),
        ("Codecs", f"({'|'.join(peer.codecs)})"),
        ("Status", _status(peer)),
        ("SIP-Useragent", ""),
        ("Reg-Contact", ""),
        ("QualifyFreq", f"{int(section.get('qualifyfreq', '60')) * 1000} ms"),
        ("Parkinglot", section.get("parkinglot")),
        ("SIP-Use-Reason-Header", "N"),
        ("Description", section.get("description")),
    ]


def _flag(flag: bool) -> str:
    return "Y" if flag else "N"


def _spaced(groups: str) -> str:
    return ", ".join(group.strip() for group in groups.split(",")) if groups else ""
