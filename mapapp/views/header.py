"""The head of the page: the title, a sentence on what is shown, and the filter in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from mapapp import words
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.query import Query
from mapapp.views.templates import render


def header_html(
    title: str, totals: Mapping[str, Any], query: Query, conflict: Conflict, denials: str = ""
) -> str:
    """Render the title and the headline; `denials` is HTML from `denials_html`."""
    missing = totals["unlocated"]
    return render(
        "header.html",
        title=title,
        language=conflict.language,
        headline=words.headline(totals, query, conflict),
        unlocated=message("headline-unlocated", count=missing) if missing else "",
        denials=Markup(denials),  # noqa: S704 - rendered from one of our templates
    )


def denials_html(whose: str, totals: Mapping[str, Any], conflict: Conflict, link: str) -> str:
    """Render how many incidents a side denies, with the link to them; empty if there are none."""
    if not totals["matched"]:
        return ""
    return render("denials.html", sentence=words.denials(whose, totals, conflict), link=link)


def waiting_html(title: str) -> str:
    """Render the title while the data are being read."""
    return render(
        "header.html", title=title, language="", headline=message("reading"), unlocated="", denials=""
    )


def compared_html(totals: Mapping[str, Any], query: Query, conflict: Conflict, link: str) -> str:
    """Render whose claims one of two maps shows and what they add up to; `link` is to that map alone."""
    return render(
        "compared.html",
        whose=words.point_of_view(query.according_to, conflict),
        headline=words.headline(totals, replace(query, according_to=""), conflict),
        link=link,
    )


def followed_html(part: str, query: Query, conflict: Conflict) -> str:
    """Render which of two compared accounts the list or the timeline follows."""
    whose = words.capitalised(words.point_of_view(query.according_to, conflict))
    return render("followed.html", sentence=message("followed-account", part=part, whose=whose))


def filter_html(query: Query, conflict: Conflict) -> str:
    """Render the current filter as a sentence."""
    return render("filter.html", sentence=words.filter_sentence(query, conflict))


def log_out_html(*, is_private: bool) -> str:
    """Render the link by which a reader leaves a private map; empty if the map is not private."""
    return render("log_out.html") if is_private else ""
