"""Commands of ``astami``: one connection, one action, its answer for people or as JSON.

The secret comes from the environment or a prompt, never from the command line, where every user of the machine can
read it. Imports the public client, click and rich.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import NoReturn

import click
from rich.console import Console
from rich.text import Text

from astami import AMIActionError, AMIClient, AMIError, AMIResponse, AMIUsageError

__all__ = ["cli"]

REFUSED, USAGE, NO_CONNECTION = 1, 2, 3


class Target:
    """What the options of the group say, and how an action is run with it."""

    def __init__(self, client: Callable[[], AMIClient], *, as_json: bool) -> None:
        self._client = client
        self._as_json = as_json

    def run(self, action: Callable[[AMIClient], AMIResponse], show: Callable[[AMIResponse], None]) -> None:
        """Run *action* on a connection, show its answer, and exit with 1 if Asterisk refused it."""
        try:
            with self._client() as ami:
                response = action(ami)
        except AMIUsageError as error:
            _fail(error, USAGE)
        except AMIActionError as error:
            _fail(error, REFUSED)
        except AMIError as error:
            _fail(error, NO_CONNECTION)
        if self._as_json:
            click.echo(_as_json(response))
        else:
            show(response)
        if not response.success:
            sys.exit(REFUSED)


def _fail(error: AMIError, code: int) -> NoReturn:
    click.echo(f"astami: {error}", err=True)
    sys.exit(code)


def _as_json(response: AMIResponse) -> str:
    return json.dumps(
        {
            "success": response.success,
            "response": response.response,
            "message": response.message,
            "action_id": response.action_id,
            "headers": response.headers.pairs,
            "output": response.output,
            "events": [event.headers.pairs for event in response.events],
        }
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", default="127.0.0.1", show_default=True, envvar="ASTAMI_HOST", show_envvar=True)
@click.option(
    "--port", default=5038, show_default=True, type=click.IntRange(1, 65535), envvar="ASTAMI_PORT", show_envvar=True
)
@click.option("--username", "-u", required=True, envvar="ASTAMI_USERNAME", show_envvar=True)
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(0, min_open=True), help="Seconds.")
@click.option("--tls", is_flag=True, help="Connect with TLS and check the certificate.")
@click.option("--auth", default="plain", show_default=True, type=click.Choice(["plain", "md5"]))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.version_option(package_name="astami", prog_name="astami")
@click.pass_context
def cli(
    context: click.Context, host: str, port: int, username: str, timeout: float, tls: bool, auth: str, as_json: bool
) -> None:
    """Ask an Asterisk server over its Manager Interface.

    The secret is taken from the environment variable ASTAMI_SECRET, or asked for.

    Exit codes: 0 done, 1 Asterisk refused, 2 wrong usage, 3 no usable connection.
    """

    def client() -> AMIClient:
        return AMIClient(host, port, username, _secret(), timeout, tls=tls, auth="md5" if auth == "md5" else "plain")

    context.obj = Target(client, as_json=as_json)


def _secret() -> str:
    secret = os.environ.get("ASTAMI_SECRET")
    if secret is None:
        if not _has_terminal():
            raise click.UsageError("no secret: set ASTAMI_SECRET, or run this in a terminal to be asked for it")
        secret = str(click.prompt("Secret", hide_input=True, err=True))
    return secret


def _has_terminal() -> bool:
    return sys.stdin.isatty()


@cli.command()
@click.pass_obj
def ping(target: Target) -> None:
    """Ask for a sign of life."""
    target.run(lambda ami: ami.ping(), _show_headers)


@cli.command()
@click.argument("text", nargs=-1, required=True)
@click.pass_obj
def command(target: Target, text: tuple[str, ...]) -> None:
    """Run the CLI command TEXT and print its output."""

    def show(response: AMIResponse) -> None:
        for line in response.output:
            click.echo(_printable(line))

    target.run(lambda ami: ami.command(" ".join(text), check=False), show)


@cli.command()
@click.argument("name")
@click.argument("headers", nargs=-1, metavar="[Key=value]...")
@click.pass_obj
def action(target: Target, name: str, headers: tuple[str, ...]) -> None:
    """Send the action NAME with these headers and print the answer and its list of events."""
    pairs = [("Action", name)]
    for header in headers:
        key, equals, value = header.partition("=")
        if not equals:
            raise click.UsageError(f"{header!r} is no header; write Key=value")
        pairs.append((key, value))
    target.run(lambda ami: ami.send_action(pairs), _show_headers)


def _show_headers(response: AMIResponse) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for headers in (response.headers, *(event.headers for event in response.events)):
        for name, value in headers:
            console.print(Text.assemble((name, "bold"), ": ", _printable(value)))
        console.print()


def _printable(text: str) -> str:
    """*text* with the bytes that were not in the encoding shown as escapes: no terminal takes lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
