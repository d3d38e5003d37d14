"""Write `src/astami_fake/releases/data/RELEASE` from what real Asterisk says: its actions, commands, modules, events.

    python tools/record_release.py --base HOST:PORT --stock HOST:PORT --bare HOST:PORT --files HOST:PORT \
        --documentation core-en_US.xml

Four servers of one release, each with the user and secret of conformance/etc/manager.conf:

- base: conformance/etc; how often each module is in use there is part of what cases show;
- stock: conformance/etc with conformance/etc-stock laid over it: every module that can be loaded is;
- bare: the same as stock, but with `autoload = no` and nothing else in modules.conf. Its modules are loaded one by one
  here, to see which of them brings which action and command. Start it anew for each run.
- files: the same as bare, with an empty file of each name that a module has in it (`grep -aoE '[a-z_0-9]+\\.conf'`) and
  none that includes another: to see which module reads which file. Start it anew, too.

The documentation file is the one that the server itself ships; it alone says which class of users sees an event.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from astami import AMIClient
from astami_fake import cli, privileges
from astami_fake.cli._registry import COMMANDS

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src/astami_fake/releases/data"
CORE = "core"
CUT_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f] "
"""Who reads a file for sorcery: an id, as far as its column goes."""
LATE = ("res_geolocation.so",)
"""Loaded at the end: 16.28 ends with a fault when it comes before the modules that it needs."""

#: Commands whose usage a recorded case asks for.
ASKED = frozenset(
    found[1].lower()
    for path in (ROOT / "conformance/cases").rglob("*.ami")
    for found in re.finditer(r"(?m)^ {3}Command: core show help (.+)$", path.read_text(encoding="utf-8"))
)

Rows = dict[str, tuple[str, ...]]


class Server:
    """A real server, asked by its manager interface."""

    def __init__(self, address: str) -> None:
        host, _, port = address.partition(":")
        users = (ROOT / "conformance/etc/manager.conf").read_text(encoding="utf-8")
        found = re.search(r"\[admin\].*?secret = (\S+)", users, re.DOTALL)
        if found is None:
            raise SystemExit("conformance/etc/manager.conf has no user admin with a secret")
        self._client = AMIClient(host, int(port), "admin", found[1], timeout=60)
        self._client.connect()
        self._client.login()

    def run(self, command: str) -> list[str]:
        """The lines that *command* prints, without the empty ones at its end."""
        lines = list(self._client.command(command, check=False).output)
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def ask(self, **headers: str) -> tuple[str, str]:
        """Response and message of an action."""
        response = self._client.send_action({name.capitalize(): value for name, value in headers.items()})
        return response.response, response.message

    def load(self, module: str) -> bool:
        """Load *module*; False where it will not, perhaps because it needs one that is not there yet."""
        action = {"Action": "ModuleLoad", "Module": module, "LoadType": "load"}
        return self._client.send_action(action).success

    @property
    def release(self) -> str:
        words = self.run("core show version")[0].split()
        found = re.match(r"\d+\.\d+", words[1])
        if found is None:
            raise SystemExit(f"this is no Asterisk: {words}")
        return found[0]

    def actions(self) -> Rows:
        """name → write classes, synopsis."""
        rows: Rows = {}
        for name, value in self._client.send_action({"Action": "ListCommands"}).headers:
            if found := re.fullmatch(r"(.*)  \(Priv: (.*)\)", value):
                classes = "" if found[2] == "<none>" else found[2].removesuffix(",all")
                rows[name] = (classes, found[1])
        return rows

    def commands(self) -> Rows:
        """name → summary."""
        found = (line.split(" -- ", 1) for line in self.run("core show help") if " -- " in line)
        return {name.strip(): (summary,) for name, summary in found}

    def modules(self) -> Rows:
        """name → description as shown, use count, status, support level."""
        rows: Rows = {}
        for line in self.run("module show")[1:-1]:
            name, rest = line.split(None, 1)
            found = re.fullmatch(r"(.*?)\s+(\d+)\s+(Running|Not Running)\s+(\w+)", rest)
            if found is None:
                raise SystemExit(f"a line of module show that cannot be read: {line!r}")
            rows[name] = (found[1], found[2], found[3], found[4])
        return rows

    def channel_types(self) -> Rows:
        """name → description as shown, yes or no for each of the other columns."""
        rows: Rows = {}
        for line in self.run("core show channeltypes")[2:-2]:
            name, rest = line[:16].strip(), line[17:]
            rows[name] = (rest[:40].rstrip(), *rest[40:].split())
        return rows

    def channel_type(self, name: str) -> tuple[str, ...]:
        """What `core show channeltype` tells beside that: formats, then yes or no each."""
        told = [line.partition(": ")[2] for line in self.run(f"core show channeltype {name}")[5:]]
        return (told[0].strip("()"), *told[1:])

    def codecs(self) -> Iterable[tuple[str, ...]]:
        """Number, kind, name, format, quality where it is shown, description; in the order shown."""
        for line in self.run("core show codecs")[4:]:
            told, _, description = line.partition("(")
            yield (*told.split(), description.removesuffix(")"))

    def applications(self) -> Rows:
        """name → synopsis, with the blank that may stand behind it."""
        found = (line.lstrip().split(": ", 1) for line in self.run("core show applications")[1:-1])
        return {name: (synopsis,) for name, synopsis in found}

    def functions(self) -> Rows:
        """name → syntax, cut as shown, and synopsis."""
        rows: Rows = {}
        for line in self.run("core show functions")[2:-1]:
            syntax = line[22:57].rstrip()
            name = line[:20].rstrip()
            rows[syntax.partition("(")[0] if len(name) == 20 else name] = (syntax, line[59:])
        return rows

    def file_formats(self) -> Rows:
        """name → format, extensions."""
        told = (line.split() for line in self.run("core show file formats")[2:-1])
        return {name: (form, extensions) for form, name, extensions in told}

    def switches(self) -> Rows:
        """name → description."""
        found = (line.partition(": ") for line in self.run("core show switches") if ": " in line)
        return {name: (description,) for name, _, description in found}

    def config_engines(self) -> Rows:
        """name → nothing."""
        found = (line.partition(": ") for line in self.run("core show config mappings"))
        return {name: () for what, _, name in found if what == "Config Engine"}

    def identifiers(self) -> Rows:
        """What tells PJSIP whose a request is → nothing."""
        lines = self.run("pjsip show identifiers")
        return {line.strip(): () for line in lines[1:]} if lines[0].startswith("Identifier Names") else {}

    def described(self) -> Rows:
        """What describes its options → nothing."""
        return {line.strip(): () for line in self.run("config show help")[1:]}

    def translators(self) -> Rows:
        """A pair of formats with one step between them, ``ulaw@8000 slin@8000`` → its cost."""
        rates = self.rates()
        names = [codec for codec, _ in rates]
        labels = {
            f"{codec}@{rate}": codec if names.count(codec) == 1 else f"{codec}{int(rate) // 1000}"
            for codec, rate in rates
        }
        columns, *table = (line.split() for line in self.run("core show translation")[3:] or [""])
        costs = {(row[0], to): cost for row in table for to, cost in zip(columns, row[1:], strict=True)}
        rows: Rows = {}
        for codec, rate in rates:
            for line in self.run(f"core show translation paths {codec} {rate}")[1:]:
                steps = re.findall(r"\((\S+?)\)", line)
                if len(steps) == 2:
                    rows[" ".join(steps)] = (costs[labels[steps[0]], labels[steps[1]]],)
        return rows

    def rates(self) -> list[tuple[str, str]]:
        """Audio codecs with their sample rates, in the order in which paths are shown; who is asked for is not."""
        of_ulaw, of_none = (
            [line.split()[2].split(":") for line in self.run(f"core show translation paths {codec}")[1:]]
            for codec in ("ulaw", "none")
        )
        none = ["none", "8000"]
        of_none.insert(of_none.index(of_ulaw[of_ulaw.index(none) - 1]) + 1, none)
        return [(codec, rate) for codec, rate in of_none]

    def config_readers(self) -> Rows:
        """File, and who reads it (nothing for sorcery's readers, named by an id) → how often it is read so."""
        found = Counter(
            f"{Path(line[21:].strip()).name}\t{'' if re.match(CUT_ID, line) else line[:20].rstrip()}"
            for line in self.run("config list")
        )
        return {key: (str(times),) for key, times in found.items()}

    def usage(self, name: str) -> list[str]:
        """What `core show help` prints of the command *name*."""
        words = [re.sub(r"^\{(.*?)\|.*\}$", r"\1", word) for word in re.sub(r"\s*\[.*", "", name).split()]
        return self.run(f"core show help {' '.join(words)}")

    def events(self) -> list[str]:
        """The events that it knows."""
        lines = self.run("manager show events")
        return [name for line in lines if line.startswith("  ") for name in line.split() if name.strip("-")]


def owners(bare: Server, modules: Iterable[str], read: Iterable[Callable[[], Rows]]) -> list[dict[str, str]]:
    """Load *modules* into *bare* one by one: which module each name that a reader of *read* gives came with."""
    readers = list(read)
    found = [dict.fromkeys(reader(), CORE) for reader in readers]
    left = sorted((name for name in modules if name.endswith(".so")), key=lambda name: (name in LATE, name))
    while left:
        loaded = [module for module in left if _load(bare, module, readers, found)]
        if not loaded:
            print(f"not loaded, needs what is not there: {' '.join(left)}", file=sys.stderr)
            break
        left = [module for module in left if module not in loaded]
    return found


def _load(bare: Server, module: str, readers: list[Callable[[], Rows]], found: list[dict[str, str]]) -> bool:
    """Load *module*, and note what came with it; also where it declines, as pbx_ael leaves its commands behind then."""
    is_loaded = bare.load(module)
    for reader, names in zip(readers, found, strict=True):
        for name in reader():
            names.setdefault(name, module)
    return is_loaded


def readers(files: Server, stock: Server, modules: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Load *modules* into *files* one by one: file, who reads it, with which module, how often, as listed."""
    seen = Counter({key: int(times) for key, (times,) in files.config_readers().items()})
    found = [(key, CORE, times) for key, times in seen.items()]
    left = sorted((name for name in modules if name.endswith(".so")), key=lambda name: (name in LATE, name))
    while left:
        loaded = []
        for module in left:
            if files.load(module):
                loaded.append(module)
            now = Counter({key: int(times) for key, (times,) in files.config_readers().items()})
            found += [(key, module, times) for key, times in (now - seen).items()]
            seen = now
        if not loaded:
            break
        left = [module for module in left if module not in loaded]
    places = {key: place for place, key in enumerate(stock.config_readers())}
    found.sort(key=lambda row: (row[0].partition("\t")[0], places.get(row[0], -1)))
    return ((*key.split("\t"), module, str(times)) for key, module, times in found)


def event_classes(documentation: Path) -> dict[str, str]:
    """Name → class of all events in *documentation*; empty where it names no class that users have."""
    root = ET.parse(documentation).getroot()
    found: dict[str, str] = {}
    for event in root.iter("managerEvent"):
        for instance in event.iter("managerEventInstance"):
            name = instance.get("class", "").removeprefix("EVENT_FLAG_").lower()
            found[event.get("name", "")] = name if name in privileges.CLASSES else ""
    return found


def events(classes: dict[str, str], listed: list[str]) -> Iterable[tuple[str, ...]]:
    """A row for each event of *classes* with how often it is *listed*, which may cut names.

    Raises:
        SystemExit: a listed name is none, or several, of those documented.
    """
    times = dict.fromkeys(classes, 0)
    for shown in listed:
        fits = [shown] if shown in times else [name for name in times if name.startswith(shown)]
        if len(fits) != 1:
            raise SystemExit(f"the documentation has {len(fits)} events that begin with {shown!r}")
        times[fits[0]] += 1
    return ((name, classes[name], str(times[name])) for name in sorted(classes))


def is_told(command: str) -> bool:
    """Whether the fake has a use for the usage text of *command*: it models it, or a recorded case asks for it.

    The texts are Asterisk's; none is kept that no test meets.
    """
    choices = [word.strip("{}").split("|") for word in command.partition(" [")[0].lower().split()]
    return any(words in COMMANDS or " ".join(words) in ASKED for words in itertools.product(*choices))


def write(folder: Path, name: str, title: str, columns: str, rows: Iterable[tuple[str, ...]]) -> None:
    """One table: a comment, and a line a row with tabs between."""
    head = [f"# {title} Written by tools/{Path(sys.argv[0]).name}.", f"# {columns}; tabs between"]
    lines = head + ["\t".join(row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder.name}/{name}: {len(lines) - len(head)} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in ("base", "stock", "bare", "files"):
        parser.add_argument(f"--{kind}", required=True, metavar="HOST:PORT")
    parser.add_argument("--documentation", required=True, type=Path, metavar="FILE")
    given = parser.parse_args()
    cli.load()
    base, stock, bare = Server(given.base), Server(given.stock), Server(given.bare)
    release = stock.release
    folder = DATA / release
    folder.mkdir(exist_ok=True)
    modules, in_base = stock.modules(), base.modules()
    kinds = ("applications", "functions", "file_formats", "switches", "config_engines", "translators", "identifiers")
    action_of, command_of, type_of, *others_of = owners(
        bare, modules, (bare.actions, bare.commands, bare.channel_types, *(getattr(bare, kind) for kind in kinds))
    )
    who = f"of Asterisk {release}, recorded with conformance/etc-stock"

    rows = [(name, classes, action_of[name], text) for name, (classes, text) in stock.actions().items()]
    write(folder, "actions.txt", f"Actions {who}.", "name, write classes, module, synopsis", rows)

    commands = stock.commands()
    write(
        folder,
        "commands.txt",
        f"CLI commands {who}.",
        "name, module, summary",
        ((name, command_of[name], summary) for name, (summary,) in commands.items()),
    )
    shown = [name for name in commands if is_told(name)]
    usages = ((name if not at else "", line) for name in shown for at, line in enumerate(stock.usage(name)))
    write(folder, "usage.txt", f"Usage of the CLI commands {who}.", "name (of the first line only), line", usages)

    types = [
        (name, type_of[name], *columns, *stock.channel_type(name)) for name, columns in stock.channel_types().items()
    ]
    write(
        folder,
        "channeltypes.txt",
        f"Channel types {who}.",
        "name, module, description (cut as shown), device state, presence, indications, transfer, formats, "
        "digit begin, digit end, HTML, images, text",
        types,
    )
    write(
        folder,
        "codecs.txt",
        f"Codecs {who}.",
        "number, kind, name, format, quality (in releases that show it), description",
        stock.codecs(),
    )

    registered = [
        (kind, name, owner_of[name], *facts)
        for kind, owner_of in zip(kinds, others_of, strict=True)
        for name, facts in getattr(stock, kind)().items()
    ]
    registered += [("rates", f"{codec}@{rate}", CORE) for codec, rate in stock.rates()]
    registered += [("described", name, CORE) for name in stock.described()]
    write(
        folder,
        "registered.txt",
        f"What modules of Asterisk {release} register.",
        "kind, name, module, facts",
        registered,
    )
    write(
        folder,
        "configreaders.txt",
        f"Who reads files in Asterisk {release}.",
        "file, who reads it as config list says (nothing for sorcery), module, how often",
        readers(Server(given.files), stock, modules),
    )

    reloads = {
        name: "no" if stock.ask(action="Reload", module=name)[1] == "Module does not support reload" else "yes"
        for name in modules
    }
    write(
        folder,
        "modules.txt",
        f"Modules {who}; use counts as with conformance/etc where it loads them.",
        "name, description (cut as shown), use count when idle, status, support level, takes a reload",
        (
            (name, description, in_base[name][1] if name in in_base else uses, status, support, reloads[name])
            for name, (description, uses, status, support) in modules.items()
        ),
    )

    write(
        folder,
        "events.txt",
        f"Events {who}: the facts of the documentation file, and what manager show events lists.",
        "name, class that may see it (empty where the file names none), how often it is listed",
        events(event_classes(given.documentation), stock.events()),
    )


if __name__ == "__main__":
    main()
