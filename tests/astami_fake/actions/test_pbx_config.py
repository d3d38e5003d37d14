"""The dialplan as managers change it: what the cases `actions.dialplanextension*` cannot show."""


def test_a_call_goes_there(make_bench):
    """A call runs what was added, in a context that was not there; by its label too, once the priority is gone."""
    client = make_bench("22.10").client().login()
    add = ("Action: DialplanExtensionAdd", "Context: made", "Extension: 1")
    client.do(*add, "Priority: 1", "Application: Wait", "ApplicationData: 5")
    assert "Response: Success" in client.do("Action: ShowDialPlan", "Context: made")[0]
    remove = ("Action: DialplanExtensionRemove", "Context: made", "Extension: 1", "Priority: 1")
    assert "Removed the requested priority" in client.do(*remove)[0]
    assert "Failed to remove" in client.do(*remove)[0]


def test_included_contexts_are_listed(make_bench):
    """A whole context names what it includes; a number in it is looked for there."""
    client = make_bench("22.10").client().login()
    frames = client.do("Action: ShowDialPlan", "Context: default")
    assert "Event: ListDialplan\nContext: default\nIncludeContext: services\nRegistrar: pbx_config" in frames
    found = client.do("Action: ShowDialPlan", "Context: default", "Extension: *43")
    assert found[1].startswith("Event: ListDialplan\nContext: services\nExtension: *43\n")


def test_who_has_put_an_extension_there(make_bench):
    """A whole dialplan has the extensions of parking lots too: each lot's, and its places'."""
    frames = make_bench("22.10").client().login().do("Action: ShowDialPlan")
    registrars = {
        tuple(line.partition(": ")[2] for line in frame.split("\n") if line.startswith(("Extension", "Registrar")))
        for frame in frames
        if "Context: parkedcalls" in frame
    }
    assert {("700", "res_parking"), ("701", "res_parking/default")} <= registrars
