"""Widgets whose value stands in the address: which value each has, and whether a reader chose another.

A browser sends the values of all widgets with every question, even with the one that asks for news every few
seconds. What Python has put in place of a value it may not have yet, or not be given before a closed field is
opened; the older value comes back and looks as if somebody had chosen it. Taken for a choice it would undo a
click.

So the runs of the page are numbered, and a hidden field before the widgets of a part and one after them are
given the number too. What the browser sends for these two tells which values it can have without anybody's
choice: those that were put from the last run that it has drawn whole, to the last that it has begun to draw.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st

from mapapp.page.address_bar import went_back

PAGE, AREA = "page", "area"
"""The parts of the page that a browser draws at one time: what it shows, and the closed field of the area."""

_RUNS, _VALUES = "runs", "widget_values"
"""What the session remembers: the numbers of its runs, and what the widgets were given in them."""
_HIDDEN = "run-before", "run-after"
_NO_LABELS: Mapping[str, Any] = MappingProxyType({})


class _OwnNumber(int):
    """The number of a run as it was put; what a browser sends back is a bare number."""


class _Given(NamedTuple):
    """A value that a widget has from one run to another, and what its options were called then."""

    since: int
    until: int
    value: Any
    labels: Mapping[str, Any]


class _Widget(NamedTuple):
    part: str
    given: tuple[_Given, ...]
    """What the browser may have; the value that holds is the last."""


def number_run() -> None:
    """Begin another run; those of another session have other numbers, which the browser may still have."""
    before: range | None = st.session_state.get(_RUNS)
    first = before[0] if before else secrets.randbelow(2**40)
    st.session_state[_RUNS] = range(first, (before[-1] if before else first) + 2)


@contextmanager
def followed(part: str) -> Iterator[None]:
    """Draw the hidden fields around a part's widgets."""
    before, after = _HIDDEN
    _draw_hidden(before, part)
    yield
    _draw_hidden(after, part)


def put(name: str, value: Any, *, part: str = PAGE, labels: Mapping[str, Any] = _NO_LABELS) -> None:
    """Give a widget its value, before it is drawn.

    `labels` are what its options are called, if that changes from run to run: a browser sends what it shows.
    """
    st.session_state[name] = value
    run, (whole, _) = _runs()[-1], _drawn(part)
    before = _widgets().get(name)
    given = [one for one in before.given if one.until >= whole] if before else []
    if (
        given
        and given[-1].until >= run - 1
        and _is_same(given[-1].value, value)
        and given[-1].labels == labels
    ):
        given[-1] = given[-1]._replace(until=run)
    else:
        given.append(_Given(run, run, value, labels))
    _widgets()[name] = _Widget(part, tuple(given))


def is_chosen(name: str) -> bool:
    """Tell, in its callback, whether a reader chose the value a widget comes back with; if so, it holds."""
    part, given = _widgets()[name]
    whole, begun = _drawn(part)
    shown = [one for one in given if one.until >= whole and one.since <= begun]
    labels = {label: value for one in shown for label, value in one.labels.items()}
    value = _named(st.session_state[name], labels)
    if went_back() or not shown or any(_is_same(one.value, value) for one in shown):
        return False
    on_its_way = (one._replace(since=max(one.since, whole + 1)) for one in given if one.until > whole)
    _widgets()[name] = _Widget(part, (*on_its_way, _Given(whole, begun, value, labels)))
    return True


def value_of(name: str, default: Any = None) -> Any:
    """Return what a reader chose in a widget, or else what was put there last."""
    widget = _widgets().get(name)
    return widget.given[-1].value if widget else default


def _draw_hidden(edge: str, part: str) -> None:
    key = f"{edge}-{part}"
    st.session_state[key] = _OwnNumber(_runs()[-1])
    st.number_input(key, min_value=0, step=1, key=key, label_visibility="collapsed")


def _drawn(part: str) -> tuple[int, int]:
    """Return the last run of which the browser has drawn a part to the end, and the last it has begun with.

    If it has sent no number yet, that may be any; if it has one of another session, it has drawn none.
    """
    runs = _runs()
    before, after = (st.session_state.get(f"{edge}-{part}") for edge in _HIDDEN)
    whole = runs[0] if after is None or isinstance(after, _OwnNumber) else after
    begun = runs[-1] if before is None or isinstance(before, _OwnNumber) else before
    return (whole, begun) if whole in runs and begun in runs else (runs.stop, runs.stop)


def _runs() -> range:
    runs: range = st.session_state[_RUNS]
    return runs


def _widgets() -> dict[str, _Widget]:
    values: dict[str, _Widget] = st.session_state.setdefault(_VALUES, {})
    return values


def _named(value: Any, labels: Mapping[str, Any]) -> Any:
    """Return the values that are meant by what an older run called them."""
    values = set(labels.values())
    return (
        [one if one in values else labels.get(one, one) for one in value]
        if isinstance(value, list)
        else value
    )


def _is_same(one: Any, other: Any) -> bool:
    """Compare two values; the order of several is nobody's choice."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)
