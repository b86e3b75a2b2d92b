"""Proposing points for rows of an incidents file that name a place but have no coordinates."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mapapp.errors import BadQuery, UnreadableFile, UnwritableFile
from mapapp.exports.saving import save
from mapapp.geo.geocoding import Candidate, candidates
from mapapp.geo.places import is_country
from mapapp.ingest.csvfile import Header, read_file, read_header
from mapapp.maintenance.atomic_writing import exclusive_writing
from mapapp.messages import notice
from mapapp.model.formula_escaping import harmless, original
from mapapp.model.schema import COORDINATES

PLACE, COUNTRY = "place_name", "country"
POINT_COLUMNS = (*COORDINATES, "location_precision", "uncertainty_m")
OUTCOME, GAZETTEER, ENTRY, ALTERNATIVES = (
    f"geocode_{name}" for name in ("outcome", "gazetteer", "entry", "alternatives")
)
REPORT_COLUMNS = (OUTCOME, GAZETTEER, ENTRY, ALTERNATIVES)
"""The columns that report on a row: its outcome, the origin of its point, and places with the same name."""
MAX_ALTERNATIVES = 10
BETWEEN = " | "


class Outcome(StrEnum):
    """The outcome for a row."""

    LOCATED = ""
    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "not found"
    UNKNOWN_COUNTRY = "country not known"
    UNNAMED = "no place named"


@dataclass(frozen=True, slots=True)
class AmbiguousRow:
    """A row that stays without a point: its number, the place that it names, and the candidates."""

    row: int
    place: str
    alternatives: Sequence[str]


@dataclass(slots=True)
class GeocodingResult:
    """A file with proposed points: its bytes, the number of rows with each outcome, and ambiguous rows."""

    data: bytes = b""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    ambiguous: list[AmbiguousRow] = field(default_factory=list)

    @property
    def without_point(self) -> int:
        """The number of rows that had no location and still have none."""
        return self.outcomes.total() - self.outcomes[Outcome.LOCATED] - self.outcomes[Outcome.PROPOSED]


def geocoded(path: Path) -> GeocodingResult:
    """Propose points for the rows of a CSV file that have none; write nothing.

    Every existing cell is kept. Raises UnreadableFile if the file can't be read as a table, or has no column
    of place names.
    """
    file = read_file(path)
    header = read_header(file)
    names = [original(cell).strip().casefold() for cell in header.cells]
    if PLACE not in names:
        raise UnreadableFile(
            notice("geocode-no-place", file=str(path), column=PLACE), remedy=notice("geocode-no-place-remedy")
        )
    added = [name for name in (*POINT_COLUMNS, *REPORT_COLUMNS) if name not in names]
    sheet = _Sheet(
        path, header, {name: position for position, name in enumerate((*names, *added))}, len(added)
    )
    result = GeocodingResult()
    header_line = file.data[: header.end].decode()
    line_end = "\r\n" if header_line.endswith("\r\n") else "\n"
    lines = [header_line.rstrip("\r\n"), *(f"{header.delimiter}{name}" for name in added), line_end]
    for raw, cells in _records(file.data[header.end :].decode(), header.delimiter):
        lines.append(sheet.with_point(raw, cells, result))
    result.data = "".join(lines).encode()
    return result


def write_geocoded(result: GeocodingResult, to: Path) -> None:
    """Write the file completely or not at all; raises UnwritableFile if one exists by now."""
    with exclusive_writing(to):
        require_free(to)
        save([result.data], to)


def require_free(to: Path) -> None:
    """Raise BadQuery for a name that does not end in .csv, UnwritableFile if the file exists."""
    if to.suffix.lower() != ".csv":
        raise BadQuery("to", str(to), notice("expected-csv"))
    if to.exists():
        raise UnwritableFile(notice("geocode-there", file=str(to)), remedy=notice("geocode-there-remedy"))


@dataclass(slots=True)
class _Sheet:
    """The columns of a file by name, including those added at its end, and how rows are written."""

    path: Path
    header: Header
    columns: Mapping[str, int]
    added: int
    row: int = 1

    def with_point(self, raw: str, cells: list[str], result: GeocodingResult) -> str:
        """Return a record with the outcome for its place; one with coordinates is unchanged."""
        body = raw.rstrip("\r\n")
        line_end = raw[len(body) :]
        if not body:
            return raw
        self.row += 1
        if len(cells) != len(self.header.cells):
            raise UnreadableFile(
                notice("geocode-uneven", file=str(self.path), row=str(self.row)),
                remedy=notice("geocode-uneven-remedy"),
            )
        row = [*cells, *[""] * self.added]
        outcome, places = self._locate(row)
        result.outcomes[outcome] += 1
        if outcome is Outcome.LOCATED:
            return f"{body}{self.header.delimiter * self.added}{line_end}"
        alternatives = [_described(candidate) for candidate in places[:MAX_ALTERNATIVES]]
        if outcome is Outcome.AMBIGUOUS:
            result.ambiguous.append(AmbiguousRow(self.row, self._cell(row, PLACE), alternatives))
        self._fill(row, outcome, places, alternatives)
        return _line(row, self.header.delimiter, line_end)

    def _locate(self, row: Sequence[str]) -> tuple[Outcome, Sequence[Candidate]]:
        if any(self._cell(row, name) for name in COORDINATES):
            return Outcome.LOCATED, ()
        name, country = self._cell(row, PLACE), self._cell(row, COUNTRY)
        if not name:
            return Outcome.UNNAMED, ()
        if country and not is_country(country):
            return Outcome.UNKNOWN_COUNTRY, candidates(name)
        places = candidates(name, country)
        outcomes = (Outcome.UNKNOWN, Outcome.PROPOSED, Outcome.AMBIGUOUS)
        return outcomes[min(len(places), 2)], places

    def _fill(
        self, row: list[str], outcome: Outcome, places: Sequence[Candidate], alternatives: Sequence[str]
    ) -> None:
        cells = dict.fromkeys(REPORT_COLUMNS, "") | {OUTCOME: outcome.value}
        if outcome is Outcome.PROPOSED:
            (place,) = places
            cells |= {GAZETTEER: place.gazetteer, ENTRY: place.entry}
            for name, value in zip(POINT_COLUMNS, _point(place), strict=True):
                if name in COORDINATES or not self._cell(row, name):
                    cells[name] = value
        else:
            omitted = len(places) - len(alternatives)
            cells[ALTERNATIVES] = BETWEEN.join(
                [*alternatives, *([notice("geocode-more", count=omitted)] if omitted else [])]
            )
        for name, value in cells.items():
            row[self.columns[name]] = harmless(value)

    def _cell(self, row: Sequence[str], name: str) -> str:
        return original(row[self.columns[name]]).strip() if name in self.columns else ""


def _point(place: Candidate) -> tuple[str, str, str, str]:
    radius = "" if place.uncertainty_m is None else f"{place.uncertainty_m:g}"
    return f"{place.latitude:.5f}", f"{place.longitude:.5f}", place.location_precision, radius


def _described(place: Candidate) -> str:
    """Describe a place: its name, country, coordinates and gazetteer."""
    name = f"{place.entry} ({place.country})" if place.country else place.entry
    return f"{name} {place.latitude:g} {place.longitude:g}, {place.gazetteer}"


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Split text into records: the original text of each, and its cells."""
    lines_read: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            lines_read.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter):
        yield "".join(lines_read), cells
        lines_read.clear()


def _line(row: Sequence[str], delimiter: str, line_end: str) -> str:
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=delimiter, lineterminator=line_end).writerow(row)
    return output.getvalue()
