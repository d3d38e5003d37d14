"""Asterisk 16.28, recorded from Debian's 16.28.0."""

from astami_fake.releases.model import Release

R16_28 = Release(
    name="16.28",
    version="16.28.0",
    banner="5.0.4",
    # case core.command.version
    build="16.28.0~dfsg-0+deb11u10",
    built="nobody @ buildd.debian.org on a unknown running Linux on 2026-06-15 08:03:02 UTC",
    # case manager.coresettings
    core_settings=(),
    # case manager.corestatus
    tells_processed_calls=False,
    # case manager.command.connected
    connected_columns=("Read", "Write"),
    # cases module.load.*
    finds_modules_by_file=False,
    # case dialplan.falls
    soft_hangup_is_fresh=True,
    # case originate.timeout
    originate_timeout_cause=0,
    # case dialplan.dial.noanswer
    local_tells_dial_status=False,
    # case hangup.bridged.cause
    bridge_passes_cause_on=True,
    # case channel.show
    call_identifier="Call Identifer",
    # cases channel.list, channel.list.bridged
    channel_columns="{:<20.20} {:<20.20} {:<7.7} {:<30.30}",
    verbose_channel_columns=(
        "{:<20.20} {:<20.20} {:<16.16} {:>4} {:<7.7} {:<12.12} {:<25.25} {:<15.15} {:>8} {:<11.11} {:<11.11} {:<20.20}"
    ),
    # case channel.usage
    concise_note=(
        "\tThe 'concise' option is deprecated and will be removed from future versions",
        "\tof Asterisk.",
    ),
    hangup_takes_patterns=False,
    request_hangup_usage=(
        "Usage: channel request hangup <channel>|<all>",
        "       Request that a channel be hung up. The hangup takes effect",
        "       the next time the driver reads or writes from the channel.",
        "       If 'all' is specified instead of a channel name, all channels",
        "       will see the hangup request.",
    ),
    # case db.gettree
    counts_tree=False,
)
