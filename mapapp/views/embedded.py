"""What is above and below a map that is embedded in another page. Pure."""

from collections.abc import Mapping
from typing import Any

from mapapp import words
from mapapp.model.conflict import Conflict
from mapapp.model.query import Query
from mapapp.views.templates import render


def embedded_head_html(title: str, totals: Mapping[str, Any], query: Query, conflict: Conflict) -> str:
    """Render the title and what is shown."""
    shown = words.filter_sentence(query, conflict) if query != Query() else ""
    headline = words.headline(totals, query, conflict)
    return render("embedded_head.html", title=title, headline=headline, shown=shown)


def embedded_foot_html(source: str, label: str, link: str) -> str:
    """Render the source, and the link to the whole page or to the selected incident."""
    return render("embedded_foot.html", source=source, label=label, link=link)
