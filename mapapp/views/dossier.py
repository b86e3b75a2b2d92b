"""One incident's dossier: every fact beside who says so. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.geodata import Tradition
from mapapp.schema import (
    ATTRIBUTION_STATUS,
    CLAIMANT_SIDE,
    DATE_PRECISION,
    EXCLUDED_BECAUSE,
    HARM_STATUS,
    LIST_SEPARATOR,
    LOCATION_PRECISION,
)
from mapapp.views.templates import render, safe_link

Row = Mapping[str, Any]


def dossier_html(
    incident: Row, claims: Sequence[Row], *, actor_colour: str, first: Tradition | None = None
) -> str:
    """Render an incident with its claims (each with its source's row, or None, under `source`).

    Nothing in the rows is trusted: text is escaped, only http(s) addresses become links.
    """
    return render(
        "dossier.html",
        incident=incident,
        when=words.when(incident),
        where=_where(incident, first),
        facts=_facts(incident),
        harm=_harm(incident),
        attribution=_attribution(incident),
        actor_colour=actor_colour,
        sides=_by_side(claims),
        unsourced=[claim for claim in claims if claim["source"] is None],
    )


def related(incident: Row) -> list[str]:
    """Return the identifiers of an incident's related incidents."""
    return [name for name in (incident["related_incidents"] or "").split(LIST_SEPARATOR) if name]


def _where(incident: Row, first: Tradition | None) -> str:
    names = [incident["site"], words.place(incident, first), incident["admin1"]]
    return ", ".join(dict.fromkeys(name for name in names if name)) or "place not stated"


def _named(incident: Row, column: str) -> str:
    return words.label(column, incident[column]) if incident[column] else ""


def _facts(incident: Row) -> list[tuple[str, str, str]]:
    rows = [
        ("Date", DATE_PRECISION.get(incident["date_precision"] or "", ""), incident["time_local"]),
        ("Location", _precision(incident), _country(incident)),
        ("Held that day by", incident["control"], ""),
        ("Kind of attack", _named(incident, "sub_event_type") or _named(incident, "event_type"), ""),
        ("Weapon", _named(incident, "weapon"), incident["weapon_detail"]),
        ("Cluster munition", _named(incident, "cluster_munition"), ""),
        ("Target", _named(incident, "target_type"), incident["target_detail"]),
        ("Evidence", HARM_STATUS.get(incident["harm_status"] or "", ""), incident["verification"]),
    ]
    return [(name, value or "", detail or "") for name, value, detail in rows if value or detail]


def _precision(incident: Row) -> str:
    if incident["latitude"] is None:
        return "no location is known"
    precision = LOCATION_PRECISION.get(incident["location_precision"] or "", "")
    if incident["uncertainty_m"]:
        return ", ".join(filter(None, (precision, f"within {words.radius(incident['uncertainty_m'])}")))
    return precision


def _country(incident: Row) -> str:
    return f"Internationally recognised as {incident['country']}" if incident["country"] else ""


def _harm(incident: Row) -> list[tuple[str, str]]:
    return [
        (harm.capitalize(), words.figure(incident[f"{harm}_low"], incident[f"{harm}_high"]))
        for harm in ("killed", "injured")
    ]


def _by_side(claims: Sequence[Row]) -> list[tuple[str, list[dict[str, Any]]]]:
    sourced = [claim for claim in claims if claim["source"] is not None]
    sides = [*CLAIMANT_SIDE, ""]
    grouped = [(side, [c for c in sourced if (c["claimant_side"] or "") == side]) for side in sides]
    return [
        (CLAIMANT_SIDE.get(side, "side not stated"), [_claim(claim) for claim in group])
        for side, group in grouped
        if group
    ]


def _claim(claim: Row) -> dict[str, Any]:
    figures = [words.people(claim[f"{h}_low"], claim[f"{h}_high"], h) for h in ("killed", "injured")]
    return {
        "claimant": claim["claimant"] or claim["source"]["publisher"],
        "stance": claim["stance"],
        "figures": ", ".join(filter(None, figures)),
        "excluded": EXCLUDED_BECAUSE.get(claim["excluded_because"] or "", ""),
        "note": claim["note"],
        "actor": claim["actor"],
        "weapon": claim["weapon"],
        "source": claim["source"],
        "link": safe_link(claim["source"]["url"]),
        "archived": safe_link(claim["source"]["archived_url"]),
        "read": claim["checked"] != "no",
    }


def _attribution(incident: Row) -> str:
    return ATTRIBUTION_STATUS.get(incident["attribution_status"] or "", "")
