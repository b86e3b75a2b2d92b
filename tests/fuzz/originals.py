"""The intact files that are altered: part of the bundled data set, a mapped file, one for each adapter."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mapapp.shipped import bundled
from tests import field_rows

ROWS = 8
THEIRS: Mapping[str, Mapping[str, Any]] = {
    "UCDP Candidate Events": field_rows.GED | {"code_status": "Check"},
    "UCDP GED": field_rows.GED,
    "ACLED": field_rows.ACLED,
    "Airwars": field_rows.AIRWARS,
    "TimeMap": field_rows.TIMEMAP,
    "Atlos": field_rows.ATLOS,
    "VIINA": field_rows.VIINA,
    "VIINA reports": field_rows.VIINA_REPORT,
    "GDELT events": field_rows.GDELT,
    "Auto-archiver sheets": field_rows.ARCHIVED,
    "HXL-tagged tables": field_rows.HXL,
}
"""A row in each adapter's format."""
KEYS = {
    "id",
    "event_id_cnty",
    "Incidence_id",
    "slug",
    "event_id_1pd",
    "event_id",
    "GLOBALEVENTID",
    "SiND Event ID",
}

MAPPED = """Nr;Datum;Ort;Breite;Länge;Tote;Bemerkung
7;27.09.2020;Görz;40,5;46,5;3-7;nachts
8;3. Oktober 2020;Görz;40,6;46,6;2;"zweimal;
am Tag"
9;04/10/2020;Tal;40,7;46,7;;
"""
MAPPING = """# How own.csv is read.
[columns]
incident_id = "Nr"
date_start = "Datum"
place_name = "Ort"
latitude = "Breite"
longitude = "Länge"
killed_low = "Tote"
killed_high = "Tote"

[dates]
order = "day first"
language = "de"
"""


@dataclass(frozen=True, slots=True)
class Original:
    """A data set's files by name, one of which is altered."""

    files: Mapping[str, bytes]
    altered: str


def originals() -> dict[str, Original]:
    """Make an original for each kind of file."""
    ours = _ours()
    mapped = {"incidents.csv": MAPPED.encode(), "mapping.toml": MAPPING.encode()}
    return {
        **{name: Original(ours, name) for name in ours},
        "mapping.toml": Original(mapped, "mapping.toml"),
        "a mapped file": Original(mapped, "incidents.csv"),
        **{name: Original({"incidents.csv": _theirs(name)}, "incidents.csv") for name in THEIRS},
    }


def _ours() -> dict[str, bytes]:
    """Return the bundled data set's first incidents, with their claims and sources."""
    tables = {name: _table(name) for name in ("incidents", "claims", "sources")}
    chosen = {"incidents": tables["incidents"][:ROWS]}
    incidents = {row["incident_id"] for row in chosen["incidents"]}
    chosen["claims"] = [row for row in tables["claims"] if row["incident_id"] in incidents][: 2 * ROWS]
    cited = {row["source_id"] for row in chosen["claims"]}
    chosen["sources"] = [row for row in tables["sources"] if row["source_id"] in cited]
    files = {f"{name}.csv": _written(rows) for name, rows in chosen.items()}
    return files | {name: bundled(name).read_bytes() for name in ("conflict.toml", "lines.geojson")}


def _table(name: str) -> list[dict[str, str]]:
    with bundled(f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _theirs(name: str) -> bytes:
    """Write a few rows in an adapter's format."""
    row = {key: one if isinstance(one, str) else json.dumps(one) for key, one in THEIRS[name].items()}
    rows = [row | {key: f"{row[key]}{number}" for key in KEYS & row.keys()} for number in range(ROWS)]
    return _written([field_rows.HXL_TAGS, *rows] if THEIRS[name] is field_rows.HXL else rows)


def _written(rows: Iterable[Mapping[str, str]]) -> bytes:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
