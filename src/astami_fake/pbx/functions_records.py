"""CDR and CDR_PROP. Asterisk: funcs/func_cdr.c. Recorded: case `functions.records`.

Does not live here: the records (`cdr`). May import `functions`, `arguments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable, writable

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


@readable("CDR")
def _cdr(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``CDR(name[,u])``: a field of the channel's record, as number with ``u``; nothing while no records are made."""
    name, options = [*arguments.split(data), "", ""][:2]
    if channel is None or pbx.call_details is None:
        return ""
    return pbx.call_details.read(channel, name.lower(), raw="u" in options)


@writable("CDR")
def _set_cdr(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    name = data.split(",")[0].lower()
    if channel is None or pbx.call_details is None:
        return False
    if name == "accountcode":
        channel.account = value
        channel.publish()
    else:
        pbx.call_details.write(channel, name, value)
    return True


@writable("CDR_PROP")
def _set_property(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    """``CDR_PROP(disable)=1``: nothing is told of the channel's calls."""
    if channel is None or pbx.call_details is None or data.lower() != "disable":
        return False
    pbx.call_details.disable(channel, value.strip() not in ("", "0"))
    return True
