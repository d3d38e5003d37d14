"""What the fuzzer does that not every server lets it do: configuration files, log-ins and filters of events.

Configuration files are changed in `scratch.conf` of the configuration `etc-config` only, which each session leaves
empty. CreateConfig is sent for files that it must not make: AMI has no way to delete one. May import: `lists`,
`sessions`, hypothesis (extra `conformance`).
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from astami_fake.conformance.fuzz.lists import ListingMachine
from astami_fake.conformance.fuzz.sessions import MASKS, SPARE, USERS

_FILES = st.sampled_from(("scratch.conf", "scratch.conf", "lists.conf", "empty.conf", "none.conf", ""))
_CATEGORIES = st.sampled_from(("a", "a", "b", "general", "small", "base", "A", "c d"))
_NAMES = st.sampled_from(("x", "x", "y", "colour", "size", "X", ""))
_SIMPLE = st.sampled_from(("", "1", "2", "red", "two words", ">arrow", "semi;colon", "a=b", "é"))
_KINDS = (
    "NewCat",
    "NewCat",
    "RenameCat",
    "DelCat",
    "EmptyCat",
    "Update",
    "Delete",
    "Append",
    "Append",
    "Insert",
    "None",
)
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(_KINDS),
        _CATEGORIES,
        _NAMES,
        _SIMPLE,
        st.sampled_from((None, None, "1", "red")),
        st.sampled_from((None, None, "0", "1")),
    ),
    max_size=3,
)
_FILTERS = ("Event: Newchannel", "!Event: UserEvent", "Channel: Local", "Event:", "", "(", "!")
#: Seconds after which a refused log-in has been answered and its connection is closed.
_REFUSAL_SETTLES = 1.5


class WholeMachine(ListingMachine):
    """A session with all areas."""

    # -- configuration files

    @precondition(lambda self: "config" in self.areas)
    @rule(
        action=st.sampled_from(("GetConfig", "GetConfigJSON", "ListCategories")),
        file=_FILES,
        category=st.one_of(st.none(), _CATEGORIES),
    )
    def read_config(self, action: str, file: str, category: str | None) -> None:
        more = [] if category is None or action == "ListCategories" else [f"Category: {category}"]
        self.send(f"Action: {action}", f"Filename: {file}", *more)

    @precondition(lambda self: "config" in self.areas)
    @rule(source=_FILES, changes=_CHANGES)
    def update_config(self, source: str, changes: list[tuple[str, str, str, str, str | None, str | None]]) -> None:
        lines = [f"SrcFilename: {source}", "DstFilename: scratch.conf"]
        for number, (kind, category, name, value, match, line) in enumerate(changes):
            if kind == "Insert" and line:  # behind the last line it crashes real servers
                line = "0"
            given = {"Action": kind, "Cat": category, "Var": name, "Value": value, "Match": match, "Line": line}
            lines += [f"{header}-{number:06}: {text}" for header, text in given.items() if text is not None]
        self.send("Action: UpdateConfig", *lines)

    @precondition(lambda self: "config" in self.areas)
    @rule(file=st.sampled_from(("scratch.conf", "lists.conf", "", "../none/x.conf")))
    def create_config(self, file: str) -> None:
        self.send("Action: CreateConfig", f"Filename: {file}")

    # -- log-ins and filters

    @precondition(lambda self: "login" in self.areas)
    @rule(connection=st.sampled_from(SPARE), user=st.sampled_from(USERS), mask=st.sampled_from(MASKS))
    def log_in_too(self, connection: str, user: str, mask: str) -> None:
        secret = self.fake.secret(user)
        self.send_spare(connection, "Action: Login", f"Username: {user}", f"Secret: {secret}", f"Events: {mask}")

    @precondition(lambda self: "login" in self.areas)
    @rule(
        connection=st.sampled_from(SPARE),
        user=st.sampled_from(("admin", "nobody", "ADMIN", "")),
        proof=st.sampled_from(("Secret: wrong", "Secret: ", "AuthType: MD5\nKey: 0", "AuthType: plain\nSecret: x")),
    )
    def be_refused(self, connection: str, user: str, proof: str) -> None:
        lines = ["Action: Login", f"Username: {user}", *proof.split("\n")]
        self.send_spare(connection, *lines, settle=_REFUSAL_SETTLES)

    @precondition(lambda self: "login" in self.areas)
    @rule(connection=st.sampled_from(SPARE), action=st.sampled_from(("Ping", "Challenge", "DBGet", "Logoff")))
    def speak_too(self, connection: str, action: str) -> None:
        """Before or after the log-in, as it happens."""
        more = ["AuthType: SHA"] if action == "Challenge" else []
        self.send_spare(connection, f"Action: {action}", *more, settle=_REFUSAL_SETTLES)

    @precondition(lambda self: "login" in self.areas)
    @rule(operation=st.sampled_from(("Add", "add", "Remove", "")), text=st.sampled_from(_FILTERS))
    def filter_events(self, operation: str, text: str) -> None:
        self.send("Action: Filter", f"Operation: {operation}", f"Filter: {text}", connection="b")

    def send_spare(self, connection: str, *lines: str, settle: float = 0.0) -> None:
        """Send on a connection that begins without a log-in, as long as it is open."""
        if not self.is_over and self.duel.is_open(connection):
            self.send(*lines, connection=connection, settle=settle)
