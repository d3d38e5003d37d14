"""astami's AMIClient."""

from _measure import Measured, worker

from astami import AMIClient


def ping(port: int, count: int) -> Measured:
    with AMIClient("127.0.0.1", port, "admin", "secret") as ami, Measured(count) as measured:
        for _ in range(count):
            response = ami.ping()
            assert response.data["Ping"] == "Pong"
    return measured


worker(ping=ping)
