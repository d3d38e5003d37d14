"""Call detail records: a follower of the events of channels, which tells a call when its caller is gone.

Lives here: `CallDetails`. Asterisk: main/cdr.c, cdr/cdr_manager.c. Recorded: cases `records.*`. Does not live here: the
channel event log (`cel`). Imports `channel`, `events`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from astami_fake.config.records import RecordsConfig
from astami_fake.pbx import causes
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers, local_time

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

#: ``Disposition`` of a leg whose DialEnd says so, and of a Dial that reached no leg; every other one is NO ANSWER.
_DISPOSITIONS: Final = {"ANSWER": "ANSWERED", "BUSY": "BUSY", "CONGESTION": "FAILED", "CHANUNAVAIL": "FAILED"}


_FOLLOWED: Final = frozenset({"Newchannel", "Newstate", "DialBegin", "DialEnd", "Hangup"})

#: The dispositions as numbers; all but that of an answered call not recorded. Asterisk: include/asterisk/cdr.h.
_NUMBERS: Final = {"NO ANSWER": "0", "FAILED": "2", "BUSY": "4", "ANSWERED": "8"}


@dataclass(slots=True)
class Record:
    """One record: the caller's run through the dialplan, or its call of one other."""

    start: float
    exten: str
    context: str
    application: str = ""
    data: str = ""
    callee: str = ""
    answer: float | None = None
    end: float | None = None
    disposition: str = "NO ANSWER"
    userfield: str = ""
    own: dict[str, str] = field(default_factory=dict)
    disabled: bool = False


