"""Data sets of any size with the columns, words and places of the bundled one, repeatable for each seed.

A row is a bundled incident under a new identifier, on a day between 2014 and 2023, up to 4 km away from the
original. Long texts are shortened, and notes on verification, denial and disagreement are kept in one
row in five, so that a million rows take about 550 MB. One row in 200 has no location, one in 500 is an
aggregate. Each incident has 0 to 5 claims, 2.5 on average, which cite the bundled sources.
"""

import shutil
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from mapapp.model.schema import CLAIMS, INCIDENTS, Kind
from mapapp.shipped import bundled

SEED = 20201110
ROWS_PER_PIECE = 100_000
FIRST_DAY, DAYS = np.datetime64("2014-01-01"), 3652
SHORT_TEXT = 120
KEPT_IN_FIVE = ("verification", "denial", "disagreement")
Generator = np.random.Generator


def dataset(folder: Path, rows: int, *, claims: bool = True) -> Path:
    """Return the incidents file of a generated data set, generating it unless it is in the folder.

    It is generated again if the bundled data, on which it is based, have changed.
    """
    home = folder / f"{rows}{'' if claims else '-without-claims'}-{_state()}"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _write(home, rows, claims)
        (home / "complete").touch()
    return home / "incidents.csv"


@cache
def _state() -> str:
    names = ("incidents.csv", "claims.csv", "sources.csv")
    return sha256(b"".join(bundled(name).read_bytes() for name in names)).hexdigest()[:8]


def _write(home: Path, rows: int, with_claims: bool) -> None:
    templates, sources = _bundled("incidents"), _bundled("sources")
    names = ("incidents", "claims") if with_claims else ("incidents",)
    writers: dict[str, csv.CSVWriter] = {}
    for piece in _pieces(templates, sources["source_id"], rows):
        for name, table in zip(names, piece, strict=False):
            if name not in writers:
                writers[name] = csv.CSVWriter(home / f"{name}.csv", table.schema)
            writers[name].write(table)
    for writer in writers.values():
        writer.close()
    if with_claims:
        shutil.copy(bundled("sources.csv"), home / "sources.csv")


def _bundled(name: str) -> pd.DataFrame:
    return pd.read_csv(bundled(f"{name}.csv"), dtype=str, keep_default_na=False, na_values=[""])


def _pieces(templates: pd.DataFrame, sources: pd.Series, rows: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    for piece, start in enumerate(range(0, rows, ROWS_PER_PIECE)):
        random = np.random.default_rng([SEED, piece])
        ids = np.char.add("incident-", np.char.zfill(np.arange(start, start + ROWS_PER_PIECE).astype(str), 7))
        incidents = _incidents(templates, ids, random)
        claims = _claims(incidents, sources, random)
        count = min(ROWS_PER_PIECE, rows - start)
        kept = pc.less(claims["incident_id"], ids[count]) if count < ROWS_PER_PIECE else None
        yield incidents.slice(0, count), claims.filter(kept) if kept is not None else claims


def _incidents(templates: pd.DataFrame, ids: np.ndarray, random: Generator) -> pa.Table:
    count = len(ids)
    chosen = random.integers(0, len(templates), count)
    columns = {name: pa.array(templates[name], pa.string()).take(chosen) for name in templates}
    for name in ("summary", "weapon_detail", "target_detail"):
        columns[name] = pc.utf8_slice_codeunits(columns[name], 0, SHORT_TEXT)
    kept = pa.array(random.random(count) < 0.2)
    for name in KEPT_IN_FIVE:
        columns[name] = pc.if_else(kept, pc.utf8_slice_codeunits(columns[name], 0, SHORT_TEXT), None)
    first = FIRST_DAY + random.integers(0, DAYS, count)
    vague = random.random(count) < 0.15
    last = first + np.where(vague, random.integers(1, 30, count), 0)
    located = pa.array(random.random(count) >= 0.005)
    return pa.table(
        columns
        | {
            "incident_id": pa.array(ids.tolist()),
            "date_start": _days(first),
            "date_end": _days(last),
            "date_precision": pa.array(np.where(vague, "3", "1").tolist()),
            "latitude": _moved(templates["latitude"], chosen, located, random),
            "longitude": _moved(templates["longitude"], chosen, located, random),
            "aggregate": pa.array(np.where(random.random(count) < 0.002, "yes", "no").tolist()),
            "related_incidents": pa.nulls(count, pa.string()),
        }
    ).select(list(templates))


def _moved(degrees: pd.Series, chosen: np.ndarray, located: pa.Array, random: Generator) -> pa.Array:
    values = degrees.astype(float).to_numpy()[chosen] + random.uniform(-0.035, 0.035, len(chosen))
    known = pc.and_(located, pa.array(~np.isnan(values)))
    return pc.if_else(known, pa.array(np.round(values, 5)), None)


def _days(days: np.ndarray) -> pa.Array:
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())


def _claims(incidents: pa.Table, sources: pd.Series, random: Generator) -> pa.Table:
    numbers = random.integers(0, 6, len(incidents))
    owners = np.repeat(np.arange(len(incidents)), numbers)
    about = incidents.take(owners)
    position = np.arange(len(owners)) - np.repeat(np.cumsum(numbers) - numbers, numbers) + 1
    given = {
        "claim_id": pc.binary_join_element_wise(
            about["incident_id"], pa.array(position).cast(pa.string()), "#"
        ),
        "incident_id": about["incident_id"],
        "source_id": pa.array(sources).take(random.integers(0, len(sources), len(owners))),
        "claimant": _among(
            ("Human Rights Watch", "Prosecutor General", "Human Rights Defender"), owners, random
        ),
        "claimant_side": _among(("independent", "azerbaijani", "armenian"), owners, random),
        "stance": _among(("alleges", "verifies", "alleges"), owners, random),
        "actor": about["actor"],
        **{name: about[name] for name in ("killed_low", "killed_high", "injured_low", "injured_high")},
        "checked": _among(("yes", "yes", "partial"), owners, random),
        "note": about["title"],
    }
    blank = pa.nulls(len(owners), pa.string())
    return pa.table({column.name: given.get(column.name, blank) for column in CLAIMS.columns})


