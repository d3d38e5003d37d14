"""The server that every measured client talks to: it replays recorded bytes and costs as little as it can.

python benchmarks/replayer.py EVENTS_FILE   prints its port, then serves until its standard input closes.

A login is accepted, a Ping answered, Logoff says goodbye. ``Action: Replay`` with ``Count`` and ``Chunk`` sends that
many recorded events, *Chunk* events a write, and ends with ``Event: ReplayDone``. With a chunk of 1 it pauses after
each event, so that each comes with a read of its own: a live feed.
"""

import contextlib
import socket
import sys
import threading
import time
from pathlib import Path

#: Seconds between two events of a live feed: longer than any client takes for one.
PAUSE = 0.0003
BOOTED = b"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 6\r\nLastReload: 6\r\nStatus: Fully Booted\r\n\r\n"


def headers(frame: bytes) -> dict[bytes, bytes]:
    pairs = (line.split(b":", 1) for line in frame.split(b"\r\n") if b":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def serve(sock: socket.socket, events: list[bytes]) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(b"Asterisk Call Manager/11.0.0\r\n")
    pending = b""
    with sock:
        while data := sock.recv(65536):
            pending += data
            *frames, pending = pending.split(b"\r\n\r\n")
            answer = []
            for frame in frames:
                action = headers(frame)
                action_id = b"ActionID: " + action[b"actionid"] + b"\r\n" if b"actionid" in action else b""
                match action.get(b"action", b"").lower():
                    case b"ping":
                        answer.append(
                            b"Response: Success\r\n" + action_id + b"Ping: Pong\r\nTimestamp: 1795382816.519575\r\n\r\n"
                        )
                    case b"login":
                        answer.append(
                            b"Response: Success\r\n" + action_id + b"Message: Authentication accepted\r\n\r\n"
                        )
                        if action.get(b"events", b"on") != b"off":
                            answer.append(BOOTED)
                    case b"logoff":
                        answer.append(
                            b"Response: Goodbye\r\n" + action_id + b"Message: Thanks for all the fish.\r\n\r\n"
                        )
                    case b"replay":
                        answer.append(b"Response: Success\r\n" + action_id + b"Message: Replay follows\r\n\r\n")
                        sock.sendall(b"".join(answer))
                        answer = []
                        replay(sock, events, int(action[b"count"]), int(action[b"chunk"]))
                    case _:
                        answer.append(b"Response: Success\r\n" + action_id + b"Message: Events: On\r\n\r\n")
            if answer:
                sock.sendall(b"".join(answer))


def attend(sock: socket.socket, events: list[bytes]) -> None:
    # A client that has its answer need not say goodbye.
    with contextlib.suppress(ConnectionError):
        serve(sock, events)


def replay(sock: socket.socket, events: list[bytes], count: int, chunk: int) -> None:
    for start in range(0, count, chunk):
        sock.sendall(b"".join(events[number % len(events)] for number in range(start, min(start + chunk, count))))
        if chunk == 1:
            time.sleep(PAUSE)
    sock.sendall(b"Event: ReplayDone\r\nPrivilege: system,all\r\n\r\n")


def main() -> None:
    events = [frame + b"\r\n\r\n" for frame in Path(sys.argv[1]).read_bytes().split(b"\r\n\r\n") if frame]
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)

    def accept() -> None:
        while True:
            threading.Thread(target=attend, args=(listener.accept()[0], events), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
