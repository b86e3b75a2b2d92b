"""One incident's dossier: every fact beside who says so. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.geo.gazetteer import Tradition
from mapapp.model.actors import is_established
from mapapp.model.schema import (
    ACCORDING_TO,
    LIST_SEPARATOR,
)
from mapapp.views.claims import HARM, Claims, Facts, to_explain
from mapapp.views.templates import incident_link, render

Row = Mapping[str, Any]

_TEXTS = ("summary", "site", "weapon_detail", "target_detail", "verification", "denial", "disagreement")
"""Our own sentences; they name places."""

_SILENT = {
    "armenian": "Armenian and Nagorno-Karabakh sources do not report this incident.",
    "azerbaijani": "Azerbaijani sources do not report this incident.",
    "independent": "Independent sources do not report this incident.",
    "conceded": "This incident is not among those that both sides concede.",
    "undisputed": "This incident is not among those that nobody disputes.",
}
"""What it means that a point of view does not have an incident."""


def dossier_html(
    incident: Row,
    claims: Sequence[Row],
    *,
    facts: Facts,
    actor_colour: str,
    first: Tradition | None = None,
    according_to: str = "",
    silent: str = "",
    link: str = "",
) -> str:
    """Render an incident with its claims (each with its source's row, or None, under `source`).

    `facts` is what the rules take from each claim, `according_to` the point of view that the incident is
    given by: the other claims are shown as not counted. `silent` is the one that was asked for, where it does
    not have this incident. `link` is the dossier's address; the shortest unless given. Nothing in the rows is
    trusted: text is escaped, only http(s) addresses become links.
    """
    about = Claims(claims, facts, according_to, first)
    groups = about.groups()
    told = {name: words.in_words(incident[name], first) for name in _TEXTS}
    incident = {**incident, **told, "title": words.title(incident, first)}
    return render(
        "dossier.html",
        incident=incident,
        when=words.when(incident),
        where=_where(incident, first),
        facts=_facts(incident),
        harm=[(harm.capitalize(), _figure(incident, harm), about.ends(incident, harm)) for harm in HARM],
        established=is_established(incident["actor"] or ""),
        attribution=about.attribution(incident),
        actor_colour=actor_colour,
        grades=about.grades(incident),
        groups=groups,
        explain=to_explain(groups),
        claims=len(about),
        according_to=ACCORDING_TO.get(according_to, ""),
        silent=_SILENT.get(silent, ""),
        link=link or incident_link(incident["incident_id"]),
    )


def related(incident: Row) -> list[str]:
    """Return the identifiers of an incident's related incidents."""
    return [name for name in (incident["related_incidents"] or "").split(LIST_SEPARATOR) if name]


def _where(incident: Row, first: Tradition | None) -> str:
    names = [incident["site"], words.place(incident, first), words.district(incident["admin1"], first)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or "place not stated"


def _named(incident: Row, column: str) -> str:
    return words.label(column, incident[column]) if incident[column] else ""


def _facts(incident: Row) -> list[tuple[str, str, str]]:
    rows = [
        ("Date", _named(incident, "date_precision"), incident["time_local"]),
        ("Location", _precision(incident), _country(incident)),
        ("Held that day by", incident["control"], ""),
        ("Kind of attack", _named(incident, "sub_event_type") or _named(incident, "event_type"), ""),
        ("Weapon", _named(incident, "weapon"), incident["weapon_detail"]),
        ("Cluster munition", _named(incident, "cluster_munition"), ""),
        ("Target", _named(incident, "target_type"), incident["target_detail"]),
    ]
    return [(name, value or "", detail or "") for name, value, detail in rows if value or detail]


def _precision(incident: Row) -> str:
    if incident["latitude"] is None:
        return "no location is known"
    precision = _named(incident, "location_precision")
    if incident["uncertainty_m"]:
        return ", ".join(filter(None, (precision, f"within {words.radius(incident['uncertainty_m'])}")))
    return precision


def _country(incident: Row) -> str:
    return f"Internationally recognised as {incident['country']}" if incident["country"] else ""


def _figure(incident: Row, harm: str) -> str:
    return words.figure(incident[f"{harm}_low"], incident[f"{harm}_high"])
