"""What the fuzzer does: a Hypothesis state machine whose rules are the steps of a `Duel`.

Each rule draws one action (or command, or odd bytes) from what applications send, with values that are likely to
break something. What a session changes bears the session's own number, and is taken back at its end, so that sessions
don't see each other. May import: `duel`, hypothesis (extra `conformance`).
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from astami_fake.conformance.fuzz.duel import Different, Duel
from astami_fake.conformance.targets import Target
from astami_fake.transcript.case import Login
from astami_fake.transcript.session import StageError

#: Users of the configuration that share the session with `admin`, and the masks they log in with.
USERS = ("admin", "watcher", "caller", "operator", "listener")
MASKS = ("on", "off", "call", "system,user", "dialplan", "command", "all", "none", "call,dialplan,user", "agent")

_KEYS = st.sampled_from(("one", "two", "a/b", "UPPER", "upper", "x y", "é", "1"))
# What follows an escape character that no `m` ends is stale memory in the output of real commands: whole ones only.
_PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\x1b"), max_size=12)
_ODD = st.sampled_from(
    (
        "",
        "0",
        'say "hi"',
        "back\\slash",
        "a,b",
        "x=y",
        "semi;colon",
        "${EXTEN}",
        "$[1+1]",
        "<unknown>",
        "%41",
        "é",
        "a: b",
        "\x1b[1;31mred\x1b[0m",
        "a\x1bmb",
    )
)
VALUES = st.one_of(_ODD, _PLAIN.map(str.lstrip))
_NAMES = st.sampled_from(("ALPHA", "beta", "__deep", "_one", "LEN(x)"))

#: Expressions as the value of a variable that is read: `$[ ]` and functions.
_NUMBERS = st.integers(-20, 20).map(str)
_OPERATORS = st.sampled_from(("+", "-", "*", "/", "%", "<", ">", "=", "!=", "<=", ">=", "&", "|", ":", "=~"))
EXPRESSIONS = st.recursive(
    st.one_of(_NUMBERS, st.sampled_from(("abc", '"a b"', "1.5", "0"))),
    lambda inner: st.one_of(
        st.tuples(inner, _OPERATORS, inner).map(" ".join), st.tuples(st.just("("), inner, st.just(")")).map("".join)
    ),
    max_leaves=4,
)
FUNCTIONS = st.one_of(
    VALUES.map(lambda text: f"LEN({text})"),
    st.tuples(VALUES, VALUES, VALUES).map(lambda t: f"IF($[{t[0]}]?{t[1]}:{t[2]})"),
    st.tuples(VALUES, st.integers(-2, 4)).map(lambda t: f"CUT({t[0]},-,{t[1]})"),
    VALUES.map(lambda text: f"ISNULL({text})"),
)

#: Commands that change nothing; they are sent whole, cut short and with words too many.
COMMANDS = (
    "database show", "database get", "database showkey", "core show version", "core show help", "core show hints",
    "dialplan show services", "dialplan show none", "dialplan show 1001@default", "queue show none",
    "manager show user admin", "manager show user none", "manager show users", "manager show settings",
    "channel request hangup none", "core show channel none", "module show like nothing", "help database get",
    "config list", "config show help", "config show help none", "core show applications", "core show functions",
    "core show applications like dial", "core show functions like cut", "core show application none",
    "core show function none", "core show file formats", "core show image formats", "core show switches",
    "core show config mappings", "core show translation", "core show channeltype none", "core show codecs",
    "cdr show status", "cdr show active", "cdr show active none", "cel show status", "logger show levels",
    "pjsip show version", "pjsip show identifiers", "pjsip show settings", "pjsip show endpoint none",
    "pjsip show registrations", "pjsip show channelstats", "confbridge list none", "parking show none",
    "features show", "bridge show none", "database query \"SELECT key FROM astdb WHERE key LIKE '/fuzz/%'\"",
    "http show status", "rtp show settings", "udptl show config", "dnsmgr status", "indication show",
    "indication show us", "local show channels", "core show taskprocessors like none",
    "core show taskprocessor name none", "core show taskprocessor alerted subsystems", "core set verbose",
    "core set debug", "manager show eventq", "manager kick session none", "logger filter show",
    "pjsip show maintenance", "pjsip show qualify endpoint none", "pjsip show qualify aor none",
    "agent show all", "moh show classes",
)  # fmt: skip
WORDS = st.sampled_from(("", "x", "?", "show", "1 2", '"', '"a b"', "\\", "é", "a/b"))


#: Seconds after which all that an Originate or Hangup begins has happened, until the call's own Wait ends. Answer()
#: takes half a second of them on a real server, unseen by who has switched events off.
CALL_SETTLES = 0.9

#: Seconds for which a session that differs is made smaller; a real server takes some for each try.
SHRINKING = 60.0

#: What a run can be limited to.
AREAS = ("database", "variables", "commands", "session", "queues", "calls", "lists", "bytes", "config", "login")

#: Connections that begin without a log-in where the area `login` is on.
SPARE = ("c", "d")


class Steps:
    """Counts the steps of a run and tells somebody.

    Attributes:
        steady: the last difference that came again when its session was played again.
        unsteady: those that did not.
        last: the session before the present one, as a case.
        gone: the server was not there any more when a session began.
    """

    def __init__(self, tell: Callable[[int], None]) -> None:
        self.count = 0
        self.steady: Different | None = None
        self.unsteady: list[Different] = []
        self.last = ""
        self.gone: StageError | None = None
        self._tell = tell
        self._shrinks_until = math.inf

    @property
    def are_enough(self) -> bool:
        """Whether the time for shrinking what was found has passed."""
        return time.monotonic() > self._shrinks_until

    def found(self, difference: Different) -> None:
        """A session differed, twice; the time for shrinking begins with the first."""
        if self.steady is None:
            self._shrinks_until = time.monotonic() + SHRINKING
        self.steady = difference

    def made(self) -> None:
        """One more step."""
        self.count += 1
        self._tell(self.count)


class Machine(RuleBasedStateMachine):
    """One session. A run sets the two targets on a subclass; `steps` counts."""

    fake: ClassVar[Target]
    real: ClassVar[Target]
    areas: ClassVar[frozenset[str]] = frozenset(AREAS)
    steps: ClassVar[Steps]
    numbers: ClassVar[itertools.count[int]] = itertools.count(1)

    @initialize(user=st.sampled_from(USERS), first=st.sampled_from(MASKS[:4]), second=st.sampled_from(MASKS))
    def log_in(self, user: str, first: str, second: str) -> None:
        number = next(self.numbers)
        self.family = f"fuzz{number}"
        self.prefix = f"F{number}_"
        self.member = f"Local/{number}@fuzz"
        cleanup = [
            ["Action: DBDelTree", f"Family: {self.family}"],
            *(["Action: QueueRemove", f"Queue: {q}", f"Interface: {self.member}"] for q in ("support", "sales")),
        ]
        logins = [Login("", "admin", first), Login("b", user, second)]
        if "login" in self.areas:
            logins += [Login(name, "none") for name in SPARE]
        if "config" in self.areas:
            cleanup.append(["Action: UpdateConfig", "SrcFilename: empty.conf", "DstFilename: scratch.conf"])
        etc = "config" if "config" in self.areas else ""
        self.begin: Callable[[str], Duel] = lambda name: Duel(
            self.fake, self.real, logins, cleanup, f"fz{number}{name}", etc
        )
        self.duel = self.begin("")
        try:
            self.duel.__enter__()
        except OSError as error:
            self.is_over = True
            self.steps.gone = StageError(f"{self.real.spec}: {error.strerror}, behind this session:\n{self.steps.last}")
            raise self.steps.gone from error
        self.done: list[Callable[[Duel], None]] = []
        self.is_over = False

    def send(self, *lines: str, connection: str = "", settle: float = 0.0) -> None:
        self.play(lambda duel: duel.send(*lines, connection=connection, settle=settle))

    def play(self, step: Callable[[Duel], None]) -> None:
        """Play *step* on both servers.

        Raises:
            Different: they differ, and differ when the session is played from its beginning once more. What differs
                once only ends the session and is kept in `steps`: a real server's threads race.
        """
        if self.is_over:
            return
        if self.steps.are_enough:
            self.is_over = True
            self.duel.close()
            return
        self.steps.made()
        self.done.append(step)
        try:
            step(self.duel)
        except Different as found:
            self.is_over = True
            self.duel.close()
            if not self.comes_again():
                self.steps.unsteady.append(found)
                return
            self.steps.found(found)
            raise

    def comes_again(self) -> bool:
        """Whether the servers differ when the whole session is played again."""
        with self.begin("again") as again:
            try:
                for step in self.done:
                    self.steps.made()
                    step(again)
            except Different:
                return True
        return False

    def teardown(self) -> None:
        if not getattr(self, "is_over", True):
            self.duel.close()
        if hasattr(self, "duel"):
            self.steps.last = self.duel.script()

    # -- AstDB

    @precondition(lambda self: "database" in self.areas)
    @rule(key=_KEYS, value=VALUES)
    def put(self, key: str, value: str) -> None:
        self.send("Action: DBPut", f"Family: {self.family}", f"Key: {key}", f"Val: {value}")

    @precondition(lambda self: "database" in self.areas)
    @rule(action=st.sampled_from(("DBGet", "DBDel")), key=_KEYS)
    def entry(self, action: str, key: str) -> None:
        self.send(f"Action: {action}", f"Family: {self.family}", f"Key: {key}")

    @precondition(lambda self: "database" in self.areas)
    @rule(action=st.sampled_from(("DBGetTree", "DBDelTree")), key=st.one_of(st.none(), _KEYS))
    def tree(self, action: str, key: str | None) -> None:
        below = [] if key is None else [f"Key: {key}"]
        self.send(f"Action: {action}", f"Family: {self.family}", *below)

    @precondition(lambda self: "database" in self.areas)
    @rule(verb=st.sampled_from(("get", "show", "put", "del", "deltree", "showkey")), key=_KEYS, value=VALUES)
    def database_command(self, verb: str, key: str, value: str) -> None:
        words = {"put": f'{self.family} {key} "{value}"', "showkey": f"none{self.family}", "show": self.family}
        self.send("Action: Command", f"Command: database {verb} {words.get(verb, f'{self.family} {key}')}")

    # -- variables

    @precondition(lambda self: "variables" in self.areas)
    @rule(name=_NAMES, value=VALUES)
    def set_global(self, name: str, value: str) -> None:
        self.send("Action: Setvar", f"Variable: {self.prefix}{name}", f"Value: {value}")

    @precondition(lambda self: "variables" in self.areas)
    @rule(name=_NAMES)
    def get_global(self, name: str) -> None:
        self.send("Action: Getvar", f"Variable: {self.prefix}{name}")

    @precondition(lambda self: "variables" in self.areas)
    @rule(function=FUNCTIONS)
    def get_function(self, function: str) -> None:
        self.send("Action: Getvar", f"Variable: {function}")

    @precondition(lambda self: "variables" in self.areas)
    @rule(expression=EXPRESSIONS)
    def get_expression(self, expression: str) -> None:
        self.send("Action: Getvar", f"Variable: IF($[{expression}]?yes:no)")

    # -- commands

    @precondition(lambda self: "commands" in self.areas)
    @rule(command=st.sampled_from(COMMANDS), cut=st.integers(0, 3), more=WORDS, connection=st.sampled_from(("", "b")))
    def command(self, command: str, cut: int, more: str, connection: str) -> None:
        shorter = command[: len(command) - cut] if cut else command
        self.send("Action: Command", f"Command: {shorter} {more}".rstrip(), connection=connection)

    # -- what a user may and hears

    @precondition(lambda self: "session" in self.areas)
    @rule(mask=st.one_of(st.sampled_from(MASKS), _PLAIN), connection=st.sampled_from(("", "b")))
    def mask(self, mask: str, connection: str) -> None:
        self.send("Action: Events", f"EventMask: {mask}", connection=connection)

    @precondition(lambda self: "session" in self.areas)
    @rule(name=_PLAIN, headers=st.lists(st.tuples(st.sampled_from(("A", "b-c", "Note", "Event")), VALUES), max_size=3))
    def user_event(self, name: str, headers: list[tuple[str, str]]) -> None:
        self.send("Action: UserEvent", f"UserEvent: {name}", *(f"{n}: {v}" for n, v in headers))

    @precondition(lambda self: "session" in self.areas)
    @rule(
        action=st.sampled_from(
            (
                "Ping",
                "DBGet",
                "Getvar",
                "Originate",
                "UserEvent",
                "Command",
                "CoreStatus",
                "QueueStatus",
                "Nothing",
                "Redirect",
                "Hangup",
                "Status",
                "ListCommands",
                "Reload",
                "ModuleCheck",
                "Events",
            )
        )
    )
    def bare_action(self, action: str) -> None:
        if action not in ("Reload", "Status"):
            self.send(f"Action: {action}", connection="b")

    # -- queues

    @precondition(lambda self: "queues" in self.areas)
    @rule(
        queue=st.sampled_from(("support", "sales", "none")),
        paused=st.sampled_from((None, "true", "false", "1", "x")),
        penalty=st.sampled_from((None, "0", "5", "-1", "x")),
        name=st.one_of(st.none(), VALUES),
    )
    def queue_add(self, queue: str, paused: str | None, penalty: str | None, name: str | None) -> None:
        given = {"Paused": paused, "Penalty": penalty, "MemberName": name}
        more = [f"{header}: {value}" for header, value in given.items() if value is not None]
        self.send("Action: QueueAdd", f"Queue: {queue}", f"Interface: {self.member}", *more)

    @precondition(lambda self: "queues" in self.areas)
    @rule(queue=st.sampled_from(("support", "sales", "none")))
    def queue_remove(self, queue: str) -> None:
        self.send("Action: QueueRemove", f"Queue: {queue}", f"Interface: {self.member}")

    @precondition(lambda self: "queues" in self.areas)
    @rule(
        queue=st.sampled_from((None, "support", "none")), paused=st.sampled_from(("true", "no", "", "1")), reason=VALUES
    )
    def queue_pause(self, queue: str | None, paused: str, reason: str) -> None:
        where = [] if queue is None else [f"Queue: {queue}"]
        self.send("Action: QueuePause", f"Interface: {self.member}", *where, f"Paused: {paused}", f"Reason: {reason}")

    @precondition(lambda self: "queues" in self.areas)
    @rule(queue=st.sampled_from(("support", "sales", "none")), by=st.booleans())
    def queue_status(self, queue: str, by: bool) -> None:
        member = [f"Member: {self.member}"] if by else []
        self.send("Action: QueueStatus", f"Queue: {queue}", *member)

    @precondition(lambda self: "queues" in self.areas)
    @rule(
        queue=st.sampled_from((None, "support", "sales", "none")),
        given=st.sampled_from(
            (
                ("QueuePenalty", "Penalty", "0"),
                ("QueuePenalty", "Penalty", "7"),
                ("QueuePenalty", "Penalty", "-1"),
                ("QueuePenalty", "Penalty", "x"),
                ("QueueMemberRingInUse", "RingInUse", "no"),
                ("QueueMemberRingInUse", "RingInUse", "yes"),
                ("QueueMemberRingInUse", "RingInUse", "2"),
            )
        ),
    )
    def queue_member(self, queue: str | None, given: tuple[str, str, str]) -> None:
        action, header, value = given
        where = [] if queue is None else [f"Queue: {queue}"]
        self.send(f"Action: {action}", f"Interface: {self.member}", f"{header}: {value}", *where)

    # -- calls

    @precondition(lambda self: "calls" in self.areas)
    @rule(
        exten=st.sampled_from(("1002", "1002", "none", "")),
        application=st.sampled_from((None, "Wait", "NoSuchApplication")),
        variable=st.one_of(st.none(), VALUES),
        caller=st.one_of(st.none(), VALUES),
        to=st.sampled_from(("1002", "none")),
    )
    def originate(self, exten: str, application: str | None, variable: str | None, caller: str | None, to: str) -> None:
        lines = [f"Channel: Local/{exten}@default/n", "Async: true"]
        lines += [f"Variable: V={variable}"] if variable is not None else []
        lines += [f"CallerID: {caller}"] if caller is not None else []
        if application:
            lines += [f"Application: {application}", "Data: 30"]
        else:
            lines += ["Context: default", f"Exten: {to}", "Priority: 1"]
        self.send("Action: Originate", *lines, settle=CALL_SETTLES)

    @precondition(lambda self: "calls" in self.areas and self.duel.channels)
    @rule(which=st.integers(0, 9), action=st.sampled_from(("Setvar", "Getvar", "Status", "Hangup")), value=VALUES)
    def channel(self, which: int, action: str, value: str) -> None:
        channel = self.duel.channels[which % len(self.duel.channels)]
        more = {"Setvar": ["Variable: V", f"Value: {value}"], "Getvar": ["Variable: V"], "Hangup": [], "Status": []}
        settle = CALL_SETTLES if action == "Hangup" else 0.0
        self.send(f"Action: {action}", f"Channel: {channel}", *more[action], settle=settle)

    # -- bytes

    @precondition(lambda self: "bytes" in self.areas)
    @rule(
        lines=st.lists(
            st.tuples(
                st.sampled_from(("Action", "action", " Action", "ActionID", "Key", "", "Action ")),
                st.sampled_from((":", ": ", ":  ", " : ", "", "\r: ", "\0:")),
                st.sampled_from(("Ping", "ping", "Nothing", "", "x", " Ping", "Ping ", "DBGet")),
                st.sampled_from(("\r\n", "\n", "\r\n")),
            ).map("".join),
            max_size=5,
        ),
    )
    def odd_bytes(self, lines: list[str]) -> None:
        self.play(lambda duel: duel.raw("".join(lines) + "\r\n"))

    @precondition(lambda self: "bytes" in self.areas)
    @rule(
        size=st.one_of(
            st.tuples(st.sampled_from((900, 1021, 1022, 1023, 1024, 1025, 2046, 2047, 3000)), st.integers(0, 2)),
            st.tuples(st.just(9), st.integers(124, 130)),
        ),
        filler=st.sampled_from(("x", "é", ":", " ", "\0", "Action: Ping\r")),
        end=st.sampled_from(("\r\n", "\n")),
    )
    def long_lines(self, size: tuple[int, int], filler: str, end: str) -> None:
        """A line about as long as lines may be, or one behind about as many as a message may have.

        Not both: a line too long in a message of too many lines is held against the next message (recorded), which
        may be the Ping that ends the step on a real server.
        """
        length, before = size
        line = "Note: " + filler * length
        line = line.encode()[:length].decode(errors="ignore")
        text = "Action: Ping\r\n" + "X: 1\r\n" * before + line + end
        self.play(lambda duel: duel.raw(text + "\r\n"))
