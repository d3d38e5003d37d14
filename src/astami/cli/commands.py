"""Commands of ``astami``: one connection, one action, its answer for people or as JSON.

What watches is in ``watch``, what shows the catalogue in ``lists``. Imports the public client, click and rich.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import click

from astami import AMIClient, AMIResponse

from . import lists, watch
from .show import printable, show_headers
from .target import Target, ask_secret, context_of, read_config

__all__ = ["cli"]


class _Group(click.Group):
    """Says where an option of the group belongs that stands behind the command's name."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            name = error.option_name
            if not any(name in option.opts for option in self.params):
                raise
            raise click.UsageError(
                f"{name} stands before the command: astami {name} … {ctx.invoked_subcommand}", error.ctx
            ) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="ASTAMI_CONFIG",
    show_envvar=True,
    help="File with the settings of servers.  [default: astami.toml in ~/.config]",
)
@click.option(
    "--server", "-s", envvar="ASTAMI_SERVER", show_envvar=True, help="Table of that file; the first one else."
)
@click.option("--host", envvar="ASTAMI_HOST", show_envvar=True, help="Where Asterisk is.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), envvar="ASTAMI_PORT", show_envvar=True, help="[default: 5038]")
@click.option("--username", "-u", envvar="ASTAMI_USERNAME", show_envvar=True, help="A user of its manager.conf.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    envvar="ASTAMI_TIMEOUT",
    show_envvar=True,
    help="Seconds.  [default: 10]",
)
@click.option(
    "--tls/--no-tls",
    default=None,
    envvar="ASTAMI_TLS",
    show_envvar=True,
    help="Connect with TLS and check the certificate.",
)
@click.option(
    "--ca",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="ASTAMI_CA",
    show_envvar=True,
    help="With TLS, trust the certificates in this file, and no others.",
)
@click.option(
    "--auth",
    type=click.Choice(["plain", "md5"]),
    envvar="ASTAMI_AUTH",
    show_envvar=True,
    help="How to log in; md5 does not send the secret.  [default: plain]",
)
@click.option("--insecure-secret", help="The secret on the command line, where others on this machine can read it.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs: a JSON object a line.")
@click.version_option(package_name="astami", prog_name="astami")
@click.pass_context
def cli(
    context: click.Context,
    /,
    config: Path | None,
    server: str | None,
    insecure_secret: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Ask an Asterisk server over its Manager Interface.

    \b
        astami -u admin ping
        astami -u admin command core show channels
        astami -u admin events Newchannel Hangup
        astami actions 'Queue*'

    The secret is taken from the environment variable ASTAMI_SECRET or the configuration file, or asked for. The file
    has a table for each server, with host, port, username, secret, timeout, tls, ca and auth:

    \b
        [office]
        host = "pbx.example.com"
        username = "admin"

    Options count before the environment, and that before the file.

    Exit codes: 0 done, 1 Asterisk refused, 2 wrong usage, 3 no usable connection, 130 stopped by Ctrl-C.
    """
    # What counts is printed here; the client's log is for programs.
    logging.getLogger("astami").addHandler(logging.NullHandler())

    def client() -> AMIClient:
        try:
            return AMIClient(**_settings(config, server, insecure_secret, options))
        except click.UsageError as error:
            error.ctx = context  # the help that tells of these options is the group's
            raise

    context.obj = Target(client, as_json=as_json)


def _settings(
    config: Path | None, server: str | None, insecure_secret: str | None, options: dict[str, Any]
) -> dict[str, Any]:
    """What a client is made of."""
    settings = read_config(config, server) | {name: value for name, value in options.items() if value is not None}
    if not settings.get("username"):
        raise click.UsageError("no username: give --username, set ASTAMI_USERNAME, or write it into the file")
    if insecure_secret is not None:
        settings["secret"] = insecure_secret
    elif "secret" not in settings or "ASTAMI_SECRET" in os.environ:
        settings["secret"] = ask_secret()
    ca = settings.pop("ca", None)
    if ca is not None and settings.get("tls"):
        settings["tls"] = context_of(ca)
    elif options["ca"] is not None:
        raise click.UsageError("--ca says whom to trust with TLS: give --tls too")
    return settings


@cli.command()
@click.pass_obj
def ping(target: Target) -> None:
    """Ask for a sign of life."""
    target.run(lambda ami: ami.ping(), show_headers)


@cli.command(context_settings={"allow_interspersed_args": False})
@click.argument("text", nargs=-1, required=True)
@click.pass_obj
def command(target: Target, text: tuple[str, ...]) -> None:
    """Run the CLI command TEXT and print its output."""

    def show(response: AMIResponse) -> None:
        for line in response.output:
            click.echo(printable(line))

    target.run(lambda ami: ami.command(" ".join(text), check=False), show)


@cli.command()
@click.argument("name")
@click.argument("headers", nargs=-1, metavar="[Key=value]...")
@click.pass_obj
def action(target: Target, name: str, headers: tuple[str, ...]) -> None:
    """Send an action and print its answer and list of events.

    NAME is the action, as 'astami actions' lists it; its headers follow, such as Queue=sales.
    """
    pairs = [("Action", name), *(_assignment(header) for header in headers)]
    target.run(lambda ami: ami.send_action(pairs), show_headers)


def _assignment(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise click.UsageError(f"{text!r} is no header; write Key=value")
    return key, value


@cli.command()
@click.argument("channel")
@click.option("--application", help="Run this application,")
@click.option("--data", help="with these arguments;")
@click.option("--context", "place", help="or go to this context,")
@click.option("--exten", help="this extension,")
@click.option("--priority", help="and this priority.  [default: 1]")
@click.option("--caller-id", help='"Name <number>" that the called party sees.')
@click.option("--ring", type=click.FloatRange(0, min_open=True), help="Seconds to wait for an answer.  [default: 30]")
@click.option("--variable", "variables", multiple=True, metavar="NAME=VALUE", help="Channel variable; can be repeated.")
@click.option("--async", "async_", is_flag=True, help="Do not wait for the channel to answer.")
@click.pass_obj
def originate(
    target: Target,
    channel: str,
    application: str | None,
    data: str | None,
    place: str | None,
    exten: str | None,
    priority: str | None,
    caller_id: str | None,
    ring: float | None,
    variables: tuple[str, ...],
    async_: bool,
) -> None:
    """Call a channel, then run an application or go to an extension.

    CHANNEL is who is called first, such as PJSIP/1000; the rest begins when that one answers.
    """
    values = dict(_assignment(one) for one in variables)
    if application is None and priority is None:
        priority = "1"

    def call(ami: AMIClient) -> AMIResponse:
        return ami.originate(
            channel,
            application=application,
            data=data,
            context=place,
            exten=exten,
            priority=priority,
            caller_id=caller_id,
            timeout=None if ring is None else round(ring * 1000),
            variables=values,
            async_=async_,
        )

    target.run(call, show_headers)


@cli.group()
def db() -> None:
    """Read and write Asterisk's database (AstDB)."""


@db.command("get")
@click.argument("family")
@click.argument("key")
@click.pass_obj
def db_get(target: Target, family: str, key: str) -> None:
    """Print the value of KEY in FAMILY."""
    target.run(lambda ami: ami.database_get(family, key), lambda found: click.echo(printable(found.data["Val"])))


@db.command("put")
@click.argument("family")
@click.argument("key")
@click.argument("value")
@click.pass_obj
def db_put(target: Target, family: str, key: str, value: str) -> None:
    """Store VALUE as KEY in FAMILY."""
    target.run(lambda ami: ami.database_put(family, key, value), show_headers)


@db.command("del")
@click.argument("family")
@click.argument("key")
@click.pass_obj
def db_del(target: Target, family: str, key: str) -> None:
    """Delete KEY of FAMILY."""
    target.run(lambda ami: ami.database_del(family, key), show_headers)


@db.command("deltree")
@click.argument("family")
@click.argument("key", required=False)
@click.pass_obj
def db_deltree(target: Target, family: str, key: str | None) -> None:
    """Delete all keys of FAMILY, or those under KEY."""
    target.run(lambda ami: ami.database_deltree(family, key), show_headers)


@db.command("show")
@click.argument("family", required=False)
@click.argument("key", required=False)
@click.pass_obj
def db_show(target: Target, family: str | None, key: str | None) -> None:
    """List all entries, those of FAMILY, or those under KEY.

    A line for each: /family/key, a tab, the value.
    """

    def show(response: AMIResponse) -> None:
        for event in response.events:
            click.echo(printable(f"{event.get('Key', '')}\t{event.get('Val', '')}"))

    target.run(lambda ami: ami.database_get_tree(family, key), show)


cli.add_command(watch.events)
cli.add_command(watch.top)
cli.add_command(lists.actions)
