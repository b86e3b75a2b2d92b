"""Widgets whose value stands in the address: which value each has, and whether a reader chose another.

A browser sends the values of all widgets with every question, even with the one that asks for news every few
seconds. What Python has just put in place of another value it does not have yet; the older one comes back and
looks as if somebody had chosen it. Taken for a choice it would undo a click.
"""

from typing import Any, NamedTuple

import streamlit as st

from mapapp.page.address_bar import is_behind, went_back

_VALUES = "widget_values"
_UNDER_WAY = 5
"""How many values before the last one the browser may still send."""


class _Value(NamedTuple):
    now: Any
    replaced: list[Any]
    """What Python replaced since the reader chose something."""


def put(key: str, value: Any) -> None:
    """Give a widget its value, before it is drawn."""
    st.session_state[key] = value
    before = _values().get(key, _Value(value, []))
    replaced = before.replaced if _is_same(before.now, value) else [*before.replaced, before.now]
    _values()[key] = _Value(value, replaced[-_UNDER_WAY:])


def is_chosen(key: str) -> bool:
    """Tell, in its callback, whether a reader chose the value that a widget comes back with."""
    value, before = st.session_state[key], _values()[key]
    is_late = is_behind() and any(_is_same(value, one) for one in before.replaced)
    if is_late or went_back() or _is_same(value, before.now):
        return False
    _values()[key] = _Value(value, [])
    return True


def _values() -> dict[str, _Value]:
    values: dict[str, _Value] = st.session_state.setdefault(_VALUES, {})
    return values


def _is_same(one: Any, other: Any) -> bool:
    """Compare two values; the order of several is nobody's choice."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)
