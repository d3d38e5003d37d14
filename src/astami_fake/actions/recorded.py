"""Answers of actions outside the model, where there is nothing for them to act on: from recordings, as release data.

Lives here: the choice of the row. Does not live here: the rows (`releases/data/*/answers.txt`, made from the cases
`actions.*`). May import `actions._registry`, `pbx` and `releases`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Frame, Reply
from astami_fake.pbx.pbx import Pbx


def answer(action: Action, pbx: Pbx) -> Reply | None:
    """What was recorded of *action*; None where it never was.

    The row that counts is the one recorded with most of the headers that *action* has and none that it lacks.
    """
    sent = {name.lower() for name, value in action.headers if value}
    rows = [row for row in pbx.release.answers.get(action.name.lower(), ()) if row.headers <= sent]
    if not rows:
        return None
    row = max(rows, key=lambda row: len(row.headers))
    return [_filled(frame, action) for frame in row.frames]


def _filled(frame: Frame, action: Action) -> Frame:
    """*frame* with the ActionID of *action*, where it has one."""
    return [header for known in frame for header in (action.action_id if known[0] == "ActionID" else (known,))]
