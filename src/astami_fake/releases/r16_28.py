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
    # cases calls.refused.*
    tells_tech_cause=False,
    # cases calls.clicktocall.answered, calls.inbound.answered, calls.inbound.busy
    goodbye_tells_known_cause=False,
    media_variables=(),
    # cases rtcp.*
    tells_sound_quality=False,
    # case dialplan.falls
    end_is_fresh=True,
    # case messages.told
    names_writer=False,
    # case originate.timeout
    originate_timeout_cause=0,
    # case dialplan.dial.noanswer
    local_tells_dial_status=False,
    # case functions.newer
    lacks_functions=frozenset(
        {"DELETE", "DIGIT_SUM", "GLOBAL_DELETE", "GLOBAL_EXISTS", "LTRIM", "RTRIM", "TRIM", "VARIABLE_EXISTS"}
    ),
    # case hangup.bridged.cause
    bridge_passes_cause_on=True,
    # case queue.pause
    pause_reason_twice=True,
    # case queue.add
    queue_add_tells_reason=False,
    # case queue.answered
    queue_times=False,
    # cases queue.rule, queue.gosub, queue.position
    queue_has_macro=True,
    # case parking.timeout
    parking_slot=True,
    # case pjsip.command.contacts
    cli_no_number="nan",
    # case states.hints
    hint_columns="{:<20.20}: {:<20.20}",
    # cases states.extensions, states.hints, states.presence.change, states.reload
    hints_are_kept=False,
    # case pjsip.notify.errors
    notify_wants_something=False,
    # cases pjsip.endpoints, pjsip.phone.call, pjsip.phone.shown
    pjsip_sorted=False,
    pjsip_counts_channels=False,
    pjsip_qualify_2xx_only=False,
    # case pjsip.command.contact
    pjsip_shows_contact_options=False,
    # case confbridge.two
    lists_end_marked_any=False,
    # tests/astami_fake/golden/testevents.json
    call_identifier_line=793,
    # case channel.show
    call_identifier="Call Identifer",
    # case status.none
    channel_columns="{:<20.20} {:<20.20} {:<7.7} {:<30.30}",
    verbose_channel_columns=(
        "{:<20.20} {:<20.20} {:<16.16} {:>4} {:<7.7} {:<12.12} {:<25.25} {:<15.15} {:>8} {:<11.11} {:<11.11} {:<20.20}"
    ),
    hangup_takes_patterns=False,
    # case db.gettree
    counts_tree=False,
    # case config.get.conditions
    filter_takes_empty=False,
    # case database.family.empty
    empty_family_is_none=False,
    # cases config.get.errors, config.create
    file_outside="File requires escalated priveledges",
    json_file_missing="File requires escalated priveledges",
    create_outside="File requires escalated priveledges",
    create_unnamed="Is a directory",
    # case actions.live.aocmessage
    aoc_has_rates=False,
    # case manager.command.events
    counts_events=False,
    event_column=20,
    # cases documentation.*
    documents_origin=False,
    # conformance/suite/test_documentation.py
    undocumented=frozenset({"CURLOPT", "JACK_HOOK"}),
    # cases filter.advanced, filter.user.advanced
    filters_by_criteria=False,
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
    ),
    tells_cdr_manners=False,
    # cases database.query*
    astdb_column="VARCHAR(256)",
    # case pjsip.command.settings
    pjproject="2.13.1",
    # case core.command.taskprocessors
    times_task_processors=False,
    # case core.command.indications
    tells_default_tones=False,
    # case core.command.rtp
    stun_settings=(("STUN address:", "0.0.0.0:0"),),
    # case core.command.http
    restricts_paths=False,
    # case pjsip.command.notify
    notify_targets=("endpoint", "uri"),
    # case core.command.translation
    compares_translations=False,
    # case config.command.help.unknown
    no_config_help="Module {} not found.",
    # case core.command.features
    has_one_touch_monitor=True,
    # case bridge.command.show.all
    bridges_are_shown_with_names=False,
)
