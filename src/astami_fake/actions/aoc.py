"""The action AOCMessage. Asterisk: main/manager.c, action_aocmessage(). Recorded: cases `actions.aocmessage`,
`actions.live.aocmessage`. No channel of the model passes a charge on, so all there is to it is the answer."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx

_KINDS = frozenset({"d", "e", "s"})
_CHARGES = frozenset({"na", "free", "currency", "unit"})
_MULTIPLIERS = frozenset({"onethousandth", "onehundredth", "onetenth", "one", "ten", "hundred", "thousand"})
_BILLINGS = frozenset({"normal", "reversecharge", "creditcard"})


@action("AOCMessage", privilege="aoc")
def aoc_message(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Tell a channel what the call costs."""
    name, prefix = action.get("Channel"), action.get("ChannelPrefix")
    if not (name or prefix):
        return error(action, "Channel and PartialChannel are not specified. Specify at least one of these.")
    channel = pbx.channels.find(name) if name else None
    if channel is None and not any(prefix and one.name.startswith(prefix) for one in pbx.channels):
        return error(action, "No such channel")
    if (wrong := _wrong(action, pbx)) is not None:
        return error(action, wrong)
    return success(action, "AOC Message successfully queued on channel")


def _wrong(action: Action, pbx: Pbx) -> str | None:
    kind, charge = action.get("MsgType").lower(), action.get("ChargeType").lower()
    if kind not in _KINDS or (kind == "s" and not pbx.release.aoc_has_rates):
        return "Invalid MsgType"
    if kind == "s":
        return None
    if not charge:
        return "ChargeType not specified"
    if charge not in _CHARGES:
        return "Invalid ChargeType"
    if charge == "currency":
        if not action.get("CurrencyAmount").isdigit():
            return "Invalid CurrencyAmount, CurrencyAmount is a required when ChargeType is Currency"
        multiplier = action.get("CurrencyMultiplier")
        if not multiplier:
            return "ChargeMultiplier unspecified, ChargeMultiplier is required when ChargeType is Currency."
        if multiplier.lower() not in _MULTIPLIERS:
            return "Invalid ChargeMultiplier"
    if kind == "d" and action.get("AOCBillingId") and action.get("AOCBillingId").lower() not in _BILLINGS:
        return "Invalid AOC-D AOCBillingId"
    return None
