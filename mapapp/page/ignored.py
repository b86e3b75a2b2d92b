"""What in the page's URL is used, and what has to be ignored, which the page reports."""

import re
from collections.abc import Callable, Iterable, Iterator

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.sharing import SELECTED
from mapapp.geo.naming import offered_traditions
from mapapp.messages import message
from mapapp.model.query import EVERYBODY, FILTERS, Query, read_leniently
from mapapp.page.address import (
    COMPARED,
    NAMES,
    STATE,
    selected_id,
)
from mapapp.page.address_bar import DATA, POSITION, param, params
from mapapp.page.position import is_position

_FOREIGN = re.compile(r"embed.*|utm_.*|fbclid|gclid")
"""Parameters of a URL that are meant for Streamlit, or for counting visits."""


def query_in_url(store: Store) -> tuple[Query, list[str]]:
    """Return the Query in the URL, and a sentence about each part of the URL that is ignored."""
    query, problems = read_leniently(params())
    query, unknown = store.known(query)
    places = [problem for problem in unknown if problem.parameter == "within"]
    others = [problem for problem in problems + unknown if problem not in places]
    impossible = _by_name((problem.parameter, problem.got) for problem in others)
    ignored = [words.impossible(words.filter_label(name), values) for name, values in impossible.items()]
    ignored += [words.not_a_place(problem.got, problem.expected) for problem in places]
    for name, values in _by_name(store.unknown_values(query)).items():
        query = query.with_values(name, set(getattr(query, name)) - set(values))
        ignored.append(words.unknown(name, values))
    return query, ignored + list(_ignored_beside_the_query(store))


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def _ignored_beside_the_query(store: Store) -> Iterator[str]:
    possible: dict[str, tuple[str, Callable[[str], bool]]] = {
        COMPARED: (message("filter-compare"), (EVERYBODY, *store.conflict.points_of_view).__contains__),
        NAMES: (
            message("names-first"),
            [tradition.name for tradition in offered_traditions(store.conflict, store.extent)].__contains__,
        ),
        POSITION: (message("map-position"), is_position),
        DATA: (message("data-version"), lambda text: bool(STATE.fullmatch(text))),
    }
    for name, (label, is_possible) in possible.items():
        value = param(name)
        if value and not is_possible(value):
            yield words.impossible(label, [value])
    selected = selected_id()
    if selected and store.incident(selected) is None:
        yield words.unknown("incident_id", [selected])
    accepted = {*FILTERS, *possible, SELECTED}
    if unknown := [name for name in params() if name not in accepted and not _FOREIGN.fullmatch(name)]:
        yield words.meaningless(unknown)
