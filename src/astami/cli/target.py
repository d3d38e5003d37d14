"""Which server the command talks to: from options, the environment or a configuration file; and how it ends.

The secret comes from the environment, the file or a prompt, and from the command line, where every user of the machine
can read it, only when that is forced. Imports the public client and click.
"""

from __future__ import annotations

import contextlib
import os
import signal
import ssl
import stat
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from astami import AMIActionError, AMIClient, AMIError, AMIResponse, AMIUsageError

from .show import as_json

__all__ = ["REFUSED", "Target", "ask_secret", "context_of", "read_config"]

REFUSED, USAGE, NO_CONNECTION = 1, 2, 3
INTERRUPTED: Final = 128 + signal.SIGINT  # as shells count it

#: What a table of the configuration file may hold, and of which kind it is.
_KEYS: Final[dict[str, type | tuple[type, ...]]] = {
    "host": str,
    "port": int,
    "username": str,
    "secret": str,
    "timeout": (int, float),
    "tls": bool,
    "ca": str,
    "auth": str,
}


class Target:
    """What the options of the group say, and how something is done with it.

    Attributes:
        as_json: whether answers are printed for programs.
    """

    def __init__(self, make_client: Callable[[], AMIClient], *, as_json: bool) -> None:
        self._make_client = make_client
        self.as_json = as_json

    @contextlib.contextmanager
    def client(self) -> Iterator[AMIClient]:
        """A logged-in client; what goes wrong with it ends the command with its exit code."""
        try:
            with self._make_client() as ami:
                yield ami
        except AMIUsageError as error:
            _fail(error, USAGE)
        except AMIActionError as error:
            _fail(error, REFUSED)
        except AMIError as error:
            _fail(error, NO_CONNECTION)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def run(self, action: Callable[[AMIClient], AMIResponse], show: Callable[[AMIResponse], None]) -> None:
        """Run *action* on a connection, show its answer, and exit with 1 if Asterisk refused it."""
        with self.client() as ami:
            try:
                response = action(ami)
            except AMIActionError as error:
                if not self.as_json or error.response is None:
                    raise
                response = error.response  # for programs a refusal is an answer too
        if self.as_json:
            click.echo(as_json(response))
        else:
            show(response)
        if not response.success:
            sys.exit(REFUSED)


def _fail(error: AMIError, code: int) -> NoReturn:
    click.echo(f"astami: {error}", err=True)
    sys.exit(code)


def default_config() -> Path:
    """Where the configuration file is, if nobody says otherwise."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "astami.toml"


def read_config(path: Path | None, server: str | None) -> dict[str, Any]:
    """The settings of *server* (the first table by default) in the file; none where there is no default file.

    Raises:
        click.UsageError: the file, the table or a setting in it cannot be used.
    """
    if path is None:
        path = default_config()
        if not path.exists():
            if server is not None:
                raise click.UsageError(f"--server {server} names a table of {path}, and there is no such file")
            return {}
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
            mode = os.fstat(file.fileno()).st_mode
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(f"{path}: {error}") from None
    name = next(iter(tables), "default") if server is None else server
    table = tables.get(name, {} if server is None else None)
    if not isinstance(table, dict):
        raise click.UsageError(f"{path}: no table [{name}]; there are {', '.join(tables) or 'none'}")
    for key, value in table.items():
        kind = _KEYS.get(key)
        if kind is None:
            raise click.UsageError(f"{path}: [{name}] has {key}; it can have {', '.join(_KEYS)}")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise click.UsageError(f"{path}: {key} of [{name}] is {type(value).__name__}")
    if "secret" in table and mode & (stat.S_IRGRP | stat.S_IROTH):
        raise click.UsageError(f"{path} holds a secret and others may read it: chmod 600 {path}")
    return table


def context_of(ca: Path | str) -> ssl.SSLContext:
    """The TLS settings that trust the certificates in the file *ca*, and no others."""
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:  # ssl.SSLError too
        raise click.UsageError(f"{ca}: no certificates can be read from it: {error.strerror or error}") from None


def has_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def ask_secret() -> str:
    """The secret from the environment or a prompt."""
    secret = os.environ.get("ASTAMI_SECRET")
    if secret is None:
        if not has_terminal():
            raise click.UsageError("no secret: set ASTAMI_SECRET, or run this in a terminal to be asked for it")
        secret = str(click.prompt("Secret", hide_input=True, err=True))
    return secret
