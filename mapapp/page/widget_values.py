"""Widgets whose value is in the URL: which value each has, and whether a reader chose another.

A browser sends the values of all widgets with every request, even with the one that checks for news every
few seconds. It may not have received a value that Python has set since, or not until a closed field is
opened; the old value then comes back and looks as if somebody had chosen it. Taken for a choice, it would
undo a click.

So the runs of the page are numbered, and a hidden field before the widgets of a part and another after them
hold the number too. What the browser sends for these two says which values it can have without anybody's
choice: those set between the last run that it has drawn completely and the last that it has begun to draw.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st

from mapapp.page.address_bar import went_back

PAGE, AREA = "page", "area"
"""The parts of the page that a browser draws together: what it shows, and the closed field of the area."""

_RUNS, _VALUES = "runs", "widget_values"
"""Keys of the session's state: the numbers of its runs, and the widgets' values in them."""
_HIDDEN = "run-before", "run-after"
_NO_LABELS: Mapping[str, Any] = MappingProxyType({})


class _OwnNumber(int):
    """The number of a run as set here; what a browser sends back is a plain int."""


class _Span(NamedTuple):
    """A value that a widget has from one run to another, and the labels of its options then."""

    since: int
    until: int
    value: Any
    labels: Mapping[str, Any]


class _Widget(NamedTuple):
    part: str
    spans: tuple[_Span, ...]
    """What the browser may have; the last holds the current value."""


def number_run() -> None:
    """Begin another run, under a number that no other session's runs have: a browser may still show them."""
    before: range | None = st.session_state.get(_RUNS)
    start = before[0] if before else secrets.randbelow(2**40)
    st.session_state[_RUNS] = range(start, (before[-1] if before else start) + 2)


@contextmanager
def tracked(part: str) -> Iterator[None]:
    """Draw the hidden fields around a part's widgets."""
    before, after = _HIDDEN
    _draw_hidden(before, part)
    yield
    _draw_hidden(after, part)


def put(name: str, value: Any, *, part: str = PAGE, labels: Mapping[str, Any] = _NO_LABELS) -> None:
    """Set a widget's value before it is drawn.

    `labels` are those of its options, if they change from run to run: a browser sends those that it shows.
    """
    st.session_state[name] = value
    run, (whole, _) = _runs()[-1], _drawn(part)
    before = _widgets().get(name)
    spans = [span for span in before.spans if span.until >= whole] if before else []
    if (
        spans
        and spans[-1].until >= run - 1
        and _is_same(spans[-1].value, value)
        and spans[-1].labels == labels
    ):
        spans[-1] = spans[-1]._replace(until=run)
    else:
        spans.append(_Span(run, run, value, labels))
    _widgets()[name] = _Widget(part, tuple(spans))


def is_chosen(name: str) -> bool:
    """In a widget's callback, whether a reader chose its value; if so, it becomes the current value."""
    part, spans = _widgets()[name]
    whole, begun = _drawn(part)
    shown = [span for span in spans if span.until >= whole and span.since <= begun]
    labels = {label: value for span in shown for label, value in span.labels.items()}
    value = _without_labels(st.session_state[name], labels)
    if went_back() or not shown or any(_is_same(span.value, value) for span in shown):
        return False
    in_transit = (span._replace(since=max(span.since, whole + 1)) for span in spans if span.until > whole)
    _widgets()[name] = _Widget(part, (*in_transit, _Span(whole, begun, value, labels)))
    return True


def value_of(name: str, default: Any = None) -> Any:
    """Return what a reader chose in a widget, or else the value last set."""
    widget = _widgets().get(name)
    return widget.spans[-1].value if widget else default


def _draw_hidden(edge: str, part: str) -> None:
    key = f"{edge}-{part}"
    st.session_state[key] = _OwnNumber(_runs()[-1])
    st.number_input(key, min_value=0, step=1, key=key, label_visibility="collapsed")


def _drawn(part: str) -> tuple[int, int]:
    """Return the last run whose part the browser has drawn completely, and the last it has begun to draw.

    If it has sent no number yet, that may be any run; if its number is of another session, it has drawn none.
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


def _without_labels(value: Any, labels: Mapping[str, Any]) -> Any:
    """Replace the labels of an older run by the values that they stand for."""
    values = set(labels.values())
    return (
        [item if item in values else labels.get(item, item) for item in value]
        if isinstance(value, list)
        else value
    )


def _is_same(value: Any, other: Any) -> bool:
    """Compare two values; the order of a list is not a choice."""
    if isinstance(value, list) and isinstance(other, list):
        return sorted(value) == sorted(other)
    return bool(value == other)
