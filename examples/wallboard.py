"""A wallboard: how many callers wait in each queue, and for how many members that are free. It follows the events.

python examples/wallboard.py      with ASTAMI_HOST, ASTAMI_PORT, ASTAMI_USERNAME, ASTAMI_SECRET; Ctrl-C ends it
"""

import os

from astami import AMIClient

#: After one of these the picture may be another one; so it is after a gap in the connection.
CHANGES = ("QueueCaller*", "QueueMember*", "ClientReconnected")
FREE = 1  # AST_DEVICE_NOT_INUSE


def board(ami):
    """Queue → (waiting callers, members that are free)."""
    return {
        queue.name: (
            len(queue.callers),
            sum(not member.paused and member.status == FREE for member in queue.members),
        )
        for queue in ami.queues()
    }


def follow(ami, show):
    """Give *show* the board now and after each change, until it returns False."""
    with ami.events(*CHANGES) as changes:
        go_on = show(board(ami))
        while go_on is not False:
            changes.get(timeout=None)
            go_on = show(board(ami))


def print_board(queues):
    for name, (waiting, free) in sorted(queues.items()):
        print(f"{name:<20} {waiting:>3} waiting {free:>3} free")
    print()


if __name__ == "__main__":
    with AMIClient(
        os.environ["ASTAMI_HOST"],
        int(os.environ["ASTAMI_PORT"]),
        os.environ["ASTAMI_USERNAME"],
        os.environ["ASTAMI_SECRET"],
        reconnect=True,
    ) as client:
        try:
            follow(client, print_board)
        except KeyboardInterrupt:
            print("bye")
