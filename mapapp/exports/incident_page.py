"""An incident's own page: plain HTML with every claim, which needs no JavaScript and leads to the map."""

from urllib.parse import urlencode

from markupsafe import Markup

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.citing import FORMS, citation_of, plain
from mapapp.exports.sharing import INCIDENTS, incident_address, incident_head
from mapapp.model.query import Query
from mapapp.views import frontend
from mapapp.views.dossier import dossier_html
from mapapp.views.head import head_html
from mapapp.views.style import legend_of
from mapapp.views.templates import render

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""What such a page may load: nothing but its picture."""

STYLE = (
    "body { margin: 0 auto; max-width: 54rem; padding: 1rem; background: #fff; color: #22262b; "
    "font: 100%/1.45 system-ui, sans-serif; } "
    "header { border-bottom: 1px solid #d3d0c9; margin-bottom: 1rem; } .dossier { font-size: 1rem; } "
    "img { width: 100%; height: auto; } figure { margin: 1rem 0; } a { color: inherit; } "
    ".plain-cite { overflow-wrap: anywhere; font-size: .85rem; } "
    "@media (prefers-color-scheme: dark) { body { background: #1b1e22; color: #f1efea; } }"
)


def incident_page(store: Store, incident_id: str, page: str, according_to: str = "") -> str:
    """Write the page of an incident as a point of view has it; KeyError if it does not have it.

    `page` is the absolute address of the page with the map, with an end slash.
    """
    incident = store.incident(incident_id, according_to)
    if incident is None:
        raise KeyError(incident_id)
    query = Query(incident_id=(incident_id,), according_to=according_to)
    address = incident_address(incident_id, page)
    wanted = urlencode(query.to_params(), doseq=True, errors="replace")
    return render(
        "incident_page.html",
        head=Markup(head_html(incident_head(incident, page))),  # noqa: S704 - escaped where it is made
        style=Markup(f"{frontend.text('page.css')}\n{STYLE}"),  # noqa: S704 - ours
        dossier=Markup(_dossier(store, incident_id, address, according_to)),  # noqa: S704 - a template's
        page=page,
        title=store.description.title,
        incident=words.title(incident),
        on_map=f"{page}?{urlencode({'incident': incident_id}, errors='replace')}",
        picture=f"{page}{INCIDENTS}/picture?{wanted}",
        citation=plain(citation_of(store, query, address)),
        forms=[(one.label, f"{page}{INCIDENTS}/citation?{wanted}&f={name}") for name, one in FORMS.items()],
    )


def _dossier(store: Store, incident_id: str, address: str, according_to: str) -> str:
    incident = store.incident(incident_id, according_to) or {}
    legend = legend_of(store)
    return dossier_html(
        incident,
        store.claims_about([incident_id])[incident_id],
        facts=store.facts(incident_id),
        conflict=store.conflict,
        actor_colour=legend.colour(incident["actor"]),
        according_to=according_to,
        own_columns=store.extra_columns,
        has_claims=store.has_claims,
        link=address,
    )
