"""Figures in the documentation that are computed from the data set.

Where a document has `<!--= killed?control=North -->…<!--/-->`, the text between is computed: a measure, and
the query for the incidents, as in the page's URL. `make docs` writes all of them.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

from mapapp import words
from mapapp.engine.store import Store
from mapapp.ingest import read_dataset
from mapapp.model.official_totals import Total
from mapapp.model.query import Query
from mapapp.shipped import bundled

DOCUMENTS = ("README.md", "docs/method.md")
MAX_ROWS = 100_000
MARKED = re.compile(r"(<!--= (?P<measure>\w+)\??(?P<query>\S*) -->).*?(<!--/-->)", re.DOTALL)


def with_figures(page: str, store: Store) -> str:
    """Return a page with its marked figures computed from the data.

    Raises KeyError for an unknown measure, and BadQuery.
    """
    return MARKED.sub(lambda mark: f"{mark[1]}{_figure(store, mark)}{mark[4]}", page)


def _figure(store: Store, mark: re.Match[str]) -> str:
    return MEASURES[mark["measure"]](
        store, Query.from_params(parse_qs(mark["query"], keep_blank_values=True))
    )


def _people(harm: str) -> Callable[[Store, Query], str]:
    def summed(store: Store, query: Query) -> str:
        totals = store.totals(query)
        return words.span(totals[f"{harm}_low"], totals[f"{harm}_high"])

    return summed


def _held(store: Store, query: Query) -> str:
    """Add up the people killed in single incidents: "at least" if one of them has no highest figure."""
    rows = [row for row in store.listed(query, MAX_ROWS) if row["aggregate"] != "yes"]
    low, high = words.sum_ranges((row["killed_low"], row["killed_high"]) for row in rows)
    return words.span(low or 0, high)


def _official(store: Store, query: Query) -> str:
    """Return the latest official total of people killed with the query's scope."""
    totals = [total for total in store.official if query in (total.same_scope, total.compared)]
    return words.number(max(totals, key=lambda total: total.until).killed or 0)


def _grade(column: str) -> Callable[[Store, Query], str]:
    return lambda store, query: words.all_of(sorted({row[column] for row in store.listed(query, MAX_ROWS)}))


def _claims(store: Store, query: Query) -> str:
    identifiers = [row["incident_id"] for row in store.listed(query, MAX_ROWS)]
    return words.number(sum(map(len, store.claims_about(identifiers).values())))


def _places(store: Store, query: Query) -> str:
    single = [row for row in store.listed(query, MAX_ROWS) if row["aggregate"] != "yes"]
    return words.all_of(row["place_name"] or row["title"] for row in single)


def _official_totals(store: Store, query: Query) -> str:  # noqa: ARG001
    head = ("| Total | Counts | As of | Killed | This data set |", "|---|---|---|---|---|")
    totals = [total for total in store.official if not total.series and total.killed is not None]
    return "\n".join(("", "", *head, *(_row(total, store) for total in totals), "", ""))


def _row(total: Total, store: Store) -> str:
    held = _held(store, total.compared) if total.compared else "not compared"
    cells = (
        f"[{total.who}]({total.url})",
        total.scope,
        words.partial_day(total.as_of),
        str(total.killed),
        held,
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


MEASURES: Mapping[str, Callable[[Store, Query], str]] = {
    "entries": lambda store, query: words.number(store.totals(query)["matched"]),
    "incidents": lambda store, query: words.number(store.totals(query)["incidents"]),
    "claims": _claims,
    "sources": lambda store, _: words.number(len(store.all_sources())),
    "killed": _people("killed"),
    "injured": _people("injured"),
    "held": _held,
    "official": _official,
    "evidence": _grade("harm_status"),
    "attribution": _grade("attribution_status"),
    "places": _places,
    "official_totals": _official_totals,
}
"""The measures by name."""


def documents() -> Mapping[Path, str]:
    """Return the text of each document as it should be; they exist only in a checkout."""
    store = Store.load(read_dataset(bundled("incidents.csv")))
    paths = [bundled(name) for name in DOCUMENTS]
    return {path: with_figures(path.read_text(encoding="utf-8"), store) for path in paths}


def write() -> None:
    """Write the figures into the documents."""
    for path, page in documents().items():
        path.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
