"""Data sets for tests: small ones built from plain rows, and the bundled one.

Rows bypass the checks of ingest, so that hostile values get in too. Data sets made without arguments are
made once.
"""

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from mapapp.engine.store import Store
from mapapp.ingest import Ingested, read_dataset
from mapapp.ingest.conflict import read_conflict
from mapapp.model.report import Count, Report
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind
from mapapp.shipped import bundled

TYPES = {Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64(), Kind.DATE: pa.date32()}

HOSTILE = (
    "<script>alert(1)</script>",
    "\u202eright to left\u202c\u200f",
    "control \x01\x08\x1b[31m and\ttab\nline\r\nend",
    'quote " backslash \\ slash / {brace} %s',
    "Şuşa Շուշի 🕊 \u2028\u2029 \ufeff",
    "=HYPERLINK(0)",
    "' ' =1",
    "x" * 100_000,
)


def incident(incident_id="a", day=date(2020, 10, 4), **more):
    """Return a located incident; any column can be set."""
    row = {
        "incident_id": incident_id,
        "date_start": day,
        "date_end": day,
        "latitude": 40.0,
        "longitude": 47.0,
    }
    return row | more


def store_of(incidents, claims=(), sources=(), path=Path("made-up.csv"), conflict=None):
    """Load rows, passed as dictionaries, as a data set; columns not in the schema are extra text.

    The conflict defaults to that of the bundled data set.
    """
    tables = {
        schema.name: _table(schema, rows)
        for schema, rows in ((INCIDENTS, incidents), (CLAIMS, claims), (SOURCES, sources))
    }
    extra = tuple(name for name in tables["incidents"].column_names if name not in INCIDENTS.names)
    return Store.load(
        Ingested(
            path=path,
            **tables,
            extra_columns=extra,
            columns=frozenset(name for row in incidents for name in row),
            report=Report(
                (), tuple(Count(name, len(table) + 1, len(table)) for name, table in tables.items())
            ),
            fingerprint=sha256(repr((incidents, claims, sources)).encode(errors="replace")).hexdigest(),
            modified=datetime(2020, 12, 1, tzinfo=UTC),
            conflict=bundled_conflict() if conflict is None else conflict,
        )
    )


def _table(schema, rows):
    extra = dict.fromkeys(name for row in rows for name in row if name not in schema.names)
    types = {column.name: TYPES.get(column.kind, pa.string()) for column in schema.columns}
    types |= dict.fromkeys(extra, pa.string())
    return pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()})


@cache
def bundled_conflict():
    """Read the description of the bundled data set's conflict."""
    return read_conflict(bundled("conflict.toml"), lines=bundled("lines.geojson"))


@cache
def bundled_rows():
    """Read the bundled data set."""
    return read_dataset(bundled("incidents.csv"))


@cache
def bundled_store():
    """Load the bundled data set."""
    return Store.load(bundled_rows())


@cache
def war():
    """Make a data set with a bit of everything: claims, sources, an aggregate and an unlocated row."""
    incidents = [
        incident(
            "barda",
            date(2020, 10, 28),
            title="Rockets on Barda",
            actor="Armenian forces",
            killed_low=20,
            killed_high=21,
            injured_low=70,
            latitude=40.3744,
            longitude=47.1266,
            tags="rockets; cluster",
            event_type="Explosions/Remote violence",
            uncertainty_m=800.0,
            location_precision="1",
            place_name="Barda",
            harm_status="confirmed",
        ),
        incident(
            "ganja",
            date(2020, 10, 17),
            title="Missile on Ganja",
            actor="Armenian forces",
            killed_low=15,
            killed_high=21,
            latitude=40.68278,
            longitude=46.36056,
        ),
        incident(
            "stepanakert",
            date(2020, 10, 4),
            title="Shelling of Stepanakert",
            actor="Azerbaijani forces",
            latitude=39.8153,
            longitude=46.7519,
            injured_low=0,
            injured_high=0,
        ),
        incident("nowhere", date(2020, 10, 5), title="A place not known", latitude=None, longitude=None),
        incident(
            "period",
            date(2020, 9, 27),
            date_end=date(2020, 11, 10),
            aggregate="yes",
            killed_low=100,
            latitude=40.0,
            longitude=47.0,
            note_of_ours="-5",
        ),
        incident(
            "all-hostile",
            date(2020, 10, 6),
            title=HOSTILE[0],
            summary=HOSTILE[2],
            site=HOSTILE[3],
            weapon_detail=HOSTILE[4],
            target_detail=HOSTILE[7],
            verification=HOSTILE[5],
            denial=HOSTILE[6],
            actor=HOSTILE[1],
            latitude=39.0,
            longitude=46.0,
        ),
    ]
    claims = [
        {"claim_id": "c1", "incident_id": "ganja", "source_id": "s2", "stance": "alleges", "killed_low": 15},
        {
            "claim_id": "c2",
            "incident_id": "barda",
            "source_id": "s1",
            "stance": "verifies",
            "note": HOSTILE[0],
        },
        {"claim_id": "c10", "incident_id": "barda", "source_id": None, "stance": "denies"},
        {"claim_id": "c3", "incident_id": "barda", "source_id": "s1", "stance": "alleges", "killed_low": 20},
    ]
    sources = [
        {"source_id": "s1", "publisher": "=cmd()", "title": HOSTILE[3], "published_on": "2020-10"},
        {"source_id": "s2", "publisher": "A paper", "title": "A title", "url": "https://example.org/"},
        {"source_id": "s3", "publisher": "Nobody cites it"},
    ]
    return store_of(incidents, claims, sources)
