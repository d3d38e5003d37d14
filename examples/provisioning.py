"""Provisioning: give a person a phone's name, an extension and a place in a queue, or take all of it back.

python examples/provisioning.py add|remove NUMBER NAME QUEUE      with ASTAMI_HOST, ASTAMI_PORT, ASTAMI_USERNAME, …
"""

import os
import sys

from astami import AMIActionError, AMIClient

FAMILY = "people"


def add(ami, number, name, queue, *, context="default"):
    """All or nothing: what was done is undone when a later step is refused."""
    undo = []
    try:
        ami.database_put(FAMILY, number, name)
        undo.append(lambda: ami.database_del(FAMILY, number, check=False))
        ami.dialplan_extension_add(context, number, 1, "Dial", f"PJSIP/{number},20", replace=True)
        undo.append(lambda: ami.dialplan_extension_remove(context, number, check=False))
        ami.queue_add(queue, f"PJSIP/{number}", member_name=name)
    except AMIActionError:
        for step in reversed(undo):
            step()
        raise


def remove(ami, number, queue, *, context="default"):
    """What is not there any more is no error."""
    ami.queue_remove(queue, f"PJSIP/{number}", check=False)
    ami.dialplan_extension_remove(context, number, check=False)
    ami.database_del(FAMILY, number, check=False)


def main(what, number, name, queue):
    with AMIClient(
        os.environ["ASTAMI_HOST"],
        int(os.environ["ASTAMI_PORT"]),
        os.environ["ASTAMI_USERNAME"],
        os.environ["ASTAMI_SECRET"],
    ) as ami:
        try:
            add(ami, number, name, queue) if what == "add" else remove(ami, number, queue)
        except AMIActionError as error:
            sys.exit(f"nothing was changed: {error.response.message}")
    print("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
