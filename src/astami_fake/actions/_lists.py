"""The frames around an event list: the response that opens it, the event that ends it.

Asterisk: main/manager.c, astman_send_listack() and astman_send_list_complete(). May import `actions._registry`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Frame, Header


def start(action: Action, message: str) -> Frame:
    """``Response: Success`` with ``EventList: start``."""
    return [("Response", "Success"), *action.action_id, ("EventList", "start"), ("Message", message)]


def complete(action: Action, event: str, items: int, *more: Header) -> Frame:
    """The event that ends the list, with the number of *items* and *more* headers behind it."""
    head = (("Event", event), *action.action_id, ("EventList", "Complete"), ("ListItems", str(items)))
    return [*head, *more]
