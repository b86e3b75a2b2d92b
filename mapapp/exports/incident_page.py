"""An incident's own page: HTML without JavaScript, with every claim and a link to the map."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.dossiers import cited, dossiers
from mapapp.exports.sharing import incident_address, incident_head
from mapapp.exports.static_page import static_page_style
from mapapp.model.query import Query
from mapapp.views.dossier import Cited, related
from mapapp.views.download import INCIDENTS_PATH
from mapapp.views.head import head_html
from mapapp.views.templates import render


def incident_page(store: Store, incident_id: str, page: str, according_to: str = "") -> str:
    """Write the page of an incident from a point of view; KeyError if it does not include the incident.

    `page` is the absolute URL of the page with the map, with a trailing slash.
    """
    incident = store.incident(incident_id, according_to)
    if incident is None:
        raise KeyError(incident_id)
    return render(
        "incident_page.html",
        head=Markup(head_html(incident_head(store, incident, page))),  # noqa: S704 - escaped where it is made
        style=Markup(static_page_style()),  # noqa: S704 - ours
        dossier=Markup(_dossier(store, incident, page, according_to)),  # noqa: S704 - a template's
        page=page,
        language=store.conflict.language,
        title=store.description.title,
        incident=words.title(incident),
        on_map=f"{page}?{urlencode({'incident': incident_id}, errors='replace')}",
        picture=f"{page}{INCIDENTS_PATH}/picture?{_query_string(incident_id, according_to)}",
    )


def _dossier(store: Store, incident: Mapping[str, Any], page: str, according_to: str) -> str:
    related_incidents = {
        identifier: row
        for identifier in related(incident)
        if (row := store.incident(identifier, according_to))
    }

    def link(incident_id: str) -> str:
        return incident_address(incident_id, page)

    def cite(row: Mapping[str, Any]) -> Cited:
        return cited(store, row, page, according_to, page)

    rendered = dossiers(store, [incident], related_incidents, according_to=according_to, link=link, cite=cite)
    return next(html for _, html in rendered)


def _query_string(incident_id: str, according_to: str) -> str:
    query = Query(incident_id=(incident_id,), according_to=according_to)
    return urlencode(query.to_params(), doseq=True, errors="replace")
