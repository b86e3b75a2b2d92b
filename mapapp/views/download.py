"""The Download tab: links to the API's exports. Pure: values in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from mapapp import words
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.query import Query
from mapapp.views.templates import render

INCIDENTS_PATH = "api/collections/incidents"


@dataclass(frozen=True, slots=True)
class Shared:
    """How to share a view: the citation in words, the HTML that embeds it, and other forms.

    `embedded` is the URL that the HTML shows. `forms` are the labels of citations in other forms and their
    names as the API's `f`; `pictures` are sizes, each with a kind.
    """

    citation: str
    embed: str = ""
    embedded: str = ""
    forms: Sequence[tuple[str, str]] = ()
    pictures: Sequence[tuple[str, str]] = ()


def download_html(
    query: Query,
    totals: Mapping[str, Any],
    files: Sequence[tuple[str, str]],
    more: Sequence[tuple[str, str]],
    shared: Shared,
    *,
    page: str = "",
    conflict: Conflict,
    has_claims: bool = True,
    root: str = "",
    withheld: str = "",
    is_passing: bool = False,
) -> str:
    """Render the links that download exactly the incidents of a Query, and the citation.

    `files` are the labels of the common formats and their names as the API's `f`, `more` those of the others.
    `page` is the page's own URL; with it, the URL for other programs is absolute. `has_claims` is whether the
    data set has any claims at all. `root` is the API's root, relative to the page. `withheld` says why rows
    are not published, if so; then no files of them are offered. For a data set that `is_passing` no URL is
    shown, for it would soon be dead.
    """
    unlocated = totals["unlocated"]

    def with_links(formats: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(label, root + items_url(query, f=name, download="1")) for label, name in formats]

    return render(
        "download.html",
        matched=message("count-rows", count=totals["matched"]),
        filter=words.filter_sentence(query, conflict),
        unlocated=message("download-unlocated", count=unlocated) if unlocated else "",
        files=with_links(files),
        more=with_links(more),
        geojson_address="" if is_passing else urljoin(page, root + items_url(query)),
        shared=shared,
        pictures=[
            (size, kind.upper(), root + _to("picture", query, f=kind, size=size))
            for size, kind in shared.pictures
        ],
        preview=root + _to("picture", query),
        forms=[(label, root + _to("citation", query, f=name, download="1")) for label, name in shared.forms],
        has_claims=has_claims,
        withheld=withheld,
    )


def items_url(query: Query, **more: str) -> str:
    """Return the URL of the export of a Query, relative to the page."""
    return _to("items", query, **more)


def _to(route: str, query: Query, **more: str) -> str:
    parameters = urlencode(query.to_params() | {name: [value] for name, value in more.items()}, doseq=True)
    return f"{INCIDENTS_PATH}/{route}" + (f"?{parameters}" if parameters else "")


def cited_html(citation: str) -> str:
    """Render how to cite the view, with its URL, for the foot of a printed page."""
    return render("cited.html", citation=citation)
