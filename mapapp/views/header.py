"""The head of the page: the title and one plain sentence of what is shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mapapp import words
from mapapp.model.query import Query
from mapapp.model.schema import ACCORDING_TO
from mapapp.views.templates import render


def header_html(title: str, totals: Mapping[str, Any], query: Query) -> str:
    """Render the title and the headline of what is shown."""
    missing = totals["unlocated"]
    return render(
        "header.html",
        title=title,
        headline=words.headline(totals, query),
        unlocated=f"{words.counted(missing, 'incident')} without a location." if missing else "",
    )


def waiting_html(title: str) -> str:
    """Render the title while the data are being read."""
    return render("header.html", title=title, headline="Reading the data.", unlocated="")


def compared_html(totals: Mapping[str, Any], query: Query, link: str) -> str:
    """Render under one of two maps whose claims it shows and what they add up to; `link` is to it alone."""
    return render(
        "compared.html",
        whose=ACCORDING_TO.get(query.according_to, "all sources"),
        headline=words.headline(totals, replace(query, according_to="")),
        link=link,
    )


def filter_html(query: Query) -> str:
    """Render the current filter as a sentence."""
    return render("filter.html", sentence=words.filter_sentence(query))
