"""Write the catalogue of actions and events from what a release of Asterisk says of itself.

    cp -r conformance/etc/. conformance/etc-stock/. etc/
    podman run -d --rm --name stock -p 127.0.0.1:5038:5038 -v $PWD/etc:/etc/asterisk:ro IMAGE
    podman cp stock:/usr/share/asterisk/documentation .
    ASTAMI_SECRET=… python tools/catalogue.py 22.10 --documentation documentation --server 127.0.0.1:5038

The server loads all that the build has (``autoload = yes``, and a file for each module that wants one) and has a user
``admin`` of all classes: its ListCommands says which actions there are and which classes may use each. The
documentation that is built with it says which parameters and headers they have; only names are taken from it.

``--check`` writes nothing and exits with
1 and a diff where the committed catalogue says otherwise. Without arguments the module of literal names and the typed
``send_action`` are written anew from the committed catalogue; ``--check`` alone compares them.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from astami import AMIClient
from astami.catalogue import RELEASES, load

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT / "src/astami/catalogue/data"
NAMES: Final = ROOT / "src/astami/catalogue/names.py"
#: The typed ``send_action`` of both clients, and how their functions begin.
TYPED: Final = {
    ROOT / "src/astami/_async/helpers/sending.pyi": "async def",
    ROOT / "src/astami/_sync/helpers/sending.pyi": "def",
}

INCLUDE: Final = "{http://www.w3.org/2001/XInclude}include"
#: What an include points at: the parameters of another element, all or those of some name.
POINTER: Final = re.compile(
    r"xpointer\(/?docs/(?P<kind>\w+)\[@name='(?P<name>[^']+)'\](?P<instance>/managerEventInstance)?/syntax/parameter"
    r"(?:\[@name='(?P<only>[^']+)'\]|\[contains\(@name, '(?P<part>[^']+)'\)\])?\)"
)
#: A header in the template of a block that events have in common: ``<channel_snapshot prefix="Dest"/>``.
PREFIXED: Final = re.compile(r"concat\(@prefix,\s*'(\w+)'\)")
XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"


class Documentation:
    """The names in the documentation that is built with a release.

    Args:
        folder: core-en_US.xml and appdocsxml.xslt, which says what the blocks of headers stand for. They come out of
            the build of Asterisk that is asked, not from a stranger.
    """

    def __init__(self, folder: Path) -> None:
        self._root = ET.parse(folder / "core-en_US.xml").getroot()
        self._blocks = {
            template.attrib["match"]: [
                name
                for value in template.iterfind(f".//{XSL}attribute[@name='name']/{XSL}value-of")
                for name in PREFIXED.findall(value.attrib["select"])
            ]
            for template in ET.parse(folder / "appdocsxml.xslt").getroot().iterfind(f"{XSL}template")
        }

    def actions(self) -> dict[str, tuple[str, list[str]]]:
        """Name of each action, with the module that holds it and its parameters, ``*`` behind a required one."""
        found: dict[str, tuple[str, list[str]]] = {}
        for element in self._root.iterfind("manager"):
            # Variants of a module (voicemail in files, IMAP, ODBC) document the same action again.
            found.setdefault(element.attrib["name"], (element.get("module", ""), self._names(element)))
        return found

    def events(self) -> dict[str, tuple[str, list[str]]]:
        """Name of each event, with the class that sees it and its headers."""
        found: dict[str, tuple[str, list[str]]] = {}
        for element in self._root.iterfind("managerEvent"):
            for instance in element.iterfind("managerEventInstance"):
                shown = instance.get("class", "").removeprefix("EVENT_FLAG_").lower()
                _, headers = found.setdefault(element.attrib["name"], (shown, []))
                headers += [name.removesuffix("*") for name in self._names(instance)]
        return {name: (kind, _unique(headers)) for name, (kind, headers) in found.items()}

    def _names(self, element: ET.Element) -> list[str]:
        return _unique(name for syntax in element.iterfind("syntax") for name in self._of(syntax))

    def _of(self, syntax: ET.Element) -> Iterator[str]:
        for child in syntax:
            prefix = child.get("prefix", "")
            match child.tag:
                case "parameter":
                    yield _parameter(child)
                case "channel_snapshot" | "bridge_snapshot" as block:
                    yield from (prefix + name for name in self._blocks[block])
                case tag if tag == INCLUDE:
                    yield from self._included(child.attrib["xpointer"])
                case tag:
                    raise SystemExit(f"no rule for the element {tag} of a syntax")

    def _included(self, pointer: str) -> Iterator[str]:
        match = POINTER.fullmatch(pointer)
        if match is None:
            raise SystemExit(f"no rule for the include {pointer}")
        place = f"{match['kind']}[@name='{match['name']}']{match['instance'] or ''}/syntax/parameter"
        for parameter in self._root.iterfind(place):
            name = parameter.attrib["name"]
            if match["only"] in (None, name) and (match["part"] or "") in name:
                yield _parameter(parameter)


def _parameter(element: ET.Element) -> str:
    return element.attrib["name"] + ("*" if element.get("required") == "true" else "")


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def listed(server: str) -> dict[str, str]:
    """Name and classes of each action that the server has."""
    host, _, port = server.rpartition(":")
    with AMIClient(host, int(port), "admin", os.environ["ASTAMI_SECRET"]) as ami:
        answer = ami.send_action({"Action": "ListCommands"}, check=True)
    found = {}
    for name, text in answer.headers:
        match = re.search(r"\(Priv: ([\w,<>]+)\)\s*$", text)
        if match:
            classes = match[1].removesuffix(",all")
            found[name] = "" if classes in ("<none>", "none") else classes
    return found


def tables(release: str, documentation: Documentation, privileges: dict[str, str]) -> dict[Path, str]:
    """The files of a release: path and text."""
    documented = documentation.actions()
    spelled = {name.casefold(): name for name in documented}
    rows = {}
    had = {name.casefold() for name in privileges}
    # Where the server spells a name another way, its spelling counts.
    for name in sorted({*privileges, *(name for name in documented if name.casefold() not in had)}, key=str.casefold):
        module, parameters = documented.get(spelled.get(name.casefold(), ""), ("", []))
        rows[name] = "\t".join((name, module, privileges.get(name, "?"), " ".join(parameters))).rstrip("\t")
    events = {
        name: "\t".join((name, kind, " ".join(headers))).rstrip("\t")
        for name, (kind, headers) in sorted(documentation.events().items(), key=lambda item: item[0].casefold())
    }
    source = f"of Asterisk {release}, written by tools/catalogue.py from ListCommands and core-en_US.xml of the build."
    return {
        DATA / release / "actions.txt": _lines(
            f"# Actions {source}",
            "# name, module, write classes (any; ? where the server that was asked lacks it), parameters (* needed)",
            rows.values(),
        ),
        DATA / release / "events.txt": _lines(f"# Events {source}", "# name, read class, headers", events.values()),
    }


def _lines(title: str, columns: str, rows: Iterable[str]) -> str:
    return "\n".join((title, f"{columns}; tabs between", *rows)) + "\n"


def literals() -> str:
    """The module of literal names, of the actions and events of all releases."""
    actions = sorted({name for release in RELEASES for name in load(release).actions}, key=str.casefold)
    events = sorted({name for release in RELEASES for name in load(release).events}, key=str.casefold)
    text = (
        '"""Names of all actions and events, as types. Written by tools/catalogue.py from the catalogue."""'
        "\n\nfrom typing import Literal\n\n"
        f"ActionName = Literal[{', '.join(map(repr, actions))}]\n"
        f"EventName = Literal[{', '.join(map(repr, events))}]\n"
    )
    return formatted(text, NAMES)


def overloads(define: str) -> str:
    """The stub of ``sending``: a signature of ``send_action`` per action, for mappings and for pairs."""
    rest = "check: bool = ..., timeout: float | None = ..."
    forms = ["Mapping[str, object]", "Iterable[tuple[str, object]]"]
    lines = [
        f"{define} send_action(self, action: {form}, /, *, {rest}, **headers: object) -> AMIResponse: ..."
        for form in forms
    ]
    lines += [
        f"{define} send_action(self, action: Literal[{name!r}], /, *, {keywords}{rest}) -> AMIResponse: ..."
        for name, keywords in signatures().items()
    ]
    # The answers alone, unless errors may stand in their places.
    many = "Iterable[Mapping[str, object] | Iterable[tuple[str, object]] | str]"
    lines += [
        f"{define} send_actions(self, wanted: {many}, /, *, {rest}, return_exceptions: Literal[{errors}]{default}) "
        f"-> list[{answer}]: ..."
        for errors, default, answer in (
            ("False", " = ...", "AMIResponse"),
            ("True", "", "AMIResponse | AMIError"),
        )
    ]
    body = "".join(f"    @overload\n    {line}\n" for line in lines)
    return (
        "# Written by tools/catalogue.py from the catalogue; change that, not this.\n"
        "from collections.abc import Iterable, Mapping, Sequence\n"
        "from typing import Literal, overload\n\n"
        "from astami.exceptions import AMIError\n"
        "from astami.messages import Action, AMIResponse\n\n"
        "_Value = str | int | float | bool | None | Sequence[str | int | float | bool]\n\n"
        "class Sending:\n"
        f"    {define} _run(self, action: Action, *, {rest}) -> AMIResponse: ...\n"
        f"    {define} _run_together(self, wanted: list[Action], *, check: bool, timeout: float | None) "
        "-> list[AMIResponse | AMIError]: ...\n"
        f"{body}"
    )


def signatures() -> dict[str, str]:
    """Name of each action and its parameters as keywords; needed is what is needed on each release that has it."""
    found: dict[str, dict[str, bool]] = {}
    for release in RELEASES:
        for action in load(release).actions.values():
            known = action.name in found
            needed = found.setdefault(action.name, {"ActionID": False})
            for name in action.parameters:
                needed[name] = name in action.required and needed.get(name, not known)
            for name in needed.keys() - set(action.parameters):
                needed[name] = False
    return {
        action: "".join(
            f"{name}: _Value{'' if parameters[name] else ' = ...'}, " for name in parameters if name.isidentifier()
        )
        for action, parameters in sorted(found.items(), key=lambda item: item[0].casefold())
    }


def formatted(text: str, path: Path) -> str:
    """*text* as the project's formatter writes it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(path), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def settle(files: dict[Path, str], *, check: bool) -> int:
    """Write the files, or with *check* show how the committed ones differ; return the exit code."""
    code = 0
    for path, wanted in files.items():
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
        elif found != wanted:
            code = 1
            name = str(path.relative_to(ROOT))
            sys.stdout.writelines(
                difflib.unified_diff(
                    found.splitlines(keepends=True), wanted.splitlines(keepends=True), name, f"{name} (generated)"
                )
            )
    return code


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write the catalogue of actions and events.")
    parser.add_argument("release", nargs="?", choices=RELEASES, help="release whose tables are written")
    parser.add_argument("--documentation", type=Path, help="folder with core-en_US.xml of its build")
    parser.add_argument("--server", help="HOST:PORT of a stock server of it; secret in ASTAMI_SECRET")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 and a diff if it differs")
    options = parser.parse_args(arguments)
    if options.release:
        if not (options.documentation and options.server):
            parser.error("a release needs --documentation and --server")
        documentation = Documentation(options.documentation)
        return settle(tables(options.release, documentation, listed(options.server)), check=options.check)
    typed = {path: formatted(overloads(define), path) for path, define in TYPED.items()}
    return settle({NAMES: literals(), **typed}, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