def _among(words: tuple[str, ...], owners: np.ndarray, random: Generator) -> pa.Array:
    return pa.array(words).take(random.integers(0, len(words), len(owners)))


def wide(folder: Path, columns: int, rows: int) -> Path:
    """Write an incidents file with many additional columns."""
    file = folder / f"wide-{columns}-{rows}.csv"
    table = pa.table(
        {
            "incident_id": [f"i{row}" for row in range(rows)],
            "date_start": ["2020-10-01"] * rows,
            "latitude": ["40"] * rows,
            "longitude": ["46"] * rows,
            **{f"extra_{n}": [f"{n} of {row}" for row in range(rows)] for n in range(columns)},
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    csv.write_csv(table, file)
    return file


def ged(folder: Path, rows: int) -> Path:
    """Write a file shaped like UCDP GED: as many columns, and one to three sources in each row.

    As in the real data, days, actors, countries and offices repeat; headlines, points and identifiers do not.
    """
    file = folder / f"ged-{rows}.csv"
    folder.mkdir(parents=True, exist_ok=True)
    writer = None
    for start in range(0, rows, ROWS_PER_PIECE):
        numbers = np.arange(start, min(start + ROWS_PER_PIECE, rows))
        piece = _ged_rows(numbers, np.random.default_rng([SEED, start]))
        writer = writer or csv.CSVWriter(file, piece.schema)
        writer.write(piece)
    if writer:
        writer.close()
    return file


def _ged_rows(numbers: np.ndarray, random: Generator) -> pa.Table:
    count = len(numbers)

    def some(most: int, least: int = 0) -> np.ndarray:
        return random.integers(least, most, count)

    def texts(*parts: object) -> list[str]:
        columns = [part.tolist() if isinstance(part, np.ndarray) else [part] * count for part in parts]
        return ["".join(map(str, cells)) for cells in zip(*columns, strict=True)]

    days = np.datetime64("1989-01-01") + some(13_000)
    ends = days + np.where(some(11) < 8, 0, some(20))
    kind, first, second, deaths = some(4, 1), some(600), some(900), some(12, 1)
    north, east = (np.round(random.uniform(*ends, count), 6) for ends in ((-35, 60), (-100, 150)))
    side_a, side_b = texts("Government of Land ", first % 120), texts("Front ", second)
    named = [
        [
            (f"Agency {(office + 7 * n) % 300}", day, f"Report {report + n} of fighting near town {town}")
            for n in range(many)
        ]
        for office, day, report, town, many in zip(
            *(some(300), days.astype(str), some(numbers[-1] + 9), some(900), some(4, 1)), strict=True
        )
    ]
    joined = {
        name: [";".join(source[place] for source in sources) for sources in named]
        for place, name in enumerate(("source_office", "source_date", "source_headline"))
    }
    return pa.table(
        {
            "id": numbers + 1,
            "relid": texts("LND-", first, "-", kind, "-", numbers),
            "year": days.astype("datetime64[Y]").astype(str).tolist(),
            "active_year": some(2),
            "code_status": ["Clear"] * count,
            "type_of_violence": kind,
            "conflict_name": texts("Land ", first % 120, ": Government"),
            "conflict_new_id": first,
            "dyad_name": texts("Government of Land ", first % 120, " - Front ", second),
            "dyad_new_id": second,
            "side_a_new_id": first,
            "side_a": side_a,
            "side_b_new_id": second,
            "side_b": side_b,
            "number_of_sources": [len(sources) for sources in named],
            "source_article": [";".join(f'"{",".join(one)}"' for one in sources) for sources in named],
            **joined,
            "source_original": ["local police, military spokesman"] * count,
            "where_prec": some(7, 1),
            "where_coordinates": texts("Village ", some(20_000), " town"),
            "where_description": texts("some ", some(40), " km\nsouth of the town"),
            "adm_1": texts("Province ", first % 300),
            "adm_2": texts("District ", first),
            "latitude": north,
            "longitude": east,
            "geom_wkt": texts("POINT (", east, " ", north, ")"),
            "priogrid_gid": 100_000 + first,
            "country": texts("Land ", first % 120),
            "country_id": first % 120,
            "region": ["Africa"] * count,
            "event_clarity": some(3, 1),
            "date_prec": np.where(days == ends, 1, 3),
            "date_start": texts(days.astype(str), " 00:00:00.000"),
            "date_end": texts(ends.astype(str), " 00:00:00.000"),
            "deaths_a": deaths // 3,
            "deaths_b": deaths // 4,
            "deaths_civilians": some(3),
            "deaths_unknown": some(2),
            "best": deaths,
            "high": deaths + some(4),
            "low": deaths // 2,
        }
    )


def frame(path: Path) -> pd.DataFrame:
    """Read an incidents file as anyone would: numbers as numbers, everything else as text."""
    numeric = {column.name for column in INCIDENTS.columns if column.kind in (Kind.NUMBER, Kind.INTEGER)}
    types = {name: pa.string() for name in INCIDENTS.names if name not in numeric}
    options = csv.ConvertOptions(
        column_types=types | dict.fromkeys(numeric, pa.float64()), strings_can_be_null=True, null_values=[""]
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    return csv.read_csv(path, parse_options=parsing, convert_options=options).to_pandas()
