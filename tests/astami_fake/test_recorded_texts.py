"""No text of a reply stands in the source that no recording shows.

The texts are the sentences in `actions`, `cli`, `documentation`, `pbx`, `_session`, `_web` and `_http`: string
constants of two words and more, cut at control characters, and the names of headers in mixed case. What is never sent
is left out by its place: docstrings, arguments of exceptions (but CliError, whose words are sent), what a test is told
of, types, and the patterns that decorators match with (AGI's commands).
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "astami_fake"

SAID_TO_THE_TEST = {"problem", "violation", "compile", "execute", "executemany"}
"""Calls whose words go to whoever runs the tests, to SQLite, or nowhere, and not to a manager."""

EXCUSED = {
    "go on": "the name of a result, never sent",
    "Asterisk PBX": "User-Agent of a contact; the version behind it makes it a placeholder in cases",
}

OUR_VOICE = "astami_fake "
"""How a sentence begins that the fake says of itself: it is told as ours, and no real server says it."""


def modules() -> Iterator[Path]:
    for area in ("actions", "cli", "documentation", "pbx"):
        yield from sorted((SOURCE / area).rglob("*.py"))
    yield from (SOURCE / name for name in ("_session.py", "_web.py", "_http.py"))


def recorded() -> str:
    """All that real servers said, as one text."""
    parts = [path.read_text() for path in sorted((ROOT / "conformance" / "cases").rglob("*.ami"))]
    parts += [path.read_text() for path in sorted((SOURCE / "releases" / "data").rglob("*.txt"))]
    golden = ROOT / "tests" / "astami_fake" / "golden"
    for path in sorted(golden.glob("http-*.json")):
        parts += json.loads(path.read_text()).values()
    parts += [
        "\n".join(line for frame in frames for line in frame)
        for frames in json.loads((golden / "testevents.json").read_text()).values()
    ]
    return "\n".join(parts)


def never_sent(tree: ast.AST) -> set[int]:
    """The nodes whose constants reach no manager."""
    found: set[int] = set()
    for node in ast.walk(tree):
        inside: list[ast.AST] = []
        match node:
            case ast.Expr(value=ast.Constant()):
                inside = [node]
            case ast.Constant(value=str(start)) | ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if (
                start.startswith(OUR_VOICE)
            ):
                inside = [node]
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name != "CliError":
                inside = [node]
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in SAID_TO_THE_TEST:
                inside = [node]
            case ast.FunctionDef(decorator_list=decorators):
                inside = list(decorators)
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.AST() as annotation):
                inside = [annotation]
            case ast.Assign(value=ast.Subscript() | ast.BinOp(op=ast.BitOr())):
                inside = [node]
        found |= {id(below) for above in inside for below in ast.walk(above)}
    return found


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences and header names that *path* could send, with their lines."""
    tree = ast.parse(path.read_text())
    unsent = never_sent(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
            name = node.elts[0].value
            if isinstance(name, str) and re.fullmatch(r"[A-Z][a-z]+[A-Z]\w*", name) and id(node) not in unsent:
                yield node.lineno, name
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in unsent:
            continue
        for part in re.split(r"[\r\n\t\\]|\{[^}]*\}", node.value):
            text = part.strip()
            if re.search(r"[A-Za-z]{2}[^ ]* +[^ ]*[A-Za-z]", text):
                yield node.lineno, text


def test_each_text_of_a_reply_stands_in_a_recording() -> None:
    """A sentence that the fake says, and a header that it sends, was said by a real server."""
    known = recorded()
    unknown = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in modules()
        for line, text in texts(path)
        if text not in known and text not in EXCUSED
    ]
    assert not unknown, "\n".join(["no recording shows", *unknown])


def test_an_invented_text_is_found(tmp_path: Path) -> None:
    """A reply, a line of a command and a header that nobody recorded are seen; words for the test's author are not."""
    path = tmp_path / "invented.py"
    path.write_text(
        '"""A docstring is no reply."""\n'
        "def reply(pbx, word):\n"
        '    pbx.problem(f"{word} is told to the test")\n'
        "    if not word:\n"
        '        raise CliError(f"Never said of {word}")\n'
        '    raise ValueError("told to who calls")\n'
        '    return error(f"astami_fake has no {word} yet")\n'
        'def answer(action):\n    return [("NeverSent", "1")], error(action, "Never heard of")\n'
    )
    known = recorded()
    assert {text for _, text in texts(path) if text not in known} == {"Never said of", "NeverSent", "Never heard of"}
