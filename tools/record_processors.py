"""Write `processors.txt` of a release: the task processors of an idle server, and which module brings each.

    python tools/record_processors.py HOST:PORT

The server: conformance/etc, but with `autoload = no` and nothing else in modules.conf. Its modules are loaded one by
one here, those that conformance/etc names first, to see what `core show taskprocessors` has more then. Start it anew
for each run.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator

from astami_fake.config import modules
from astami_fake.releases import RELEASES
from record_release import CORE, DATA, LATE, ROOT, Server, write

_ROW = re.compile(r"(\S+) +\d+ +\d+ +\d+ +(\d+) +(\d+)(?: +\d+ +\d+)?")

#: What a name holds beside its own words: the number that each gets, an address of record, an endpoint.
_PARTS = (
    (re.compile(r"-[0-9a-f]{8}$"), "-{number}"),
    (re.compile(r"(?<=^pjsip/options/).+(?=-)"), "{aor}"),
    (re.compile(r"(?<=^stasis/p:endpoint:PJSIP/).+(?=-)"), "{endpoint}"),
)

#: Seconds after which what a module begins by itself is there.
SETTLES = 0.3

Seen = Counter[tuple[str, ...]]


def processors(server: Server) -> Seen:
    """Name, low water, high water → how many there are; of what there is for each endpoint, one."""
    found: Seen = Counter()
    for line in server.run("core show taskprocessors"):
        if row := _ROW.fullmatch(line.strip()):
            name, low, high = row.groups()
            for pattern, part in _PARTS:
                name = pattern.sub(part, name)
            found[name, low, high] += 1
    return Counter({one: 1 if "{aor}" in one[0] or "{endpoint}" in one[0] else n for one, n in found.items()})


class Shown:
    """The task processors of the server, and with which module each came."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._seen = processors(server)
        self._found = [(one, CORE, times) for one, times in self._seen.items()]

    def note(self, module: str) -> None:
        """Note what came with *module*."""
        if not processors(self._server) - self._seen:
            return
        time.sleep(SETTLES)
        now = processors(self._server)
        self._found += [(one, module, times) for one, times in (now - self._seen).items()]
        self._seen |= now

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Name, module, how many, and what is told beside."""
        for (name, *facts), module, times in self._found:
            yield (name, module, str(times), *facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", metavar="HOST:PORT")
    server = Server(parser.parse_args().server)
    release = server.release
    shown = Shown(server)
    first = modules.load(ROOT / "conformance/etc").wanted
    names = (module.name for module in RELEASES[release].modules if module.name.endswith(".so"))
    left = sorted(names, key=lambda name: (name.removesuffix(".so") not in first, name in LATE, name))
    while True:
        loaded = []
        for module in left:
            if server.load(module):
                loaded.append(module)
                shown.note(module)
        if not loaded:
            break
        left = [module for module in left if module not in loaded]
    columns = "name, module, how many, low water, high water"
    write(DATA / release, "processors.txt", f"Task processors of an idle Asterisk {release}.", columns, shown.rows())


if __name__ == "__main__":
    main()
