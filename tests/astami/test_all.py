"""What the package promises to export."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import astami
from astami import AMIClient, AsyncAMIClient


def test_all_is_what_there_is() -> None:
    """``__all__`` lists every public name of the package, sorted, and each of them exists."""
    public = {name for name, value in vars(astami).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert sorted(public) == astami.__all__


def test_types_are_published() -> None:
    """Type checkers of users look at the package."""
    assert (Path(astami.__file__).parent / "py.typed").exists()


def test_everything_public_has_a_docstring() -> None:
    """Classes, and the public methods of both clients."""
    things = [getattr(astami, name) for name in astami.__all__]
    things += [
        value
        for kind in (AMIClient, AsyncAMIClient)
        for name, value in vars(kind).items()
        if not name.startswith("_") and callable(value)
    ]
    assert [thing for thing in things if not inspect.getdoc(thing)] == []


def test_both_clients_have_the_same_methods_and_signatures() -> None:
    """What works with one works with the other."""

    def public(kind: type) -> dict[str, str]:
        return {
            name: str(inspect.signature(value)) if callable(value) else "property"
            for name, value in vars(kind).items()
            if not name.startswith("_")
        }

    assert public(AMIClient) == public(AsyncAMIClient)
    assert inspect.signature(AMIClient) == inspect.signature(AsyncAMIClient)


@pytest.mark.parametrize(
    "name",
    [
        "connect",
        "login",
        "logoff",
        "disconnect",
        "send_action",
        "command",
        "database_put",
        "database_get",
        "database_del",
        "database_deltree",
        "originate",
        "hangup",
        "redirect",
        "get_var",
        "set_var",
        "reload",
        "ping",
    ],
)
def test_documented_methods_exist(name: str) -> None:
    """The names are fixed."""
    assert inspect.iscoroutinefunction(getattr(AsyncAMIClient, name))
    assert not inspect.iscoroutinefunction(getattr(AMIClient, name))
