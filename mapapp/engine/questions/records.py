"""Whole rows of the tables, for lists, dossiers and exports: expressions.

A stretch is the matching incidents whose positions in the one order lie between two, both included, or are in
a list.
"""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir

from mapapp.engine.questions.evidence import claim_facts
from mapapp.engine.questions.filtering import matching, ordered, without_derived
from mapapp.engine.questions.map_grid import extent
from mapapp.engine.sorting import Stretch
from mapapp.engine.withheld import sums_up
from mapapp.model.conflict import Conflict
from mapapp.model.derived import ABOUT, HARMED, ROW_ORDER
from mapapp.model.query import Query


def everything(rows: ir.Table) -> ir.Table:
    """Read a table with all its columns, in its order if it has one."""
    return ordered(rows) if ROW_ORDER in rows.columns else rows


def size(rows: ir.Table) -> ir.Table:
    """Count the rows of a table (`n`), and find the first and the last day in each column of days."""
    days = [name for name, kind in rows.schema().items() if kind.is_date()]
    extremes = {f"{end}_{name}": getattr(rows[name], end)() for name in days for end in ("min", "max")}
    return rows.aggregate(n=rows.count(), **extremes)


def incidents_of(incidents: ir.Table, query: Query, limit: int | None = None) -> ir.Table:
    """Read the matching incidents, in order; at most `limit` of them."""
    return without_derived(ordered(matching(incidents, query))).limit(limit)


def incidents_at(incidents: ir.Table, query: Query, positions: list[int]) -> ir.Table:
    """Read the matching incidents at some positions, with position and people harmed, in any order."""
    rows = matching(incidents, query)
    return without_derived(rows.filter(rows[ROW_ORDER].isin(positions)), HARMED, ROW_ORDER)


def claims_of(claims: ir.Table, incidents: ir.Table, query: Query) -> ir.Table:
    """Read the claims about the matching incidents, in the order of the file."""
    return _in_order(_about(claims, matching(incidents, query)))


def named_points(incidents: ir.Table) -> ir.Table:
    """List each place name in the data with each of its points."""
    located = incidents.filter(incidents.latitude.notnull(), incidents.place_name.notnull())
    return located.select("place_name", "place_id", "longitude", "latitude").distinct()


@sums_up
def number_of_claims(claims: ir.Table, incidents: ir.Table, query: Query) -> ir.Table:
    """Count the claims about the matching incidents, in one row: n."""
    return _about(claims, matching(incidents, query)).aggregate(n=lambda rows: rows.count())


def claims_about(claims: ir.Table, incident_ids: list[str]) -> ir.Table:
    """Read the claims about some incidents, in the order of the file."""
    return _in_order(claims.filter(claims.incident_id.isin(incident_ids)))


def claims_called(claims: ir.Table, claim_ids: list[str]) -> ir.Table:
    """Read the claims with these identifiers, in the order of the file."""
    return _in_order(claims.filter(claims.claim_id.isin(claim_ids)))


def facts_about(claims: ir.Table, incident_ids: list[str], *, conflict: Conflict) -> ir.Table:
    """Return what the rules take from the claims about some incidents; see `evidence.claim_facts`."""
    return claim_facts(claims.filter(claims.incident_id.isin(incident_ids)), conflict)


def facts_of(claims: ir.Table, claim_ids: list[str], *, conflict: Conflict) -> ir.Table:
    """Return what the rules take from the claims with these identifiers; see `evidence.claim_facts`."""
    return claim_facts(claims.filter(claims.claim_id.isin(claim_ids)), conflict)


def sources_called(sources: ir.Table, source_ids: list[str]) -> ir.Table:
    """Read the sources with these identifiers, in any order."""
    return sources.filter(sources.source_id.isin(source_ids))


def all_sources(sources: ir.Table) -> ir.Table:
    """Read every source, by publisher and date."""
    return sources.order_by([sources.publisher, sources.published_on, sources.source_id])


def stretch(incidents: ir.Table, query: Query, ends: Stretch, *, kept: tuple[str, ...] = ()) -> ir.Table:
    """Read a stretch of incidents, in any order, with the derived columns in `kept`."""
    return without_derived(_stretch(incidents, query, ends), *kept)


def extent_of_stretch(incidents: ir.Table, query: Query, ends: Stretch) -> ir.Table:
    """Find the bounds of a stretch; see `map_grid.extent`."""
    return extent(_stretch(incidents, query, ends))


def claims_of_stretch(claims: ir.Table, incidents: ir.Table, query: Query, ends: Stretch) -> ir.Table:
    """Read the claims about a stretch of incidents, with the positions of both, in any order."""
    return without_derived(_about_stretch(claims, incidents, query, ends), ABOUT, ROW_ORDER)


def sources_of_stretch(
    sources: ir.Table, claims: ir.Table, incidents: ir.Table, query: Query, ends: Stretch
) -> ir.Table:
    """Read the sources of the claims about a stretch of incidents, by identifier."""
    cited = _about_stretch(claims, incidents, query, ends)
    return sources.semi_join(cited, "source_id").order_by("source_id")


def _stretch(incidents: ir.Table, query: Query, ends: Stretch) -> ir.Table:
    rows = matching(incidents, query)
    return rows.filter(_lies_in(rows[ROW_ORDER], ends))


def _lies_in(position: Any, ends: Stretch) -> Any:
    return position.between(*ends) if isinstance(ends, tuple) else position.isin(ends)


def _about_stretch(claims: ir.Table, incidents: ir.Table, query: Query, ends: Stretch) -> ir.Table:
    """Select the claims about a stretch: by positions alone if no condition excludes an incident."""
    claims = claims.filter(_lies_in(claims[ABOUT], ends))
    if matching(incidents, query) is incidents:
        return claims
    return _about(claims, _stretch(incidents, query, ends))


def _about(claims: ir.Table, incidents: ir.Table) -> ir.Table:
    return claims.semi_join(incidents, claims[ABOUT] == incidents[ROW_ORDER])


def _in_order(claims: ir.Table) -> ir.Table:
    return without_derived(ordered(claims))
