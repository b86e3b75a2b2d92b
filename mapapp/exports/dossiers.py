"""Dossiers outside the page with the map: on an incident's own page, and in the offline file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mapapp import words
from mapapp.engine.questions import records
from mapapp.engine.store import Store
from mapapp.exports.citing import FORMS, citation_text, incident_citation
from mapapp.exports.sharing import cited_address
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.views.dossier import Cited, dossier_html, related
from mapapp.views.download import INCIDENTS_PATH
from mapapp.views.style import legend_of

Row = Mapping[str, Any]


def dossiers(
    store: Store,
    incidents: Sequence[Row],
    linkable: Mapping[str, Row],
    *,
    according_to: str,
    link: Callable[[str], str],
    cite: Callable[[Row], Cited],
) -> Iterator[tuple[str, str]]:
    """Render the dossiers of incidents from a point of view, as pairs of identifier and HTML.

    `linkable` are the incidents, by identifier, to which related incidents may link; `link` returns an
    incident's URL, `cite` its citation.
    """
    names = [row["incident_id"] for row in incidents]
    claims, facts, legend = store.claims_about(names), facts_about(store, names), legend_of(store)
    for name, incident in zip(names, incidents, strict=True):
        html = dossier_html(
            incident,
            claims[name],
            facts={claim["claim_id"]: facts[claim["claim_id"]] for claim in claims[name]},
            conflict=store.conflict,
            actor_colour=legend.colour(incident["actor"]),
            according_to=according_to,
            own_columns=store.extra_columns,
            has_claims=store.has_claims,
            link=link(name),
            cited=cite(incident),
            others=[
                (link(identifier), _title(linkable[identifier]))
                for identifier in related(incident)
                if identifier in linkable
            ],
        )
        yield name, html


def cited(store: Store, incident: Row, page: str, according_to: str, root: str) -> Cited:
    """Return the citation of an incident on `page`, with links to its other forms in the API under `root`."""
    query = Query(incident_id=(incident["incident_id"],), according_to=according_to)
    query_string = urlencode(query.to_params(), doseq=True, errors="replace")
    address = f"{root}{INCIDENTS_PATH}/citation?{query_string}&download=1"
    forms = [(form.label, f"{address}&f={name}") for name, form in FORMS.items()]
    return Cited(
        citation_text(incident_citation(store, incident, cited_address(query, page), according_to)), forms
    )


def _title(incident: Row) -> str:
    return message("day-and-title", day=words.when(incident), title=words.title(incident))


def facts_about(store: Store, names: list[str]) -> dict[str, dict[str, bool]]:
    """Return the facts that the rules derive from each claim about some incidents, by claim."""
    rows = store.rows(records.facts_about, store.claims, names, conflict=store.conflict)
    return {row.pop("claim_id"): row for row in rows}
