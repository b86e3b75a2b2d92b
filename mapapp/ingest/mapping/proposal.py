"""A mapping proposed for a file that nobody knows: by the names of its columns, and by what is in them."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

import pandas as pd

from mapapp.errors import shortened
from mapapp.ingest.cell_types import numbers
from mapapp.ingest.date_notations import DateOrder, OrderSign
from mapapp.ingest.degrees import degrees_meant, pair_meant, with_point
from mapapp.ingest.figures import ends_meant
from mapapp.ingest.mapping.applied import DAYS
from mapapp.ingest.mapping.common_names import BOTH_ENDS, COMMON_NAMES, plain
from mapapp.ingest.mapping.dates import day_of, is_date, month_names, order_of
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.ingest.spellings import NO_VALUE
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS

ENOUGH = 0.5
"""So great a part of a column's values must be of the kind that its name promises."""
MOST = 0.6
"""So great a part must be dates if only the values speak for it."""
NEARLY_ALL = 0.9
"""So great a part must be pairs of coordinates if only the values speak for it."""
LEAST_WORDS = 3
"""So many words at least say what happened."""
LONGEST_TITLE = 120
"""Characters; what is longer is a summary."""
LANGUAGES = ("de", "es", "fr", "it", "pt", "ru", "uk", "tr", "az", "hy", "ka", "ar", "fa", "nl", "pl")
MAX_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping, why each of its lines is so, and what is to be said of the rest."""

    mapping: Mapping
    reasons: dict[str, str]
    remarks: tuple[str, ...]

    def as_toml(self) -> str:
        """Write it as the text of a mapping.toml."""
        return self.mapping.as_toml(self.reasons, self.remarks)


@dataclass(frozen=True, slots=True)
class _Looked:
    """One column as it is looked at: its name, and its values, some of them if there are many."""

    name: str
    values: list[str]

    def part(self, is_one: Callable[[str], object]) -> float:
        """Tell how great a part of the values something holds for."""
        return sum(map(bool, map(is_one, self.values))) / max(len(self.values), 1)

    def example_of(self, is_one: Callable[[str], object]) -> str:
        """Quote the first value for which something holds."""
        return next((repr(shortened(text, 40)) for text in self.values if is_one(text)), "")

    @property
    def example(self) -> str:
        return repr(shortened(self.values[0], 40)) if self.values else ""


def proposed(
    sheet: Sheet, given: MappingOf[str, Columns] = {}, order: DateOrder = DateOrder.UNKNOWN
) -> Proposal:
    """Propose a mapping for a sheet; what can't be recognised is left out of it, and that is told.

    `given` are columns that somebody named: they stand as they are, none where the names are empty. `order`
    is that of the dates, if somebody said it.
    """
    found: dict[str, tuple[Columns, str]] = {
        ours: (theirs, notice("mapping-reason-given")) for ours, theirs in given.items()
    }
    columns = _looked_at(sheet)
    by_name = {plain(column.name): column for column in reversed(columns)}
    for ours, names in COMMON_NAMES.items():
        taken = {name for theirs, _ in found.values() for name in theirs}
        candidates = [by_name[key] for name in names if (key := plain(name)) in by_name]
        fits = (one for one in candidates if one.name not in taken and _FITS.get(ours, _anything)(one))
        if ours not in found and (column := next(fits, None)):
            found[ours] = (column.name,), _by_name(ours, column)
    found |= _both_ends(found, by_name)
    found |= _by_values(found, columns)
    return _proposal(sheet, {ours: one for ours, one in found.items() if one[0]}, columns, order)


def _looked_at(sheet: Sheet) -> list[_Looked]:
    looked = []
    for place, name in enumerate(sheet.names):
        given = trimmed(sheet.cells.iloc[:, place]).dropna()
        some = given.iloc[:: max(len(given) // MAX_LOOKED_AT, 1)]
        looked.append(_Looked(name.strip() or f"column_{place + 1}", some.astype("str").tolist()))
    return looked


def _anything(_column: _Looked) -> bool:
    return True


def _identifies(column: _Looked) -> bool:
    return bool(column.values) and len(set(column.values)) == len(column.values)


def _holds_days(column: _Looked) -> bool:
    return column.part(is_date) >= ENOUGH or bool(_language_of(column))


def _holds(axis: str) -> Callable[[_Looked], bool]:
    most = INCIDENTS[axis].maximum or 0

    def is_one(text: str) -> bool:
        number = numbers(pd.Series([with_point(text) or text], dtype="str")).iloc[0]
        return abs(number) <= most or bool(degrees_meant(text, axis)) or text.casefold() in NO_VALUE

    return lambda column: column.part(is_one) >= ENOUGH


def _names_places(column: _Looked) -> bool:
    return column.part(pair_meant) < ENOUGH


def _counts_people(column: _Looked) -> bool:
    return column.part(ends_meant) >= ENOUGH


_FITS: dict[str, Callable[[_Looked], bool]] = {
    "incident_id": _identifies,
    "date_start": _holds_days,
    "date_end": _holds_days,
    "latitude": _holds("latitude"),
    "longitude": _holds("longitude"),
    "place_name": _names_places,
    **dict.fromkeys(("killed_low", "killed_high", "injured_low", "injured_high"), _counts_people),
}
"""What the values of a column must be for its name to be believed."""


def _by_name(ours: str, column: _Looked) -> str:
    reason = "mapping-reason-same" if column.name == ours else "mapping-reason-name"
    said = notice(reason, theirs=shortened(column.name), label=INCIDENTS[ours].label, example=column.example)
    return said + _unread(column) if ours in DAYS else said


def _unread(column: _Looked) -> str:
    """Say how many of a column's cells can't be read as dates; nothing if all can."""
    language = _language_of(column)
    left = [text for text in column.values if not (is_date(text) or _named_in(language)(text))]
    if not left:
        return ""
    count = {"count": len(left), "all": len(column.values)}
    return f"; {notice('mapping-reason-unread', **count, example=repr(shortened(left[0], 40)))}"


def _both_ends(
    found: dict[str, tuple[Columns, str]], by_name: dict[str, _Looked]
) -> Iterator[tuple[str, tuple[Columns, str]]]:
    """Read a count of people in one column into both ends, unless the ends have columns of their own."""
    for harm, names in BOTH_ENDS.items():
        ends = (f"{harm}_low", f"{harm}_high")
        candidates = [by_name[key] for name in names if (key := plain(name)) in by_name]
        column = next(filter(_counts_people, candidates), None)
        if column and not found.keys() & set(ends):
            reason = notice("mapping-reason-both-ends", theirs=shortened(column.name), example=column.example)
            yield from ((end, ((column.name,), reason)) for end in ends)


def _by_values(
    found: dict[str, tuple[Columns, str]], columns: Sequence[_Looked]
) -> Iterator[tuple[str, tuple[Columns, str]]]:
    """Look for dates, coordinates and what happened, of which no name told."""
    free = [one for one in columns if not any(one.name in theirs for theirs, _ in found.values())]
    if "date_start" not in found:
        yield from _parts_of_a_date(columns)
        fullest = max(free, key=lambda one: one.part(is_date), default=None)
        if fullest and fullest.part(is_date) >= MOST:
            reason = notice("mapping-reason-dates", example=fullest.example_of(is_date)) + _unread(fullest)
            yield "date_start", ((fullest.name,), reason)
    if not {"latitude", "longitude"} & found.keys():
        for column in (one for one in free if one.values and one.part(pair_meant) >= NEARLY_ALL):
            reason = notice("mapping-reason-pairs", example=column.example)
            yield from ((axis, ((column.name,), reason)) for axis in ("latitude", "longitude"))
            break
    if not {"title", "summary"} & found.keys() and (told := _most_telling(free)):
        is_short = max(map(len, told.values)) <= LONGEST_TITLE
        reason = notice("mapping-reason-words", example=told.example)
        yield "title" if is_short else "summary", ((told.name,), reason)


def _most_telling(columns: Sequence[_Looked]) -> _Looked | None:
    """Find the column that says the most in words; None if none says something else of most rows."""
    telling = [
        one
        for one in columns
        if one.part(_is_in_words) >= ENOUGH and len({*one.values}) > ENOUGH * len(one.values)
    ]
    return max(telling, key=lambda one: sum(map(len, one.values)), default=None)


def _is_in_words(text: str) -> bool:
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(words) >= LEAST_WORDS and not is_date(text) and not pair_meant(text)


def _parts_of_a_date(columns: Sequence[_Looked]) -> Iterator[tuple[str, tuple[Columns, str]]]:
    by_name = {plain(one.name): one.name for one in columns}
    for parts in (("year", "month", "day"), ("jahr", "monat", "tag"), ("ano", "mes", "dia")):
        if by_name.keys() >= set(parts):
            yield "date_start", (tuple(by_name[part] for part in parts), notice("mapping-reason-parts"))


def _language_of(column: _Looked) -> str:
    """Find the language whose months' names most dates have; "" where English or digits do."""
    if column.part(is_date) >= ENOUGH:
        return ""
    return next(
        (code for code in LANGUAGES if month_names(code) and column.part(_named_in(code)) >= ENOUGH),
        "",
    )


