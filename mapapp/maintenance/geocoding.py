"""Proposing points for the rows of an incidents file that name a place and have no coordinates."""

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
from mapapp.maintenance.together import writing_alone
from mapapp.messages import notice
from mapapp.model.formula_escaping import harmless, original

PLACE, COUNTRY = "place_name", "country"
COORDINATES = ("latitude", "longitude")
FILLED = (*COORDINATES, "location_precision", "uncertainty_m")
OUTCOME, GAZETTEER, ENTRY, ALTERNATIVES = (
    f"geocode_{name}" for name in ("outcome", "gazetteer", "entry", "alternatives")
)
WRITTEN = (OUTCOME, GAZETTEER, ENTRY, ALTERNATIVES)
"""The columns that say of a row what was done, where a point is from, and which places are so called."""
MAX_ALTERNATIVES = 10
BETWEEN = " | "


class Outcome(StrEnum):
    """What became of a row."""

    LOCATED = ""
    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "not found"
    UNKNOWN_COUNTRY = "country not known"
    UNNAMED = "no place named"


@dataclass(frozen=True, slots=True)
class Named:
    """A row that stays without a point: its number, the place that it names, and what that may be."""

    row: int
    place: str
    alternatives: Sequence[str]


@dataclass(slots=True)
class Geocoded:
    """A file with proposed points: its bytes, how many rows had each outcome, and which are ambiguous."""

    data: bytes = b""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    ambiguous: list[Named] = field(default_factory=list)

    @property
    def without_point(self) -> int:
        """How many rows have no location, before and after."""
        return self.outcomes.total() - self.outcomes[Outcome.LOCATED] - self.outcomes[Outcome.PROPOSED]


def geocoded(path: Path) -> Geocoded:
    """Propose points for the rows of a CSV file that have none; nothing is written.

    Every cell that is there is kept. Raises UnreadableFile if it can't be read as a table, or has no
    column of place names.
    """
    file = read_file(path)
    header = read_header(file)
    names = [original(cell).strip().casefold() for cell in header.cells]
    if PLACE not in names:
        raise UnreadableFile(
            notice("geocode-no-place", file=str(path), column=PLACE), remedy=notice("geocode-no-place-remedy")
        )
    added = [name for name in (*FILLED, *WRITTEN) if name not in names]
    sheet = _Sheet(path, header, {name: place for place, name in enumerate((*names, *added))}, len(added))
    done = Geocoded()
    head = file.data[: header.end].decode()
    line_end = "\r\n" if head.endswith("\r\n") else "\n"
    lines = [head.rstrip("\r\n"), *(f"{header.delimiter}{name}" for name in added), line_end]
    for raw, cells in _records(file.data[header.end :].decode(), header.delimiter):
        lines.append(sheet.written(raw, cells, done))
    done.data = "".join(lines).encode()
    return done


def write_geocoded(done: Geocoded, to: Path) -> None:
    """Write the file as a whole or not at all; raises UnwritableFile if one is there by now."""
    with writing_alone(to):
        require_free(to)
        save([done.data], to)


def require_free(to: Path) -> None:
    """Raise BadQuery for a name that does not end in .csv, UnwritableFile if the file is there."""
    if to.suffix.lower() != ".csv":
        raise BadQuery("to", str(to), notice("expected-csv"))
    if to.exists():
        raise UnwritableFile(notice("geocode-there", file=str(to)), remedy=notice("geocode-there-remedy"))


@dataclass(slots=True)
class _Sheet:
    """The columns of a file by name, those that are added at its end among them, and how rows are written."""

    path: Path
    header: Header
    columns: Mapping[str, int]
    added: int
    row: int = 1

    def written(self, raw: str, cells: list[str], done: Geocoded) -> str:
        """Return a record with what is known of its place; one that has coordinates as it is."""
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
        outcome, found = self._found(row)
        done.outcomes[outcome] += 1
        if outcome is Outcome.LOCATED:
            return f"{body}{self.header.delimiter * self.added}{line_end}"
        told = [_told(one) for one in found[:MAX_ALTERNATIVES]]
        if outcome is Outcome.AMBIGUOUS:
            done.ambiguous.append(Named(self.row, self._cell(row, PLACE), told))
        self._fill(row, outcome, found, told)
        return _line(row, self.header.delimiter, line_end)

    def _found(self, row: Sequence[str]) -> tuple[Outcome, Sequence[Candidate]]:
        if any(self._cell(row, name) for name in COORDINATES):
            return Outcome.LOCATED, ()
        name, country = self._cell(row, PLACE), self._cell(row, COUNTRY)
        if not name:
            return Outcome.UNNAMED, ()
        if country and not is_country(country):
            return Outcome.UNKNOWN_COUNTRY, candidates(name)
        found = candidates(name, country)
        outcomes = (Outcome.UNKNOWN, Outcome.PROPOSED, Outcome.AMBIGUOUS)
        return outcomes[min(len(found), 2)], found

    def _fill(
        self, row: list[str], outcome: Outcome, found: Sequence[Candidate], told: Sequence[str]
    ) -> None:
        cells = dict.fromkeys(WRITTEN, "") | {OUTCOME: outcome.value}
        if outcome is Outcome.PROPOSED:
            (one,) = found
            cells |= {GAZETTEER: one.gazetteer, ENTRY: one.entry}
            for name, value in zip(FILLED, _point(one), strict=True):
                if name in COORDINATES or not self._cell(row, name):
                    cells[name] = value
        else:
            more = len(found) - len(told)
            cells[ALTERNATIVES] = BETWEEN.join(
                [*told, *([notice("geocode-more", count=more)] if more else [])]
            )
        for name, value in cells.items():
            row[self.columns[name]] = harmless(value)

    def _cell(self, row: Sequence[str], name: str) -> str:
        return original(row[self.columns[name]]).strip() if name in self.columns else ""


def _point(one: Candidate) -> tuple[str, str, str, str]:
    radius = "" if one.uncertainty_m is None else f"{one.uncertainty_m:g}"
    return f"{one.latitude:.5f}", f"{one.longitude:.5f}", one.location_precision, radius


def _told(one: Candidate) -> str:
    """Name a place: what it is called in which gazetteer, its country, and where it is."""
    called = f"{one.entry} ({one.country})" if one.country else one.entry
    return f"{called} {one.latitude:g} {one.longitude:g}, {one.gazetteer}"


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Take apart records: the text of each as it stands, and its cells."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter):
        yield "".join(taken), cells
        taken.clear()


def _line(row: Sequence[str], delimiter: str, line_end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerow(row)
    return out.getvalue()
