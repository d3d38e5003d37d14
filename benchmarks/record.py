"""Record the event stream that the benchmarks replay: calls over Local channels on a real Asterisk.

python benchmarks/record.py HOST PORT USERNAME > benchmarks/data/events-22.10.raw     (secret in ASTAMI_SECRET)

Plain sockets: no library that is measured may have had its hands in the input.
"""

import os
import socket
import sys
import time

CALLS = 12
SESSION = (b"Event: FullyBooted", b"Event: SuccessfulAuth")


def main() -> None:
    host, port, username = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sock = socket.create_connection((host, port))
    login = f"Action: Login\r\nUsername: {username}\r\nSecret: {os.environ['ASTAMI_SECRET']}\r\nEvents: on\r\n\r\n"
    sock.sendall(login.encode())
    for number in range(CALLS):
        exten = (1001, 1005, 1006)[number % 3]
        call = (
            f"Action: Originate\r\nChannel: Local/{exten}@default\r\nContext: default\r\nExten: 1001\r\nPriority: 1\r\n"
        )
        sock.sendall(
            f"{call}CallerID: Bench {number} <30{number:02}>\r\nAsync: true\r\nActionID: call-{number}\r\n\r\n".encode()
        )
    recorded = b""
    end = time.monotonic() + 6
    sock.settimeout(0.5)
    while time.monotonic() < end:
        try:
            recorded += sock.recv(65536)
        except TimeoutError:
            continue
    frames = recorded.split(b"\r\n\r\n")
    events = [frame for frame in frames if frame.startswith(b"Event: ") and not frame.startswith(SESSION)]
    sys.stdout.buffer.write(b"\r\n\r\n".join(events) + b"\r\n\r\n")
    print(f"{len(events)} events", file=sys.stderr)


if __name__ == "__main__":
    main()
