"""A mapping proposed for an unknown file, from the names of its columns and their contents."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

import pandas as pd

from mapapp.errors import shortened
from mapapp.ingest.cell_types import numbers
from mapapp.ingest.date_notations import DateOrder, OrderSign
from mapapp.ingest.degrees import degrees_meant, pair_meant, with_point
from mapapp.ingest.figures import ends_meant
from mapapp.ingest.mapping.applying import DAYS
from mapapp.ingest.mapping.common_names import BOTH_ENDS, COMMON_NAMES, normalised
from mapapp.ingest.mapping.dates import day_of, is_date, month_names, order_of
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.ingest.spellings import NO_VALUE
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS

MIN_SHARE = 0.5
"""The share of a column's values that must be of the kind that its name suggests."""
MIN_DATE_SHARE = 0.6
"""The share of values that must be dates if nothing but the values suggests it."""
MIN_PAIR_SHARE = 0.9
"""The share of values that must be pairs of coordinates if nothing but the values suggests it."""
MIN_WORDS = 3
"""The fewest words that say what happened."""
MAX_TITLE = 120
"""In characters; a longer text is a summary."""
LANGUAGES = ("de", "es", "fr", "it", "pt", "ru", "uk", "tr", "az", "hy", "ka", "ar", "fa", "nl", "pl")
MAX_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping, the reason for each of its lines, and remarks on everything else."""

    mapping: Mapping
    reasons: dict[str, str]
    remarks: tuple[str, ...]

    def as_toml(self) -> str:
        """Return it as the text of a mapping.toml."""
        return self.mapping.as_toml(self.reasons, self.remarks)


@dataclass(frozen=True, slots=True)
class _SampledColumn:
    """A column's name and values, only a sample of them if there are many."""

    name: str
    values: list[str]

    def share(self, holds: Callable[[str], object]) -> float:
        """Return the share of the values for which something holds."""
        return sum(map(bool, map(holds, self.values))) / max(len(self.values), 1)

    def example_of(self, holds: Callable[[str], object]) -> str:
        """Quote the first value for which something holds."""
        return next((repr(shortened(text, 40)) for text in self.values if holds(text)), "")

    @property
    def example(self) -> str:
        return repr(shortened(self.values[0], 40)) if self.values else ""


def proposed(
    sheet: Sheet, chosen: MappingOf[str, Columns] = {}, order: DateOrder = DateOrder.UNKNOWN
) -> Proposal:
    """Propose a mapping for a sheet; columns that can't be recognised are left out, with a remark.

    `chosen` are the user's own choices of columns: they are kept, none where the names are empty. `order` is
    the user's date order, if any.
    """
    proposals: dict[str, tuple[Columns, str]] = {
        ours: (theirs, notice("mapping-reason-given")) for ours, theirs in chosen.items()
    }
    columns = _sampled_columns(sheet)
    by_name = {normalised(column.name): column for column in reversed(columns)}
    for ours, names in COMMON_NAMES.items():
        taken = {name for theirs, _ in proposals.values() for name in theirs}
        candidates = [by_name[key] for name in names if (key := normalised(name)) in by_name]
        fits = (
            candidate
            for candidate in candidates
            if candidate.name not in taken and _FITS.get(ours, _anything)(candidate)
        )
        if ours not in proposals and (column := next(fits, None)):
            proposals[ours] = (column.name,), _by_name(ours, column)
    proposals |= _both_ends(proposals, by_name)
    proposals |= _by_values(proposals, columns)
    return _proposal(sheet, {ours: entry for ours, entry in proposals.items() if entry[0]}, columns, order)


