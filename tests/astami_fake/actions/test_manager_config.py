"""Actions on configuration files: what the cases `config.*` cannot show."""

import pytest

from astami_fake.config.reader import read


@pytest.fixture
def client(make_bench, tmp_path):
    """A client of a fake whose configuration has a queue, and its bench, which cleans up."""
    (tmp_path / "manager.conf").write_text("[general]\nenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n")
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,NoOp()\n")
    (tmp_path / "queues.conf").write_text("[general]\n[support]\nstrategy = linear\n")
    bench = make_bench("22.10", tmp_path)
    yield bench.client().login()
    bench.pbx.files.close()


def test_update_is_reloaded(client, tmp_path):
    """A change takes effect with Reload, and the folder that was given is not touched."""
    change = ("Action-000000: NewCat", "Cat-000000: sales", "Action-000001: Append", "Cat-000001: sales")
    entry = ("Var-000001: strategy", "Value-000001: ringall")
    files = ("SrcFilename: queues.conf", "DstFilename: queues.conf")
    assert client.do("Action: UpdateConfig", *files, "Reload: app_queue", *change, *entry) == ["Response: Success"]
    assert "sales" in client.do("Action: Command", "Command: queue show sales")[0]
    assert "sales" not in (tmp_path / "queues.conf").read_text()
    assert [section.name for section in read(tmp_path, "queues.conf")] == ["general", "support"]


def test_update_to_another_file(client):
    """What is read from one file can be written as another."""
    client.do("Action: UpdateConfig", "SrcFilename: queues.conf", "DstFilename: copy.conf")
    assert "Category-000001: support" in client.do("Action: ListCategories", "Filename: copy.conf")[0]


def test_what_crashes_a_real_server(client):
    """Insert behind the end of a category: nothing is changed, and the error is the fake's own. 22.10.1 and 16.28.0 die
    of it (found by the fuzzer); at the end it is no error."""
    files = ("SrcFilename: queues.conf", "DstFilename: queues.conf")
    insert = ("Action-000000: Insert", "Cat-000000: support", "Var-000000: weight", "Value-000000: 1")
    assert client.do("Action: UpdateConfig", *files, *insert, "Line-000000: 2") == [
        "Response: Error\nMessage: astami_fake changes nothing, and real Asterisk crashes here"
    ]
    assert client.do("Action: UpdateConfig", *files, *insert, "Line-000000: 1") == ["Response: Success"]