class CallDetails:
    """Keeps records from when it is made.

    Attributes:
        tells: they are told as Cdr events, by cdr_manager.
    """

    def __init__(self, pbx: Pbx, config: RecordsConfig, *, tells: bool) -> None:
        self._pbx = pbx
        self._config = config
        self.tells = tells
        self._calls: dict[str, list[Record]] = {}
        pbx.events.subscribe(self._follow)

    def _follow(self, event: Event) -> None:
        if event.name not in _FOLLOWED:
            return
        headers = dict(event.headers)
        channel = self._pbx.channels.find(headers.get("Uniqueid", ""))
        if channel is None:
            return
        now = self._pbx.clock.now()
        if event.name == "Newchannel":
            self._calls[channel.uniqueid] = [Record(now, headers["Exten"], headers["Context"])]
        records = self._calls.get(channel.uniqueid)
        if records is None:
            return
        match event.name:
            case "Newstate" if channel.state == causes.UP:
                self._answers(records, now)
            case "DialBegin":
                self._dials(records, headers, now)
            case "DialEnd":
                self._dialed(records, headers, now)
            case "Hangup":
                self._ends(channel, now)

    def application_begins(self, channel: Channel) -> None:
        records = self._calls.get(channel.uniqueid)
        if records is None:
            return
        record = records[-1]
        if record.end is not None and record.disposition != "FAILED":
            record = Record(self._pbx.clock.now(), "", "", disposition=record.disposition)
            records.append(record)
        if not record.callee and record.end is None:
            record.exten, record.context = channel.position.exten, channel.position.context
            record.application, record.data = channel.application, channel.data

    def application_ends(self, channel: Channel) -> None:
        """It stays the last one; a Dial that could call nobody is the end of the record."""
        records = self._calls.get(channel.uniqueid)
        failed = _DISPOSITIONS.get(channel.variables.get("DIALSTATUS") or "") == "FAILED"
        if records is not None and failed and not records[-1].callee and channel.application == "Dial":
            records[-1].disposition, records[-1].end = "FAILED", self._pbx.clock.now()

    def active(self) -> list[tuple[Channel, list[Record]]]:
        """The channels that have records to be told when they end, with these; each has one at least."""
        return [
            (channel, shown)
            for channel in self._pbx.channels
            if (shown := [record for record in self._calls.get(channel.uniqueid, ()) if not record.disabled])
        ]

    # What the dialplan asks for and says

    def read(self, channel: Channel, name: str, *, raw: bool) -> str:
        """A field of the present record of *channel*; *raw* gives numbers for what has a name, and for times."""
        records = self._calls.get(channel.uniqueid)
        if records is None:
            return ""
        record, caller, now = records[-1], channel.caller, self._pbx.clock.now()
        times = {"start": record.start, "answer": record.answer, "end": record.end}
        if name in times:
            moment = times[name]
            return "" if moment is None else f"{moment:.6f}" if raw else local_time(moment)
        facts = {
            "clid": f'"{caller.name}" <{caller.number}>',
            "src": caller.number,
            "dst": record.exten,
            "dcontext": record.context,
            "channel": channel.name,
            "dstchannel": record.callee,
            "lastapp": record.application,
            "lastdata": record.data,
            "duration": str(int(now - record.start)),
            "billsec": str(int(now - record.answer)) if record.answer is not None else "0",
            "disposition": _NUMBERS[record.disposition] if raw else record.disposition,
            "amaflags": "3" if raw else "DOCUMENTATION",
            "accountcode": channel.account,
            "uniqueid": channel.uniqueid,
            "linkedid": channel.linkedid,
            "userfield": record.userfield,
        }
        return facts.get(name, record.own.get(name, ""))

    def write(self, channel: Channel, name: str, value: str) -> None:
        """Give the records of *channel* a field of its own."""
        for record in self._calls.get(channel.uniqueid, ()):
            if name == "userfield":
                record.userfield = value
            else:
                record.own[name] = value

    def disable(self, channel: Channel, disabled: bool) -> None:
        """Tell nothing of what the records of *channel* hold."""
        for record in self._calls.get(channel.uniqueid, ()):
            record.disabled = disabled

    def reset(self, channel: Channel) -> None:
        """Begin the present record anew: its times, and its own fields."""
        for record in self._calls.get(channel.uniqueid, ())[-1:]:
            record.start = self._pbx.clock.now()
            record.answer = record.start if record.answer is not None else None
            record.own.clear()

    # What is followed

    def _answers(self, records: list[Record], now: float) -> None:
        record = records[-1]
        if not record.callee:
            record.answer, record.disposition = now, "ANSWERED"

    def _dials(self, records: list[Record], headers: dict[str, str], now: float) -> None:
        last = records[-1]
        if last.callee:
            last = Record(now, last.exten, last.context, last.application, last.data)
            records.append(last)
        last.callee = headers["DestChannel"]
        self._calls.pop(headers["DestUniqueid"], None)  # it is told of in its caller's record

    def _dialed(self, records: list[Record], headers: dict[str, str], now: float) -> None:
        for record in records:
            if record.callee == headers["DestChannel"]:
                record.disposition = _DISPOSITIONS.get(headers["DialStatus"], "NO ANSWER")
                if record.disposition == "ANSWERED":
                    record.answer = now
                else:
                    record.end = now

    def _ends(self, channel: Channel, now: float) -> None:
        for record in self._calls.pop(channel.uniqueid, ()):
            if record.disabled or not self.tells:
                continue
            if record.callee or self._config.unanswered or record.answer is not None:
                self._tell(channel, record, now if record.end is None else record.end)

    def _tell(self, channel: Channel, record: Record, end: float) -> None:
        caller = channel.caller
        headers: Headers = (
            ("AccountCode", channel.account),
            ("Source", caller.number),
            ("Destination", record.exten),
            ("DestinationContext", record.context),
            ("CallerID", f'"{caller.name}" <{caller.number}>'),
            ("Channel", channel.name),
            ("DestinationChannel", record.callee),
            ("LastApplication", record.application),
            ("LastData", record.data),
            ("StartTime", local_time(record.start)),
            ("AnswerTime", local_time(record.answer) if record.answer is not None else ""),
            ("EndTime", local_time(end)),
            ("Duration", str(int(end - record.start))),
            ("BillableSeconds", str(int(end - record.answer)) if record.answer is not None else "0"),
            ("Disposition", record.disposition),
            ("AMAFlags", "DOCUMENTATION"),
            ("UniqueID", channel.uniqueid),
            ("UserField", record.userfield),
        )
        self._pbx.at_once(lambda: self._pbx.events.publish(Event("Cdr", ("cdr",), headers)))
