"""``http show status``. Asterisk: main/http.c, and main/manager.c for what it serves.

Recorded: cases `core.command.http`, `core.command.http.enabled`. May import `cli._registry`,
`config.http`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config.http import HttpConfig, load
from astami_fake.pbx.pbx import Pbx

_SERVED = (
    ("amanager", "HTML Manager Event Interface w/Digest authentication"),
    ("arawman", "Raw HTTP Manager Event Interface w/Digest authentication"),
    ("manager", "HTML Manager Event Interface"),
    ("rawman", "Raw HTTP Manager Event Interface"),
    ("amxml", "XML Manager Event Interface w/Digest authentication"),
    ("mxml", "XML Manager Event Interface"),
)


@command("http show status")
def show_status(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_show_http()."""
    if words:
        raise ShowUsage
    http = HttpConfig() if pbx.etc is None else load(pbx.etc)
    web = http.enabled and pbx.managers.config.web_enabled
    served = [f"{http.prefix}/{path} => {what}" for path, what in _SERVED if web]
    bound = f"Server Enabled and Bound to {http.bind_address}:{http.port}" if http.enabled else "Server Disabled"
    return [
        "HTTP Server Status:",
        f"Prefix: {http.prefix}",
        f"Server: {f'Asterisk/{pbx.release.build}' if http.enabled else ''}",
        bound,
        "",
        "Enabled URI's:",
        *(served or ["None."]),
        "",
        "Enabled Redirects:",
        "  None.",
        *(["", "Path Restrictions:", "  None."] if pbx.release.restricts_paths else []),
    ]
