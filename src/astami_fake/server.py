"""`FakeAsterisk`: a fake Asterisk that listens on loopback, in a thread of its own or on the running loop.

Lives here: starting and stopping, and the words a test has for the fake. Does not live here: what the fake answers
(`_session`, `actions`, `cli`), rules and record (`scripting`), the PBX (`pbx`).
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import ssl
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from astami_fake import actions, cli, releases, scripting
from astami_fake._running import Running, Wish
from astami_fake.actions._registry import Action
from astami_fake.clock import ManualClock
from astami_fake.config.manager import User
from astami_fake.faults import Faults
from astami_fake.pbx.astdb import AstDB
from astami_fake.pbx.noise import Races
from astami_fake.pbx.pbx import Pbx
from astami_fake.phones import Phone
from astami_fake.scripting import FrameLike, Rule, Script, Wanted
from astami_fake.traffic import Traffic

if TYPE_CHECKING:
    from astami import AMIClient, AsyncAMIClient

T = TypeVar("T")

SETTLING_TURNS = 5
"""Turns of the loop in which what has come is surely taken: a connection takes three from its coming to its first byte,
and one more to be read."""


class FakeError(Exception):
    """The fake was used in a way it cannot be: not started, twice started, a word that another clock has."""


class Violation(AssertionError):
    """The test did what a strict fake does not let pass, or what was expected did not come."""


class FakeAsterisk:
    """A fake Asterisk with a manager interface on loopback.

    ``with FakeAsterisk() as pbx:`` runs it in a thread of its own, ``async with`` on the running loop. All methods may
    be called from any thread.

    Args:
        release: which Asterisk it is: ``22.10``, ``22.11``, ``16.28``; ``22`` is 22.10 and ``16`` is 16.28. ``18`` and
            ``20`` are UNRECORDED: the nearest recorded release under another number, but for what documents date; no
            recording proves it.
        etc: Asterisk's configuration folder; without it one user, ``admin``, who may do everything.
        documentation: the folder ``documentation`` of an Asterisk (``/usr/share/asterisk/documentation``), from which
            ``manager show command`` and its kin then answer; it is not part of astami_fake.
        strict: `verify` complains of actions that neither the model nor a rule knows, and of rules never met.
        clock: ``real``; ``manual``: PBX time stands still but for `advance`; ``jump``: it jumps to what is due next
            when no client has written for 20 ms; only ``authtimeout`` is counted in real seconds then.
        order: ``canonical``: the events of a call always come in one order; ``shuffled``: in one that *seed* chooses
            among those that real Asterisk shows.
        seed: of challenges and session ids, and of the order.
        boots_after: seconds of PBX time from the start until it is fully booted. Clients can log in before, as real
            Asterisk lets them; they hear FullyBooted then, and not at their login.
        tls: context of a TLS listener; without it plain TCP.
        loop_factory: makes the event loop of its own thread: with ``uvloop.new_event_loop`` an answer takes a tenth
            to a fifth less CPU time. With ``async with`` it is not used, the fake runs on the loop that runs.
        host: address to listen on; that of manager.conf is not used, a fake is not for the network.
        port: 0 for a free one; that of manager.conf is not used, so that fakes can stand side by side.

    Attributes:
        port: where the manager is.
        http_port: where it is by HTTP; None where http.conf does not switch that on.
        tls_port: where it is by TLS; None where manager.conf does not switch that on.

    Raises:
        ConfigError: a file in *etc* has a mistake, or there is no *documentation*; nothing was started.
        ValueError: no such release, clock, order.
        OSError: the port is taken.
    """

    def __init__(
        self,
        release: str = releases.DEFAULT,
        etc: str | Path | None = None,
        *,
        documentation: str | Path | None = None,
        strict: bool = True,
        clock: Literal["real", "manual", "jump"] = "real",
        order: Literal["canonical", "shuffled"] = "canonical",
        seed: int = 0,
        boots_after: float = 0.0,
        passes_unknown_applications: bool = False,
        tls: ssl.SSLContext | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if clock not in ("real", "manual", "jump"):
            raise ValueError(f"there is no clock {clock!r}; there are real, manual, jump")
        if order not in ("canonical", "shuffled"):
            raise ValueError(f"there is no order {order!r}; there are canonical, shuffled")
        if not boots_after >= 0:
            raise ValueError(f"boots_after is {boots_after!r}; seconds from 0 are expected")
        if tls is not None and not isinstance(tls, ssl.SSLContext):
            raise TypeError(f"tls is {type(tls).__name__}; an ssl.SSLContext with the server's certificate is expected")
        self.release = releases.find(release)
        self.strict = strict
        self.host = host
        folder = None if etc is None else Path(etc)
        texts = None if documentation is None else Path(documentation)
        shuffled = order == "shuffled"
        passes = passes_unknown_applications
        self._wish = Wish(self.release, folder, texts, clock, shuffled, seed, boots_after, passes, tls, host, port)
        self._make_loop = loop_factory
        self._script = Script(self.release)
        self._traffic = Traffic()
        self._faults = Faults(self._restart, self._script.violation)
        self._running: Running | None = None
        self._phones: dict[str, Phone] = {}
        self.http_port: int | None = None
        self.tls_port: int | None = None

    # Start and stop

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None:
            self.verify()

    async def __aenter__(self) -> Self:
        self._prepare(asyncio.get_running_loop()).listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._started.close()
        self._running = None
        if kind is None:
            self.verify()

    def start(self) -> None:
        """Start in a thread of its own; it listens when this returns."""
        loop = self._make_loop()
        try:
            running = self._prepare(loop)
        except BaseException:
            loop.close()
            raise
        running.thread = threading.Thread(target=self._run, args=(running,), name="astami-fake", daemon=True)
        running.thread.start()

    def _run(self, running: Running) -> None:
        running.loop.run_until_complete(self._serve(running))
        running.loop.close()

    async def _serve(self, running: Running) -> None:
        running.listen()
        await running.stopping.wait()
        await running.close()

    def stop(self) -> None:
        """End the thread, and with it all connections; a stopped fake stays stopped."""
        running = self._running
        if running is None:
            return
        if running.thread is None:
            raise FakeError("this fake runs on an asyncio loop; it ends with its async with")
        running.loop.call_soon_threadsafe(running.stopping.set)
        running.thread.join()
        self._running = None

    def _prepare(self, loop: asyncio.AbstractEventLoop) -> Running:
        if self._running is not None:
            raise FakeError("this fake is running already")
        actions.load()
        cli.load()
        self._running = running = Running(loop, self._wish, self._script, self._traffic, self._faults)
        self.port: int = running.port
        self.http_port, self.tls_port = running.http_port, running.tls_port
        return running

    def _restart(self, seconds: float) -> None:
        running = self._started
        self._call(lambda: running.restart(seconds))

    @property
    def _started(self) -> Running:
        if self._running is None:
            raise FakeError("this fake is not running; it runs inside its with block")
        return self._running

    def _call(self, work: Callable[[], T]) -> T:
        """Run *work* where the sessions live, and send what it has put out. From another thread it comes behind what
        clients have written before: an event mask, an action."""
        running = self._started

        def run() -> T:
            result = work()
            running.connections.flush()
            return result

        if running.thread is None:
            try:
                here = asyncio.get_running_loop() is running.loop
            except RuntimeError:
                here = False
        else:
            here = threading.current_thread() is running.thread
        if here:
            return run()
        future: concurrent.futures.Future[T] = concurrent.futures.Future()

        def call() -> None:
            try:
                future.set_result(run())
            except BaseException as error:
                future.set_exception(error)  # it belongs to the caller's thread

        # One turn of the loop later: what clients have written by now is read first.
        running.loop.call_soon_threadsafe(running.loop.call_soon, call)
        return future.result()

    # What it is

    @property
    def pbx(self) -> Pbx:
        """The PBX's state, for those who know what they do; only from the fake's own thread or while it is idle."""
        return self._started.pbx

    @property
    def users(self) -> dict[str, User]:
        """The manager's users by name; a test may add and change them."""
        return self._started.pbx.managers.config.users

    @property
    def username(self) -> str:
        """Name of the first user."""
        return next(iter(self.users))

    @property
    def secret(self) -> str:
        """Secret of the first user."""
        return self.users[self.username].secret

    def client(self, **options: Any) -> AMIClient:
        """A client of this fake, to be used in a ``with``; *options* go to `astami.AMIClient`."""
        from astami import AMIClient

        return AMIClient(**self._access(options))

    def async_client(self, **options: Any) -> AsyncAMIClient:
        """A client of this fake, to be used in an ``async with``; *options* go to `astami.AsyncAMIClient`."""
        from astami import AsyncAMIClient

        return AsyncAMIClient(**self._access(options))

    def _access(self, options: dict[str, Any]) -> dict[str, Any]:
        user = options.get("username", self.username)
        known = self.users.get(user)
        access = {"host": self.host, "port": self.port, "username": user}
        return {**access, "secret": known.secret if known is not None else "", **options}

    @property
    def astdb(self) -> AstDB:
        """The AstDB: ``pbx.astdb["family"]["key"]`` reads and writes what actions, CLI and dialplan see."""
        return self._started.pbx.astdb

    # Phones

    def phone(
        self, name: str, *, registered: bool = True, context: str = "default", callerid: str = "", account: str = ""
    ) -> Phone:
        """The phone of the endpoint *name*: `pbx.phone("1001").answers(after=2)`.

        An endpoint that pjsip.conf does not have is made, with *context*, *callerid* (``Ann <1000>``) and *account*.

        Args:
            registered: it tells the PBX where it is when it is asked for first.
        """

        def find() -> Phone:
            if name not in self._phones:
                options = {"context": context, "callerid": callerid, "accountcode": account}
                model = self.pbx.phones.find(name) or self.pbx.phones.add(name, options)
                self._phones[name] = Phone(self._call, model)
                if registered and not model.endpoint.reachable:
                    model.register()
            return self._phones[name]

        return self._call(find)

    def trunk(self, name: str) -> Phone:
        """The line *name* to the outside: a phone behind which there are numbers."""
        return self.phone(name)

    # What happens in it

    def advance(self, seconds: float) -> None:
        """Let *seconds* of PBX time pass; what becomes due has happened and is sent when this returns.

        Raises:
            FakeError: the clock is real.
        """
        clock = self._started.clock
        if not isinstance(clock, ManualClock):
            raise FakeError('time is real here; FakeAsterisk(clock="manual") can be advanced')
        self._call(lambda: clock.advance(seconds))

    def settled(self) -> None:
        """Return when all that clients had sent is taken, all that is due has happened, and what comes of it is sent.

        For a client that did not wait for its answer. `advance` settles by itself.

        Raises:
            FakeError: called on the fake's own loop, which would wait for itself; there is `async_settled`.
        """
        running = self._started
        if running.thread is None and _running_loop() is running.loop:
            raise FakeError("settled would block the loop that the fake runs on; await async_settled instead")
        asyncio.run_coroutine_threadsafe(self._settle(), running.loop).result()

    async def async_settled(self) -> None:
        """As `settled`, for tests that run on a loop."""
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._settle(), self._started.loop))

    async def _settle(self) -> None:
        taken = -1
        while taken != (taken := self._traffic.count):
            for _ in range(SETTLING_TURNS):
                await asyncio.sleep(0)
        self._started.connections.flush()

    def emit(self, name: str, headers: FrameLike = (), /, **more: object) -> None:
        """Publish an event to all clients that may see it.

        ``Privilege`` may name its classes, ``call,all``; without it they are those that the release's own documentation
        gives the event, and ``call`` for an event that it does not know.
        """
        made = [("Event", name), *scripting.headers_of(headers), *scripting.headers_of(more)]
        event = scripting.event(made, self.release)
        self._call(lambda: self.pbx.events.publish(event))

    # What else may come

    @property
    def races(self) -> Races:
        """What real servers do in some runs only: ``pbx.races.attended_transfer_without_target = True``."""
        return self._started.pbx.races

    def noise(
        self,
        *,
        cel: bool | None = None,
        cdr: bool | None = None,
        rtp: bool | None = None,
        rtcp: bool | None = None,
        security: bool | None = None,
        test_event: bool | None = None,
    ) -> None:
        """Let events come, or not, that are not about the course of calls. What is not named stays as it is: as
        etc/cel.conf and etc/cdr_manager.conf say, sound and security as the release tells them, no TestEvent.

        Args:
            cel: CEL, of all events that the fake knows.
            cdr: Cdr, at the end of a call.
            rtp: VarSet of what a phone's sound was like, RTPAUDIOQOS and the like, in releases that have it.
            rtcp: RTCPSent each five seconds of a call with sound, and RTCPReceived when a phone `Call.reports`.
            security: SuccessfulAuth, InvalidPassword and all others of that class.
            test_event: TestEvent, which builds for tests send, as Debian's are.
        """
        wanted = {"security": security, "rtp": rtp, "rtcp": rtcp, "test_event": test_event}

        def switch() -> None:
            noise = self.pbx.noise
            for name, value in wanted.items():
                if value is not None:
                    setattr(noise, name, value)
            if cdr is not None:
                noise.tell_details(cdr)
            if cel is not None:
                noise.tell_log(cel)

        self._call(switch)

    # Rules

    def on(self, name: str, headers: Mapping[str, Wanted] | None = None, /, **more: Wanted) -> Rule:
        """A rule for actions called *name* whose headers are as given; the newest rule is asked first."""
        return self._script.add(scripting.matcher(name, {**(headers or {}), **more}))

    def command(self, words: str) -> Rule:
        """A rule for the CLI command *words* in a Command action; blanks between words do not count."""
        return self.on("Command", Command=scripting.words(words))

    @property
    def faults(self) -> Faults:
        """What goes wrong between it and its clients: ``pbx.faults.action("Ping").reset()``."""
        return self._faults

    # Record

    @property
    def received(self) -> list[Action]:
        """All actions received from clients that may be known to the PBX: after a login, and the logins themselves."""
        return list(self._script.received)

    @property
    def traffic(self) -> bool:
        """Whether anything has come or gone."""
        return bool(self._traffic)

    def transcript(self) -> str:
        """What came (``>``) and went (``<``) last, by connection, secrets hidden; for people to read."""
        return str(self._traffic)

    def wait_for(self, name: str, timeout: float = 5.0, **headers: Wanted) -> Action:
        """The first action *name* with *headers*, received already or within *timeout* real seconds.

        Raises:
            Violation: none came; it says what came instead.
            FakeError: called on the fake's own loop, which would wait for itself; there is `async_wait_for`.
        """
        running = self._started
        if running.thread is None and _running_loop() is running.loop:
            raise FakeError("wait_for would block the loop that the fake runs on; await async_wait_for instead")
        wanted = scripting.matcher(name, headers)
        future = self._call(lambda: self._script.expect(wanted))
        try:
            return future.result(timeout)
        except concurrent.futures.TimeoutError:
            future.cancel()
            raise self._missed(wanted, timeout) from None

    async def async_wait_for(self, name: str, timeout: float = 5.0, **headers: Wanted) -> Action:  # noqa: ASYNC109
        """As `wait_for`, for tests that run on a loop."""
        wanted = scripting.matcher(name, headers)
        future = self._call(lambda: self._script.expect(wanted))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
        except TimeoutError:
            raise self._missed(wanted, timeout) from None

    def _missed(self, wanted: scripting.Matcher, timeout: float) -> Violation:
        return Violation(f"{wanted} did not come within {timeout:g} s; {self._script.explain(wanted)}")

    def assert_received(self, name: str, times: int | None = None, **headers: Wanted) -> list[Action]:
        """The received actions *name* with *headers*.

        Args:
            times: how many there must be; at least one without it.

        Raises:
            Violation: there are fewer or more; it shows the near misses.
        """
        wanted = scripting.matcher(name, headers)
        found = [action for action in self.received if not wanted.misses(action)]
        if len(found) == times or (times is None and found):
            return found
        count = "at least 1" if times is None else str(times)
        raise Violation(f"{wanted}: {len(found)} received, {count} wanted; {self._script.explain(wanted)}")

    def expect_nothing(self) -> None:
        """Complain if any action but Login, Challenge and Logoff was received."""
        session = ("login", "challenge", "logoff")
        if found := [action for action in self.received if action.name.lower() not in session]:
            raise Violation(f"no action was to come; received: {', '.join(map(repr, found))}")

    # Verification

    @property
    def violations(self) -> list[str]:
        """What a strict fake does not let pass, so far: unknown actions, rules never met."""
        return [*self._script.violations, *self._script.unmet()]

    def verify(self) -> None:
        """Complain of `violations`, where the fake is strict.

        Raises:
            Violation: there are some; it names them all.
        """
        if self.strict and (found := self.violations):
            raise Violation("\n".join(found))

    def __repr__(self) -> str:
        state = f"on {self.host}:{self.port}" if self._running is not None else "not running"
        return f"<FakeAsterisk {self.release.name}{self.release.note} {state}>"


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