def _sampled_columns(sheet: Sheet) -> list[_SampledColumn]:
    sampled = []
    for position, name in enumerate(sheet.names):
        values = trimmed(sheet.cells.iloc[:, position]).dropna()
        sample = values.iloc[:: max(len(values) // MAX_SAMPLE, 1)]
        sampled.append(
            _SampledColumn(name.strip() or f"column_{position + 1}", sample.astype("str").tolist())
        )
    return sampled


def _anything(_column: _SampledColumn) -> bool:
    return True


def _identifies(column: _SampledColumn) -> bool:
    return bool(column.values) and len(set(column.values)) == len(column.values)


def _holds_days(column: _SampledColumn) -> bool:
    return column.share(is_date) >= MIN_SHARE or bool(_language_of(column))


def _holds(axis: str) -> Callable[[_SampledColumn], bool]:
    maximum = INCIDENTS[axis].maximum or 0

    def is_coordinate(text: str) -> bool:
        number = numbers(pd.Series([with_point(text) or text], dtype="str")).iloc[0]
        return abs(number) <= maximum or bool(degrees_meant(text, axis)) or text.casefold() in NO_VALUE

    return lambda column: column.share(is_coordinate) >= MIN_SHARE


def _names_places(column: _SampledColumn) -> bool:
    return column.share(pair_meant) < MIN_SHARE


def _counts_people(column: _SampledColumn) -> bool:
    return column.share(ends_meant) >= MIN_SHARE


_FITS: dict[str, Callable[[_SampledColumn], bool]] = {
    "incident_id": _identifies,
    "date_start": _holds_days,
    "date_end": _holds_days,
    "latitude": _holds("latitude"),
    "longitude": _holds("longitude"),
    "place_name": _names_places,
    **dict.fromkeys(("killed_low", "killed_high", "injured_low", "injured_high"), _counts_people),
}
"""What the values of a column must be for its name to be trusted."""


def _by_name(ours: str, column: _SampledColumn) -> str:
    reason = "mapping-reason-same" if column.name == ours else "mapping-reason-name"
    text = notice(reason, theirs=shortened(column.name), label=INCIDENTS[ours].label, example=column.example)
    return text + _unread_note(column) if ours in DAYS else text


def _unread_note(column: _SampledColumn) -> str:
    """Return a note on how many of a column's cells can't be read as dates, "" if all can."""
    language = _language_of(column)
    unread = [text for text in column.values if not (is_date(text) or _names_month_in(language)(text))]
    if not unread:
        return ""
    count = {"count": len(unread), "all": len(column.values)}
    return f"; {notice('mapping-reason-unread', **count, example=repr(shortened(unread[0], 40)))}"


def _both_ends(
    proposals: dict[str, tuple[Columns, str]], by_name: dict[str, _SampledColumn]
) -> Iterator[tuple[str, tuple[Columns, str]]]:
    """Propose a single count of people for both ends of the range, unless they have their own columns."""
    for harm, names in BOTH_ENDS.items():
        ends = (f"{harm}_low", f"{harm}_high")
        candidates = [by_name[key] for name in names if (key := normalised(name)) in by_name]
        column = next(filter(_counts_people, candidates), None)
        if column and not proposals.keys() & set(ends):
            reason = notice("mapping-reason-both-ends", theirs=shortened(column.name), example=column.example)
            yield from ((end, ((column.name,), reason)) for end in ends)


def _by_values(
    proposals: dict[str, tuple[Columns, str]], columns: Sequence[_SampledColumn]
) -> Iterator[tuple[str, tuple[Columns, str]]]:
    """Find dates, coordinates and descriptions by their values, where no column name showed them."""
    free = [
        column for column in columns if not any(column.name in theirs for theirs, _ in proposals.values())
    ]
    if "date_start" not in proposals:
        yield from _parts_of_a_date(columns)
        fullest = max(free, key=lambda column: column.share(is_date), default=None)
        if fullest and fullest.share(is_date) >= MIN_DATE_SHARE:
            reason = notice("mapping-reason-dates", example=fullest.example_of(is_date)) + _unread_note(
                fullest
            )
            yield "date_start", ((fullest.name,), reason)
    if not {"latitude", "longitude"} & proposals.keys():
        for column in (pairs for pairs in free if pairs.values and pairs.share(pair_meant) >= MIN_PAIR_SHARE):
            reason = notice("mapping-reason-pairs", example=column.example)
            yield from ((axis, ((column.name,), reason)) for axis in ("latitude", "longitude"))
            break
    if not {"title", "summary"} & proposals.keys() and (wordiest := _wordiest(free)):
        is_short = max(map(len, wordiest.values)) <= MAX_TITLE
        reason = notice("mapping-reason-words", example=wordiest.example)
        yield "title" if is_short else "summary", ((wordiest.name,), reason)


def _wordiest(columns: Sequence[_SampledColumn]) -> _SampledColumn | None:
    """Return the column with the most text; None if in no column most rows say something different."""
    in_words = [
        column
        for column in columns
        if column.share(_is_in_words) >= MIN_SHARE and len({*column.values}) > MIN_SHARE * len(column.values)
    ]
    return max(in_words, key=lambda column: sum(map(len, column.values)), default=None)


def _is_in_words(text: str) -> bool:
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(words) >= MIN_WORDS and not is_date(text) and not pair_meant(text)


def _parts_of_a_date(columns: Sequence[_SampledColumn]) -> Iterator[tuple[str, tuple[Columns, str]]]:
    by_name = {normalised(column.name): column.name for column in columns}
    for parts in (("year", "month", "day"), ("jahr", "monat", "tag"), ("ano", "mes", "dia")):
        if by_name.keys() >= set(parts):
            yield "date_start", (tuple(by_name[part] for part in parts), notice("mapping-reason-parts"))


def _language_of(column: _SampledColumn) -> str:
    """Return the language of the months' names in most dates; "" for English or digits."""
    if column.share(is_date) >= MIN_SHARE:
        return ""
    return next(
        (
            code
            for code in LANGUAGES
            if month_names(code) and column.share(_names_month_in(code)) >= MIN_SHARE
        ),
        "",
    )


def _names_month_in(language: str) -> Callable[[str], bool]:
    """Return a test whether a text is a date with the month's name in a language."""
    return lambda text: day_of(text, DateOrder.UNKNOWN, language) != text


def _proposal(
    sheet: Sheet,
    proposals: dict[str, tuple[Columns, str]],
    columns: Sequence[_SampledColumn],
    chosen: DateOrder,
) -> Proposal:
    ordered = {name: proposals[name] for name in INCIDENTS.names if name in proposals}
    reasons = {name: reason for name, (_, reason) in ordered.items()}
    days = next(
        (column for column in columns if (column.name,) == ordered.get("date_start", ((), ""))[0]), None
    )
    order = OrderSign(chosen) if chosen or not days else order_of(days.values)
    language = _language_of(days) if days else ""
    reasons["order"] = _order_reason(order, chosen)
    mapping = Mapping({name: theirs for name, (theirs, _) in ordered.items()}, order.order, language)
    return Proposal(mapping, reasons, tuple(_remarks(sheet, mapping, columns)))


def _order_reason(order: OrderSign, chosen: DateOrder) -> str:
    if chosen:
        return notice("mapping-reason-given")
    if order.example:
        return notice("mapping-reason-order", example=order.example)
    return notice("mapping-reason-dots")


def _remarks(sheet: Sheet, mapping: Mapping, columns: Sequence[_SampledColumn]) -> Iterator[str]:
    yield notice("mapping-proposed", file=sheet.file.path.name)
    used = {name for names in mapping.columns.values() for name in names}
    if "date_start" not in mapping.columns:
        yield notice("mapping-no-date")
    if "incident_id" not in mapping.columns:
        yield notice("mapping-numbered", file=sheet.file.path.name)
    if not {"latitude", "longitude"} <= mapping.columns.keys():
        yield notice("mapping-nowhere", file=sheet.file.path.name)
    if unused := [shortened(column.name) for column in columns if column.name not in used]:
        yield notice("mapping-rest", columns=shortened(", ".join(unused), 1000))
