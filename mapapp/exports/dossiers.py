"""Dossiers beyond the page with the map: on an incident's own page, and in a file that needs no network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mapapp import words
from mapapp.engine.questions import records
from mapapp.engine.store import Store
from mapapp.exports.citing import FORMS, incident_citation, plain
from mapapp.exports.sharing import INCIDENTS, cited_address
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.views.dossier import Cited, dossier_html, related
from mapapp.views.style import legend_of

Row = Mapping[str, Any]


def dossiers(
    store: Store,
    incidents: Sequence[Row],
    others: Mapping[str, Row],
    *,
    according_to: str,
    link: Callable[[str], str],
    cite: Callable[[Row], Cited],
) -> Iterator[tuple[str, str]]:
    """Render the dossiers of incidents, as a point of view has them, as pairs of identifier and HTML.

    `others`: the incidents, by identifier, that may be linked to as related; `link` makes an incident's
    address, `cite` says how it is cited.
    """
    names = [one["incident_id"] for one in incidents]
    claims, facts, legend = store.claims_about(names), facts_about(store, names), legend_of(store)
    for name, incident in zip(names, incidents, strict=True):
        html = dossier_html(
            incident,
            claims[name],
            facts={one["claim_id"]: facts[one["claim_id"]] for one in claims[name]},
            conflict=store.conflict,
            actor_colour=legend.colour(incident["actor"]),
            according_to=according_to,
            own_columns=store.extra_columns,
            has_claims=store.has_claims,
            link=link(name),
            cited=cite(incident),
            others=[(link(one), _named(others[one])) for one in related(incident) if one in others],
        )
        yield name, html


def cited(store: Store, incident: Row, page: str, according_to: str, root: str) -> Cited:
    """Say how to cite an incident, which is seen under `page`; the API, under `root`, has the other forms."""
    query = Query(incident_id=(incident["incident_id"],), according_to=according_to)
    wanted = urlencode(query.to_params(), doseq=True, errors="replace")
    asking = f"{root}{INCIDENTS}/citation?{wanted}&download=1"
    forms = [(form.label, f"{asking}&f={name}") for name, form in FORMS.items()]
    return Cited(plain(incident_citation(store, incident, cited_address(query, page), according_to)), forms)


def _named(incident: Row) -> str:
    return message("day-and-title", day=words.when(incident), title=words.title(incident))


def facts_about(store: Store, names: list[str]) -> dict[str, dict[str, bool]]:
    """Find, by identifier, what the rules take from each claim about some incidents."""
    found = store.rows(records.facts_about, store.claims, names, conflict=store.conflict)
    return {row.pop("claim_id"): row for row in found}
