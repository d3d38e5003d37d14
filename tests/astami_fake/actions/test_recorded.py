"""Answers from recordings: which row counts."""


def test_row_with_most_headers(make_bench):
    """The row recorded with most of the headers sent counts, and the ActionID is the asker's, or none."""
    bench = make_bench("22.10", None)
    client = bench.client().login()
    assert client.do("Action: AgentLogoff", "ActionID: 7") == [
        "Response: Error\nActionID: 7\nMessage: No agent specified"
    ]
    assert client.do("Action: AgentLogoff", "Agent: none", "Frob: x") == ["Response: Error\nMessage: No such agent"]
    assert bench.script.violations == []


def test_not_for_a_channel_that_is_there(make_bench):
    """What was recorded of a channel that is not there is no answer about one that is."""
    bench = make_bench("22.10")
    client = bench.client().login()
    client.do("Action: Originate", "Channel: Local/1001@default", "Application: Wait", "Data: 60", "Async: true")
    client.do("Action: ModuleLoad", "LoadType: load", "Module: app_controlplayback.so")
    bench.clock.advance(0.1)
    channel = next(iter(bench.pbx.channels)).name
    assert "does not model" in client.do("Action: ControlPlayback", f"Channel: {channel}", "Control: stop")[0]
    assert len(bench.script.violations) == 1
