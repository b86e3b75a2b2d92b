"""One incident's dossier: every fact with who says so. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.actors import is_established
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.schema import EXACT_DAY, HARMS, INCIDENTS, LIST_SEPARATOR
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.views.claims import Claims, Facts, claimant, to_explain
from mapapp.views.templates import incident_link, render

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cited:
    """How to cite an incident: in words, and the labels of the other forms, each with its URL."""

    words: str
    forms: Sequence[tuple[str, str]] = ()


_TEXTS = ("summary", "site", "weapon_detail", "target_detail", "verification", "denial", "disagreement")
"""Columns whose sentences may name places."""


def dossier_html(
    incident: Row,
    claims: Sequence[Row],
    *,
    facts: Facts,
    conflict: Conflict,
    actor_colour: str,
    order: NameOrder = AS_GIVEN,
    according_to: str = "",
    silent: str = "",
    denials: Sequence[Row] = (),
    own_columns: Sequence[str] = (),
    has_claims: bool = True,
    link: str | None = "",
    cited: Cited | None = None,
    others: Sequence[tuple[str, str]] = (),
    locator: str = "",
) -> str:
    """Render an incident with its claims (each with its source's row, or None, under `source`).

    `facts` is what the rules conclude from each claim, `according_to` the point of view that decides: the
    other claims are shown as not counted. `silent` is the point of view that was asked for, if it does not
    have this incident; `denials` are its claims that deny it. `own_columns` are the file's columns in
    addition to ours, `has_claims` is whether the data set has any claims at all. `link` is the dossier's URL,
    by default the shortest, None if no URL would last; `others` are the related incidents that are linked to,
    a URL and words each; `locator` is the URL of a small map. Nothing in the rows is trusted: text is
    escaped, only http(s) URLs become links.
    """
    about = Claims(claims, facts, conflict, according_to, order)
    groups = about.groups()
    texts = {name: words.reorder_names(incident[name], order) for name in _TEXTS}
    incident = {**incident, **texts, "title": words.title(incident, order)}
    return render(
        "dossier.html",
        language=conflict.language,
        incident=incident,
        when=words.when(incident),
        where=_where(incident, order),
        facts=_facts(incident, conflict),
        harm=[(message(harm), _figure(incident, harm), about.ends(incident, harm)) for harm in HARMS],
        established=is_established(incident["actor"] or ""),
        attribution=about.attribution(incident),
        actor_colour=actor_colour,
        grades=[grade for grade in about.grades(incident) if has_claims or grade.grade],
        own=[(name, incident[name]) for name in own_columns if incident.get(name)],
        has_claims=has_claims,
        groups=groups,
        any_sourced=any(claim["source_id"] for claim in claims),
        explain=to_explain(groups),
        level=4,
        claims=len(about),
        according_to=words.according_to(according_to, conflict) if according_to else "",
        silent=_silent(silent, conflict, denied=bool(denials)),
        denials=[(claimant(claim), claim["claim_id"]) for claim in denials],
        link=None if link is None else link or incident_link(incident["incident_id"]),
        cited=cited,
        others=others,
        locator=locator,
        located=_located(incident, order),
    )


def _silent(whose: str, conflict: Conflict, *, denied: bool) -> str:
    """Say that a point of view does not have the incident, or denies it; empty if none was asked for."""
    name = words.capitalised(words.point_of_view(whose, conflict))
    identifier = "dossier-denied" if denied else "dossier-silent"
    parties = len(conflict.parties)
    return message(identifier, whose=whose, name=name, parties=parties) if whose else ""


def related_html() -> str:
    """Render the heading over the related incidents."""
    return render("related.html")


def related(incident: Row) -> list[str]:
    """Return the identifiers of an incident's related incidents."""
    return [name for name in (incident["related_incidents"] or "").split(LIST_SEPARATOR) if name]


def _where(incident: Row, order: NameOrder) -> str:
    names = [incident["site"], words.place(incident, order), words.district(incident["admin1"], order)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or message("place-not-stated")


def _named(incident: Row, column: str, conflict: Conflict = NOT_DESCRIBED) -> str:
    return words.label(column, incident[column], conflict=conflict) if incident[column] else ""


def _facts(incident: Row, conflict: Conflict) -> list[tuple[str, str, str]]:
    rows = [
        (message("fact-date"), _exactness(incident), incident["time_local"]),
        (message("fact-location"), _precision(incident), _country(incident, conflict)),
        (INCIDENTS["other_actor"].label, _listed(incident, "other_actor"), ""),
        (INCIDENTS["involved"].label, _listed(incident, "involved"), ""),
        (message("fact-control"), incident["control"], ""),
        (INCIDENTS["sub_event_type"].label, _attack(incident, conflict), ""),
        (INCIDENTS["weapon"].label, _named(incident, "weapon", conflict), incident["weapon_detail"]),
        (INCIDENTS["cluster_munition"].label, _named(incident, "cluster_munition"), ""),
        (
            INCIDENTS["target_type"].label,
            _named(incident, "target_type", conflict),
            incident["target_detail"],
        ),
        (INCIDENTS["harm_manner"].label, _named(incident, "harm_manner"), ""),
    ]
    return [(name, value or "", detail or "") for name, value, detail in rows if value or detail]


def _listed(incident: Row, name: str) -> str:
    names = filter(None, (incident[name] or "").split(LIST_SEPARATOR))
    return words.all_of(list(names))


def _exactness(incident: Row) -> str:
    """Say how exactly the date is known; if exactly, whether it is several days."""
    exact = incident["date_precision"] == EXACT_DAY
    lasted = incident["date_end"] not in {None, incident["date_start"]}
    return message("exact-days") if exact and lasted else _named(incident, "date_precision")


def _attack(incident: Row, conflict: Conflict) -> str:
    return _named(incident, "sub_event_type", conflict) or _named(incident, "event_type", conflict)


def _precision(incident: Row) -> str:
    if incident["latitude"] is None:
        return message("location-unknown")
    precision = _named(incident, "location_precision")
    if incident["uncertainty_m"]:
        within = message("location-within", distance=words.radius(incident["uncertainty_m"]))
        return ", ".join(filter(None, (precision, within)))
    return precision


def _located(incident: Row, order: NameOrder) -> str:
    """Say in words what the small map shows."""
    within = words.radius(incident["uncertainty_m"]) if incident["uncertainty_m"] else ""
    return message("dossier-locator", place=_where(incident, order), within=within or "no")


def _country(incident: Row, conflict: Conflict) -> str:
    recognised = "yes" if conflict.recognised_countries else "no"
    country = incident["country"]
    return message("fact-country", country=country, recognised=recognised) if country else ""


def _figure(incident: Row, harm: str) -> str:
    return words.figure(incident[f"{harm}_low"], incident[f"{harm}_high"])
