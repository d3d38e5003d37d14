"""Answers from recordings: which row counts."""


def test_row_with_most_headers(make_bench):
    """The row recorded with most of the headers sent counts, and the ActionID is the asker's, or none."""
    bench = make_bench("22.10", None)
    client = bench.client().login()
    assert client.do("Action: FAXSession", "ActionID: 7") == [
        "Response: Error\nActionID: 7\nMessage: Invalid session ID"
    ]
    assert client.do("Action: FAXSession", "SessionNumber: 1", "Frob: x") == [
        "Response: Error\nMessage: Session not found"
    ]
    assert bench.script.violations == []
