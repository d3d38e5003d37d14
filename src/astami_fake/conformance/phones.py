"""The phones of a real target: SIP phones in a thread of their own, steered by `@phone` lines.

Lives here: their accounts (from the configuration that the server runs with) and their thread. Does not live here: SIP
(`sip`). May import: `sip`, `astami_fake.config.reader`, `astami_fake.transcript.phones`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from astami_fake.config.reader import ConfigError, read
from astami_fake.conformance.sip.agent import Account, Agent, SipError, open_agent
from astami_fake.transcript.phones import PhoneError, Scene, perform

T = TypeVar("T")

LONGEST = 10.0
"""Seconds within which phones have come, acted or left."""
GOODBYE = 2.0
"""Seconds that a call's end may take when its phone leaves."""


class SipPhones:
    """Phones at the server whose SIP listens on (*host*, *port*), with the accounts in *etc*/pjsip.conf."""

    def __init__(self, host: str, port: int, etc: Path) -> None:
        self._host = host
        self._port = port
        self._etc = etc
        self._agents: dict[str, Agent] = {}
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None

    def come(self, names: Sequence[str]) -> None:
        """Register these phones; the first ones start the thread.

        Raises:
            PhoneError: one has no account, or the server refuses it.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop.run_forever, name="sip-phones", daemon=True)
            self._thread.start()
        self._run(self._come(names))

    def act(self, scene: Scene) -> None:
        """Let a phone do what *scene* says; what takes time goes on meanwhile.

        Raises:
            PhoneError: it cannot, or what was asked of a phone before has failed.
        """
        self._run(self._act(scene))

    def leave(self) -> None:
        """End all calls and unregister all phones.

        Raises:
            PhoneError: what was asked of a phone has failed.
        """
        self._run(self._leave())

    def close(self) -> None:
        """End the thread; phones that have not left are silent from now on."""
        if self._thread is not None:
            self._run(self._silence())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(LONGEST)
        except SipError as error:
            raise PhoneError(str(error)) from error

    async def _come(self, names: Sequence[str]) -> None:
        for name in names:
            self._agents[name] = await open_agent(account(self._etc, name), self._host, self._port)
            await self._agents[name].registration()

    async def _act(self, scene: Scene) -> None:
        self._complain()
        perform(self._agents[scene.phone], scene)

    async def _leave(self) -> None:
        agents, self._agents = list(self._agents.values()), {}
        for agent in agents:
            for leg in agent.legs:
                leg.hangup()
        over = [asyncio.ensure_future(leg.over.wait()) for agent in agents for leg in agent.legs]
        if over:
            _, late = await asyncio.wait(over, timeout=GOODBYE)
            for wait in late:
                wait.cancel()
        failures = [failure for agent in agents for failure in agent.failures]
        for agent in agents:
            await agent.say_goodbye()
        if failures:
            raise PhoneError("; ".join(failures))

    async def _silence(self) -> None:
        for agent in self._agents.values():
            await agent.close()

    def _complain(self) -> None:
        for agent in self._agents.values():
            if agent.failures:
                raise PhoneError("; ".join(agent.failures))


def account(etc: Path, name: str) -> Account:
    """The account of the endpoint *name* in *etc*/pjsip.conf; without a password where the endpoint wants none.

    Raises:
        PhoneError: there is no such endpoint, or the file has a mistake.
    """
    try:
        sections = {(section.get("type"), section.name): section for section in read(etc, "pjsip.conf")}
    except ConfigError as error:
        raise PhoneError(str(error)) from error
    endpoint = sections.get(("endpoint", name))
    if endpoint is None:
        raise PhoneError(f"{etc / 'pjsip.conf'} has no endpoint {name}")
    auth = sections.get(("auth", endpoint.get("auth")))
    if auth is None:
        return Account(name, name, "")
    return Account(name, auth.get("username"), auth.get("password"))
