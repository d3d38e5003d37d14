"""Makes the recordings of this folder anew: `python make.py ami://admin@HOST:PORT [RUNS]` for each real server.

`call.ami` is recorded as any case is; `call-RELEASE.json` keeps what came in every single run, frame by frame, so that
the tests can ask whether each repetition of the real thing matches.
"""

import dataclasses
import json
import sys
from pathlib import Path

from astami_fake.conformance.record import observe, record, save
from astami_fake.conformance.suite import load_cases
from astami_fake.conformance.targets import open_target

HERE = Path(__file__).parent
ETC = HERE.parents[3] / "conformance" / "etc"


def main(spec: str, runs: int = 12) -> None:
    with open_target(spec, etc=ETC, allow=frozenset({"writes", "originates"})) as target:
        [case] = load_cases([HERE / "call.ami"])
        save(record(case, target, runs=runs).document, case.path)
        [case] = load_cases([HERE / "call.ami"])
        plays = [observe(case.case(target.release), target, f"run{number}") for number in range(runs)]
        kept = [
            {
                "action_ids": {name: bound.value for (_, name), bound in play.action_ids.values.items()},
                "steps": [[dataclasses.asdict(one) for one in step] for step in play.observed],
            }
            for play in plays
        ]
        text = json.dumps(kept, indent=0, ensure_ascii=True)
        (HERE / f"call-{target.release}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
