"""Asterisk 22.10, recorded from Debian's 22.10.1."""

from astami_fake.releases.model import Release


def _series(direction: str, what: str, gap: str) -> str:
    """Nothing was measured of *what*, in the words of a variable."""
    return "".join(f"{gap}{measure}{direction}{what}=000.000000;" for measure in ("min", "max", "avg", "stdev"))


def _both_ways(what: str, gap: str) -> str:
    return _series("rx", what, gap) + _series("tx", what, gap)


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
    # cases calls.refused.*
    tells_tech_cause=True,
    # cases calls.clicktocall.answered, calls.inbound.answered, calls.inbound.busy
    goodbye_tells_known_cause=True,
    # case calls.clicktocall.answered: the stream itself, and lows, highs, averages and deviations of what it was like
    media_variables=(
        (
            "RTPAUDIOQOS",
            "ssrc={ssrc};themssrc=0;lp=0;rxjitter=0.000000;rxcount=0;txjitter=0.000000;txcount={sent};rlp=0;rtt=0.000000;"
            "rxmes=0.000000;txmes=0.000000",
        ),
        ("RTPAUDIOQOSJITTER", _both_ways("jitter", "")),
        ("RTPAUDIOQOSLOSS", _both_ways("lost", "  ")),
        ("RTPAUDIOQOSRTT", _series("", "rtt", "     ")),
        ("RTPAUDIOQOSMES", _both_ways("mes", "   ")),
    ),
    # cases rtcp.*
    tells_sound_quality=True,
    # case dialplan.falls
    end_is_fresh=False,
    # case messages.told
    names_writer=True,
    # case originate.timeout
    originate_timeout_cause=19,
    # case dialplan.dial.noanswer
    local_tells_dial_status=True,
    # case functions.newer
    lacks_functions=frozenset(),
    # case hangup.bridged.cause
    bridge_passes_cause_on=False,
    # case queue.pause
    pause_reason_twice=False,
    # case queue.add
    queue_add_tells_reason=True,
    # case queue.answered
    queue_times=True,
    # cases queue.rule, queue.gosub, queue.position
    queue_has_macro=False,
    # case parking.timeout
    parking_slot=False,
    # case pjsip.command.contacts
    cli_no_number="-nan",
    # case states.hints
    hint_columns="{:<30}: {:<60}",
    # cases states.extensions, states.hints, states.presence.change, states.reload
    hints_are_kept=False,
    # case pjsip.notify.errors
    notify_wants_something=True,
    # cases pjsip.endpoints, pjsip.phone.call, pjsip.phone.shown
    pjsip_sorted=True,
    pjsip_counts_channels=True,
    pjsip_qualify_2xx_only=True,
    # case pjsip.command.contact
    pjsip_shows_contact_options=True,
    # case confbridge.two
    lists_end_marked_any=True,
    # tests/astami_fake/golden/testevents.json
    call_identifier_line=677,
    # case channel.show
    call_identifier="Call Identifier",
    # case status.none
    channel_columns="{:<64.64} {:<32.32} {:<7.7} {:<30.30}",
    verbose_channel_columns=(
        "{:<80.80} {:<24.24} {:<24.24} {:>4} {:<7.7} {:<12.12} {:<25.25} {:<15.15} {:>8} {:<11.11} {:<11.11} {:<20.20}"
    ),
    hangup_takes_patterns=True,
    # case db.gettree
    counts_tree=True,
    # case config.get.conditions
    filter_takes_empty=True,
    # case database.family.empty
    empty_family_is_none=True,
    # cases config.get.errors, config.create
    file_outside="File requires escalated privileges",
    json_file_missing="File requires escalated privileges",
    create_outside="File requires escalated privileges",
    create_unnamed="Filename not specified",
    # case actions.live.aocmessage
    aoc_has_rates=True,
    # case manager.command.events
    counts_events=True,
    event_column=26,
    # cases documentation.*
    documents_origin=True,
    # conformance/suite/test_documentation.py
    undocumented=frozenset({"JACK_HOOK"}),
    # cases filter.advanced, filter.user.advanced
    filters_by_criteria=True,
    # cases records.command.status, records.command.status.enabled
    cel_events=(
        "ALL",
        "CHAN_START",
        "CHAN_END",
        "HANGUP",
        "ANSWER",
        "APP_START",
        "APP_END",
        "BRIDGE_ENTER",
        "BRIDGE_EXIT",
        "PARK_START",
        "PARK_END",
        "BLINDTRANSFER",
        "ATTENDEDTRANSFER",
        "USER_DEFINED",
        "LINKEDID_END",
        "PICKUP",
        "FORWARD",
        "LOCAL_OPTIMIZE",
        "LOCAL_OPTIMIZE_BEGIN",
        "STREAM_BEGIN",
        "STREAM_END",
        "DTMF",
    ),
    tells_cdr_manners=True,
    astdb_column="TEXT",
    # case pjsip.command.settings
    pjproject="2.17",
    # case core.command.taskprocessors
    times_task_processors=True,
    # case core.command.indications
    tells_default_tones=True,
    # case core.command.rtp
    stun_settings=(("STUN:", "disabled"), (" Address:", "0.0.0.0:0")),
    # case core.command.http
    restricts_paths=True,
    # case pjsip.command.notify
    notify_targets=("endpoint", "uri", "channel"),
    # case core.command.translation
    compares_translations=True,
    # case config.command.help.unknown
    no_config_help="Module {} not found or has no config XML documentation.",
    # case core.command.features
    has_one_touch_monitor=False,
    # case bridge.command.show.all
    bridges_are_shown_with_names=True,
)
