"""What the suite shares: both public clients behind one way to call them."""

import asyncio
import inspect
from pathlib import Path

import pytest

from astami import AMIClient, AMIEvent, AMIResponse, AsyncAMIClient
from astami_fake.conformance.targets import open_target

#: Seconds for what is meant to come.
PATIENCE = 20


@pytest.fixture
def own_target(pytestconfig):
    """A server of one test's own, of what --astami-target names, as it is when it has just started."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    with open_target(spec, etc=Path(__file__).parents[1] / "etc") as target:
        yield target


class Blocking:
    """Something of an AsyncAMIClient whose methods wait: so each test is asked of both clients."""

    def __init__(self, runner, thing):
        self._runner = runner
        self._thing = thing

    def __getattr__(self, name):
        value = getattr(self._thing, name)
        if not inspect.ismethod(value):
            return value

        def method(*args, **options):
            async def run():
                result = value(*args, **options)
                return await result if inspect.iscoroutine(result) else result

            result = self._runner.run(run())
            # Events and plain answers do not wait for anything; streams and started calls do.
            plain = type(result) in (AMIEvent, AMIResponse) or not type(result).__module__.startswith("astami")
            return result if plain else Blocking(self._runner, result)

        return method


class Async(AsyncAMIClient):
    """With the decorator as a method, so that it is called on the loop."""

    async def register(self, function, *patterns, **headers):
        self.on(*patterns, **headers)(function)


class Sync(AMIClient):
    """With the decorator as a method, as its twin."""

    def register(self, function, *patterns, **headers):
        self.on(*patterns, **headers)(function)


@pytest.fixture(params=["async", "sync"])
def log_in(request):
    """Make a connected, logged-in client of either kind; options go to its constructor."""
    opened = []
    with asyncio.Runner() as runner:

        def log_in(**options):
            kind = Async if request.param == "async" else Sync
            client = kind(**{"timeout": PATIENCE, **options})
            opened.append(Blocking(runner, client) if request.param == "async" else client)
            opened[-1].connect()
            opened[-1].login()
            return opened[-1]

        yield log_in
        for client in opened:
            client.disconnect()


@pytest.fixture
def connect(log_in, ami_settings):
    """The same, on the target."""
    return lambda **options: log_in(**{**ami_settings, **options})
