"""AstDB: entries by family and key, and lists as SQL's LIKE finds them."""

from __future__ import annotations

import pytest

from astami_fake.pbx.astdb import AstDB


@pytest.fixture
def db() -> AstDB:
    db = AstDB()
    for family, key in (("f", "a/b"), ("f", "a/c"), ("f", "ab"), ("g", "a")):
        db.put(family, key, f"{family}:{key}")
    return db


def test_a_value_comes_back_as_it_went_in(db: AstDB) -> None:
    """Quotes, backslashes, blanks and the empty text are values like others."""
    for value in ('say "hi"; back\\slash é', "", "  "):
        db.put("f", "k", value)
        assert db.get("f", "k") == value


def test_case_counts_for_one_entry(db: AstDB) -> None:
    """A key in other case is another key."""
    assert db.get("F", "ab") is None
    assert db.get("f", "AB") is None


def test_a_slash_may_stand_on_either_side(db: AstDB) -> None:
    """Family and key are joined to one path."""
    assert db.get("f/a", "b") == "f:a/b"


def test_delete_tells_whether_there_was_something(db: AstDB) -> None:
    """The second time there is nothing to delete."""
    assert db.delete("f", "ab")
    assert not db.delete("f", "ab")


def test_a_tree_is_the_entry_and_what_is_below_it(db: AstDB) -> None:
    """``a`` does not list ``ab``."""
    assert [path for path, _ in db.tree("f", "a")] == ["/f/a/b", "/f/a/c"]
    assert [path for path, _ in db.tree("f")] == ["/f/a/b", "/f/a/c", "/f/ab"]


def test_a_tree_matches_as_like_does(db: AstDB) -> None:
    """Case does not count; underscore and percent are wildcards (recorded: db.gettree.like)."""
    assert [path for path, _ in db.tree("F", "A_")] == ["/f/ab"]
    assert [path for path, _ in db.tree("%", "a")] == ["/f/a/b", "/f/a/c", "/g/a"]


def test_without_a_family_all_is_listed(db: AstDB) -> None:
    """Whatever the key says."""
    assert len(db.tree("", "ab")) == 4


def test_delete_tree_counts(db: AstDB) -> None:
    """And leaves the rest."""
    assert db.delete_tree("f") == 3
    assert db.tree() == [("/g/a", "g:a")]
    assert db.delete_tree("f") == 0


def test_showkey_finds_a_key_in_all_families(db: AstDB) -> None:
    """Also where the key is the end of a longer one."""
    assert [path for path, _ in db.keys_named("a")] == ["/g/a"]
    assert [path for path, _ in db.keys_named("b")] == ["/f/a/b"]


def test_a_family_is_a_mapping(db: AstDB) -> None:
    """Two levels of subscription read, write, delete and list."""
    db["f"]["new"] = "1"
    assert db["f"]["new"] == "1"
    assert db.get("f", "new") == "1"
    assert dict(db["g"]) == {"a": "g:a"}
    assert len(db["f"]) == 4
    assert repr(db["g"]) == "{'a': 'g:a'}"
    del db["f"]["new"]
    assert "new" not in db["f"]
    with pytest.raises(KeyError, match="new"):
        del db["f"]["new"]
    with pytest.raises(KeyError, match="new"):
        db["f"]["new"]


def test_a_family_is_in_the_database_while_it_has_entries(db: AstDB) -> None:
    """Membership asks for entries."""
    assert "f" in db
    assert "h" not in db
    assert 1 not in db
