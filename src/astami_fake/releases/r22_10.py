"""Asterisk 22.10, recorded from Debian's 22.10.1."""

from astami_fake.releases.model import Release

R22_10 = Release(
    name="22.10",
    version="22.10.1",
    banner="11.0.0",
    # case core.command.version
    build="22.10.1+dfsg+~cs6.17.60671434-1",
    built="nobody @ buildd.debian.org on a unknown running Linux on 2026-07-20 21:35:32 UTC",
    # case manager.coresettings
    core_settings=(("SoundsSearchCustomDir", "No"),),
    # case manager.corestatus
    tells_processed_calls=True,
    # case manager.command.connected
    connected_columns=("ReadPerms", "WritePerms"),
    # cases module.load.*
    finds_modules_by_file=True,
    # case dialplan.falls
    soft_hangup_is_fresh=False,
    # case originate.timeout
    originate_timeout_cause=19,
    # case dialplan.dial.noanswer
    local_tells_dial_status=True,
    # case hangup.bridged.cause
    bridge_passes_cause_on=False,
    # case channel.show
    call_identifier="Call Identifier",
    # cases channel.list, channel.list.bridged
    channel_columns="{:<64.64} {:<32.32} {:<7.7} {:<30.30}",
    verbose_channel_columns=(
        "{:<80.80} {:<24.24} {:<24.24} {:>4} {:<7.7} {:<12.12} {:<25.25} {:<15.15} {:>8} {:<11.11} {:<11.11} {:<20.20}"
    ),
    # case channel.usage
    concise_note=(),
    hangup_takes_patterns=True,
    request_hangup_usage=(
        "Usage: channel request hangup <all>|<channel> [<channel> ...]",
        "       Request that one or more channels be hung up. The hangup takes",
        "       effect the next time the driver reads or writes from the channel.",
        "",
        "       If 'all' is specified instead of a channel name, all channels",
        "       will see the hangup request.",
        "",
        "       A POSIX Extended Regular Expression can be provided in the place",
        "       of a fixed channel name by wrapping it in forward slashes",
        "       (e.g. /^PJSIP.*/). Note that the expression will match any part",
        "       of the channel name unless anchored explicitly by ^ and/or $.",
        "",
        "       Finally, wildcards (*) and other glob-like characters can also",
        "       be used to match more than one channel. Similar to how path globs",
        "       behave, a forward slash cannot be matched with a wildcard or",
        "       bracket expression. In other words, if you want to hangup all",
        "       Local channels, you must specify Local/* and not Loc*.",
    ),
    # case db.gettree
    counts_tree=True,
)
