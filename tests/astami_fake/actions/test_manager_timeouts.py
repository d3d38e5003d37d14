"""AbsoluteTimeout: what the cases `actions.*absolutetimeout` cannot show."""


def test_a_later_limit_replaces_an_earlier(make_bench):
    """A channel ends when the limit that was set last says."""
    bench = make_bench("22.10")
    client = bench.client().login()
    client.do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 60", "Async: true")
    bench.clock.advance(0.1)
    name = next(iter(bench.pbx.channels)).name
    for seconds in ("1", "5"):
        client.do("Action: AbsoluteTimeout", f"Channel: {name}", f"Timeout: {seconds}")
    bench.clock.advance(2)
    assert bench.pbx.channels.find(name) is not None
    bench.clock.advance(4)
    assert bench.pbx.channels.find(name) is None
