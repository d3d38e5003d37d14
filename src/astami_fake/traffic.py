"""What went over the wires of one fake, for people to read: the report of a test that failed.

Lives here: `Traffic`. Nothing matches against it; that is `transcript`. May import `actions`' registry, for what is
secret.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from astami_fake.actions._registry import masked

REMEMBERED = 1000
"""How many messages and answers are kept, the last ones."""


class Traffic:
    """Messages of clients and what they got, in order.

    Attributes:
        count: how many there have been, also those no longer kept.
    """

    def __init__(self) -> None:
        self.count = 0
        self._kept: deque[tuple[int, Sequence[str] | bytes]] = deque(maxlen=REMEMBERED)

    def __bool__(self) -> bool:
        return bool(self._kept)

    def received(self, number: int, lines: Sequence[str]) -> None:
        """Keep a message that came from connection *number*."""
        self.count += 1
        self._kept.append((number, lines))

    def sent(self, number: int, data: bytes) -> None:
        """Keep bytes that connection *number* gets."""
        self.count += 1
        self._kept.append((number, data))

    def __str__(self) -> str:
        """As a transcript: ``>`` what came, ``<`` what went, with the connection's number; secrets are hidden."""
        kept = self._kept.copy()  # at once: the server's thread goes on
        numbers = sorted({number for number, _ in kept})
        names = {number: str(index) for index, number in enumerate(numbers, start=1)}
        frames: list[str] = []
        for number, what in kept:
            if isinstance(what, bytes):
                text = what.decode("utf-8", "backslashreplace").replace("\r\n", "\n").rstrip("\n")
                frames.extend(_frame(f"{names[number]}<", part.split("\n")) for part in text.split("\n\n"))
            else:
                frames.append(_frame(f"{names[number]}>", _shown(what)))
        return "\n".join(frames)


def _frame(mark: str, lines: Iterable[str]) -> str:
    pad = " " * len(mark)
    return "\n".join(f"{mark if index == 0 else pad}  {line}" for index, line in enumerate(lines))


def _shown(lines: Sequence[str]) -> list[str]:
    parts = [line.partition(":") for line in lines]
    headers = masked((name.strip(), value.strip()) for name, _, value in parts)
    texts = [
        line if value == before.strip() else f"{name}: {value}"
        for line, (_, _, before), (name, value) in zip(lines, parts, headers, strict=True)
    ]
    return [text.encode("utf-8", "backslashreplace").decode("utf-8") for text in texts]