def _named_in(language: str) -> Callable[[str], bool]:
    """Tell of a text whether it is a date with the month's name in a language."""
    return lambda text: day_of(text, DateOrder.UNKNOWN, language) != text


def _proposal(
    sheet: Sheet, found: dict[str, tuple[Columns, str]], columns: Sequence[_Looked], given: DateOrder
) -> Proposal:
    ordered = {name: found[name] for name in INCIDENTS.names if name in found}
    reasons = {name: reason for name, (_, reason) in ordered.items()}
    days = next((one for one in columns if (one.name,) == ordered.get("date_start", ((), ""))[0]), None)
    order = OrderSign(given) if given or not days else order_of(days.values)
    language = _language_of(days) if days else ""
    reasons["order"] = _why(order, given)
    mapping = Mapping({name: theirs for name, (theirs, _) in ordered.items()}, order.order, language)
    return Proposal(mapping, reasons, tuple(_remarks(sheet, mapping, columns)))


def _why(order: OrderSign, given: DateOrder) -> str:
    if given:
        return notice("mapping-reason-given")
    if order.example:
        return notice("mapping-reason-order", example=order.example)
    return notice("mapping-reason-dots")


def _remarks(sheet: Sheet, mapping: Mapping, columns: Sequence[_Looked]) -> Iterator[str]:
    yield notice("mapping-proposed", file=sheet.file.path.name)
    used = {name for names in mapping.columns.values() for name in names}
    if "date_start" not in mapping.columns:
        yield notice("mapping-no-date")
    if "incident_id" not in mapping.columns:
        yield notice("mapping-numbered", file=sheet.file.path.name)
    if not {"latitude", "longitude"} <= mapping.columns.keys():
        yield notice("mapping-nowhere", file=sheet.file.path.name)
    if rest := [shortened(one.name) for one in columns if one.name not in used]:
        yield notice("mapping-rest", columns=shortened(", ".join(rest), 1000))
