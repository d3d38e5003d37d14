"""cdr.conf, cdr_manager.conf and cel.conf."""

from astami_fake.config import records


def test_nothing_is_told_without_files(tmp_path):
    """Records are kept then, but the manager is not told of them."""
    assert records.load(tmp_path) == records.RecordsConfig()


def test_call_detail_records(tmp_path):
    """They are told where both files say so; cdr.conf says yes when it says nothing."""
    (tmp_path / "cdr_manager.conf").write_text("[general]\nenabled = yes\n")
    assert records.load(tmp_path).cdr
    (tmp_path / "cdr.conf").write_text("[general]\nenable = no\nunanswered = yes\n")
    assert (records.load(tmp_path).cdr, records.load(tmp_path).unanswered) == (False, True)


def test_channel_event_log(tmp_path):
    """Of what, and of which applications; ALL is everything, a name unknown here is nothing."""
    text = "[general]\nenable = yes\napps = Dial, park\nevents = {}\n[manager]\nenabled = yes\n"
    (tmp_path / "cel.conf").write_text(text.format("ANSWER,hangup,NEVER"))
    assert records.load(tmp_path) == records.RecordsConfig(
        cel_events=frozenset({"ANSWER", "HANGUP"}), cel_apps=frozenset({"dial", "park"})
    )
    (tmp_path / "cel.conf").write_text(text.format("ALL"))
    assert records.load(tmp_path).cel_events == frozenset(records.EVENTS)
    (tmp_path / "cel.conf").write_text(text.format("ALL").replace("enable = yes", "enable = no"))
    assert not records.load(tmp_path).cel_events
