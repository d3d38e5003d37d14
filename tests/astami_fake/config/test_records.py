"""cdr.conf, cdr_manager.conf and cel.conf."""

from astami_fake.config import records


def test_nothing_is_told_without_files(tmp_path):
    """Records are kept then, but the manager is not told of them."""
    assert records.load(tmp_path) == records.RecordsConfig(cdr=True)


def test_call_detail_records(tmp_path):
    """They are kept unless cdr.conf says no, and told where cdr_manager.conf says so."""
    assert not records.load(tmp_path).cdr_manager
    (tmp_path / "cdr_manager.conf").write_text("[general]\nenabled = yes\n")
    assert (records.load(tmp_path).cdr, records.load(tmp_path).cdr_manager) == (True, True)
    (tmp_path / "cdr.conf").write_text("[general]\nenable = no\nunanswered = yes\n")
    assert (records.load(tmp_path).cdr, records.load(tmp_path).unanswered) == (False, True)


def test_channel_event_log(tmp_path):
    """Of what, and of which applications; ALL is everything, a name unknown here is nothing."""
    text = "[general]\nenable = yes\napps = Dial, park\nevents = {}\n[manager]\nenabled = yes\n"
    (tmp_path / "cel.conf").write_text(text.format("ANSWER,hangup,NEVER"))
    assert records.load(tmp_path) == records.RecordsConfig(
        cdr=True,
        cel=True,
        cel_manager=True,
        cel_tracked=frozenset({"ANSWER", "HANGUP", "NEVER"}),
        cel_apps=frozenset({"dial", "park"}),
    )
    assert records.load(tmp_path).cel_events == frozenset({"ANSWER", "HANGUP"})
    (tmp_path / "cel.conf").write_text(text.format("ALL"))
    assert records.load(tmp_path).cel_events == frozenset(records.EVENTS)
    (tmp_path / "cel.conf").write_text(text.format("ALL").replace("enable = yes", "enable = no"))
    assert not records.load(tmp_path).cel_events
