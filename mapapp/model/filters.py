"""The kinds of filters: how each is read from text, written as text and applied to rows.

A filter's condition uses only the operators and methods of the columns passed to it: what these columns are,
only the engine knows.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Literal, Protocol

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.schema import LIST_SEPARATOR, Column, Kind

BBox = tuple[float, float, float, float]
WORLD: BBox = (-180.0, -90.0, 180.0, 90.0)
"""It contains every row that has a location."""

_DECIMAL = r"[0-9]{1,5}(\.[0-9]{1,3})?"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"{_CLOCK}:([0-5][0-9]|60)(\.[0-9]{{1,9}})?([Zz]|[+-]{_CLOCK})?"
_MOMENT = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([Tt]({_TIME})?)?"
_INSTANT = re.compile(rf"({_DATE.pattern})[Tt]({_TIME})?")
"""A date-time after RFC 3339; GDAL writes a day as one without its time ("2020-10-04T")."""
_NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
LONGEST_TEXT = 200
LONGEST_SIDE = 40
MAX_VALUES = 1000
BLANK = ""
"""The value of a filter that asks for blank cells, which mean "not stated"."""
OR_BLANK = "An empty value asks for blank cells."
"""The sentence about it in the API's description and the documentation."""

Form = Mapping[str, Any]
"""The texts that a parameter accepts, as a JSON Schema."""

Condition = Callable[[Any, Any], Any]
"""A function of a table's rows and a filter's value that returns what must hold of a row."""


class Filter(Protocol):
    """A filter of the Query, which has the same name in every URL, option and sentence."""

    @property
    def help(self) -> str:
        """What it means, for the command line and the API's description."""

    @property
    def label(self) -> str:
        """What the page calls it; "" if the words of the page have a name for it."""

    @property
    def form(self) -> Form:
        """The texts that it accepts."""

    @property
    def widget(self) -> Literal["facet", "number", "choice", "none"]:
        """How the page offers it among the others; "none" if it is shown elsewhere or has no control."""

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the fields of a Query from the texts of a parameter; BadQuery if that can't be done."""

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the fields of a Query as the texts of a parameter; none if they are not set."""

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Return what must hold of a row; nothing if the filter is not set.

        `values` are a Query's operands, or their placeholders in a statement: Python may check only whether
        one is None, and how many values a tuple has.
        """


@dataclass(frozen=True, slots=True)
class Values:
    """Any of several values of a column, or BLANK; `column` None if there is no vocabulary and no facet.

    `among` are the columns any of which may have the value, unless it is only the one of the filter's name.
    """

    help: str
    column: Column | None = None
    among: tuple[Column, ...] = ()

    @property
    def label(self) -> str:
        """The column's label."""
        return self.column.label if self.column else ""

    @property
    def form(self) -> Form:
        """Any text; an identifier is never blank."""
        least = {} if self._columns else {"minLength": 1}
        items = {"type": "string", "pattern": "^[^\\x00]*$", **least}
        return {"type": "array", "items": items, "maxItems": MAX_VALUES}

    @property
    def widget(self) -> Literal["facet", "none"]:
        """Values of a column are offered, identifiers are not."""
        return "facet" if self._columns else "none"

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the values."""
        if len(texts) > MAX_VALUES:
            raise BadQuery(
                name, notice("got-values", count=len(texts)), notice("expected-values", most=MAX_VALUES)
            )
        for text in texts:
            if "\x00" in text or (text == BLANK and not self._columns):
                raise BadQuery(name, text, notice("expected-in-data"))
        return {name: tuple(texts)}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write each value."""
        return list(values[name])

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require one of the values, in a list any of them; BLANK requires that all columns are blank."""
        chosen, columns = values[name], self._columns
        if chosen is None:
            return []
        if not columns:
            return [rows[name].isin(chosen)]
        met = [_has_any(rows[column.name], column, chosen) for column in columns]
        blank = [~_is_not_blank(rows[column.name]) for column in columns]
        blank_is_chosen = rows[columns[0].name].fill_null(BLANK).isin(chosen)
        return [reduce(or_, met) | reduce(and_, [*blank, blank_is_chosen])]

    @property
    def _columns(self) -> tuple[Column, ...]:
        return self.among or ((self.column,) if self.column else ())


@dataclass(frozen=True, slots=True)
class Number:
    """A number that limits something; `condition` takes the rows and the number.

    With `decimals` it has up to three decimals and is between 0 and 99,999, else it is a whole number between
    0 and 9,999,999.
    """

    help: str
    condition: Condition
    label: str = ""
    decimals: bool = False
    widget: Literal["number"] = "number"

    @property
    def most(self) -> int:
        """The highest possible number."""
        return 99_999 if self.decimals else 9_999_999

    @property
    def form(self) -> Form:
        """A whole number, or the digits of one with decimals."""
        if self.decimals:
            return {"type": "string", "pattern": f"^{_DECIMAL}$"}
        return {"type": "integer", "minimum": 0, "maximum": self.most}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the number."""
        text = single(name, texts)
        if self.decimals:
            if not re.fullmatch(_DECIMAL, text):
                expected = notice("expected-decimal", most=str(self.most))
                raise BadQuery(name, text, expected)
            return {name: float(text)}
        if not re.fullmatch(r"[0-9]{1,7}", text):
            raise BadQuery(name, text, notice("expected-whole", least="0", most=str(self.most)))
        return {name: int(text)}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the number without needless zeros."""
        return [] if values[name] is None else [decimal(values[name])]

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Ask that the condition holds."""
        return [] if values[name] is None else [self.condition(rows, values[name])]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, or none; `aliases` maps other words to one of them or to "".

    `options` maps each word to its label.
    """

    help: str
    options: Mapping[str, str]
    condition: Condition | None = None
    label: str = ""
    aliases: Mapping[str, str] | None = None
    widget: Literal["choice", "none"] = "choice"

    @property
    def form(self) -> Form:
        """One of the words."""
        return {"type": "string", "enum": [*(self.aliases or {}), *self.options]}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the word."""
        text = single(name, texts)
        aliases = self.aliases or {}
        if text and text not in self.options and text not in aliases:
            raise BadQuery(name, text, notice("expected-one-of", values=", ".join((*aliases, *self.options))))
        return {name: aliases.get(text, text)}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the word."""
        return [values[name]] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Ask that the condition holds, if there is one."""
        return [self.condition(rows, values[name])] if self.condition and values[name] else []


@dataclass(frozen=True, slots=True)
class Side:
    """A side or point of view of a data set's conflict, by name; the data set knows which there are.

    `condition` takes the rows and the name. `aliases` maps names to the names that they stand for.
    """

    help: str
    condition: Condition | None = None
    label: str = ""
    aliases: Mapping[str, str] | None = None
    widget: Literal["choice", "none"] = "choice"

    @property
    def form(self) -> Form:
        """A name."""
        return {"type": "string", "maxLength": LONGEST_SIDE}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the name."""
        text = single(name, texts)
        if len(text) > LONGEST_SIDE or not text.isprintable():
            raise BadQuery(name, text, notice("expected-side"))
        return {name: (self.aliases or {}).get(text, text)}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the name."""
        return [values[name]] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Ask that the condition holds, if there is one."""
        return [self.condition(rows, values[name])] if self.condition and values[name] else []


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of days, both ends inclusive and each open if not given: the fields `start` and `end`.

    An incident whose date is known as a range matches if any day of its range does. `columns` are the first
    and the last day of a row; without them every row matches.
    """

    help: str
    columns: tuple[str, ...] = ("date_start", "date_end")
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """A day or a date-time, whose day counts; or two with a slash."""
        return {"type": "string", "pattern": f"^({_MOMENT}|(\\.\\.|{_MOMENT})?/(\\.\\.|{_MOMENT})?|\\.\\.)$"}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read a day, or two with a slash, either of which may be ".."; a date-time is read as its day."""
        text = single(name, texts)
        start, separator, end = text.partition("/")
        interval = (_day(name, text, start), _day(name, text, end if separator else start))
        if interval == (None, None) and text not in {"../..", "..", "/", ""}:
            raise _no_interval(name, text)
        return {"start": interval[0], "end": interval[1]}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:  # noqa: ARG002
        """Write one day alone, else both ends with a slash."""
        start, end = values["start"], values["end"]
        if start is None and end is None:
            return []
        return [str(start) if start == end else f"{start or '..'}/{end or '..'}"]

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:  # noqa: ARG002
        """Require that the dates overlap."""
        conditions: list[Any] = []
        if self.columns and values["start"] is not None:
            conditions.append(rows[self.columns[-1]] >= values["start"])
        if self.columns and values["end"] is not None:
            conditions.append(rows[self.columns[0]] <= values["end"])
        return conditions


@dataclass(frozen=True, slots=True)
class Day:
    """A day that limits something; `condition` takes the rows and the day."""

    help: str
    condition: Condition
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """A day."""
        return {"type": "string", "format": "date"}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the day."""
        text = single(name, texts)
        if (day := _date(text)) is None:
            raise BadQuery(name, text, notice("expected-day"))
        return {name: day}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the day."""
        return [] if values[name] is None else [str(values[name])]

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Ask that the condition holds."""
        return [] if values[name] is None else [self.condition(rows, values[name])]


@dataclass(frozen=True, slots=True)
class Box:
    """A box (west, south, east, north) in degrees, WGS84, edges included; west > east crosses 180°.

    `condition` takes the rows and the box; by default, a row's point must be in it.
    """

    help: str
    condition: Condition | None = None
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """Four numbers."""
        degrees = {"type": "number", "minimum": -180, "maximum": 180}
        return {"type": "array", "items": degrees, "minItems": 4, "maxItems": 4}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read four numbers, kept to seven decimals."""
        text = single(name, texts)
        expected = notice("expected-box")
        numbers = text.split(",")
        if len(numbers) != 4 or not all(map(_NUMBER.fullmatch, numbers)):
            raise BadQuery(name, text, expected)
        edges = tuple(round(float(number), 7) for number in numbers)
        west, south, east, north = edges
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise BadQuery(name, text, notice("expected-box-on-globe"))
        return {name: edges}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the four numbers."""
        return [",".join(map(decimal, values[name]))] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require that the point is in the box."""
        return [(self.condition or in_box)(rows, values[name])] if values[name] else []


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all occur in a row's text; `condition` takes the rows and one of the words."""

    help: str
    condition: Condition
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """Text of limited length."""
        return {"type": "string", "maxLength": LONGEST_TEXT, "pattern": "^[^\\x00]*$"}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the text."""
        text = single(name, texts)
        if len(text) > LONGEST_TEXT or "\x00" in text:
            raise BadQuery(name, text, notice("expected-text", most=LONGEST_TEXT))
        return {name: text}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the text."""
        return [values[name]] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require each of the words."""
        return [self.condition(rows, word) for word in values[name]]


def _has_any(cells: Any, column: Column, chosen: Any) -> Any:
    """Express that a column has one of the values; a blank cell has none."""
    if column.kind is not Kind.LIST:
        return cells.isin(chosen)
    values = cells.fill_null(BLANK).split(LIST_SEPARATOR)
    return _is_not_blank(cells) & (values.intersect(chosen).length() > 0)


def _is_not_blank(cells: Any) -> Any:
    """Express that a cell is not blank; engines differ in how they split an empty text."""
    return cells.fill_null(BLANK) != BLANK


def in_box(rows: Any, bbox: BBox) -> Any:
    """Express that a row is in (west, south, east, north), edges included; west > east wraps around."""
    west, south, east, north = bbox
    between = (rows.longitude >= west) & (rows.longitude <= east)
    around = (rows.longitude >= west) | (rows.longitude <= east)
    return (rows.latitude >= south) & (rows.latitude <= north) & (between | ((west > east) & around))


def on_globe(west: float, south: float, east: float, north: float) -> BBox:
    """Normalise the edges of a map that was moved across the date line, or shows the world twice."""
    south, north = (max(-90.0, min(90.0, edge)) for edge in (south, north))
    if east - west >= 360:
        return -180.0, south, 180.0, north
    if west < -180 or east > 180:
        west, east = ((edge + 180) % 360 - 180 for edge in (west, east))
    return west, south, east, north


def single(name: str, texts: Sequence[str]) -> str:
    """Return the text of a parameter; BadQuery if it is given several times."""
    if len(texts) > 1:
        raise BadQuery(name, ",".join(texts), notice("expected-single"))
    return texts[0].strip()


def decimal(number: float) -> str:
    """Write a number with at most seven decimals and no needless zeros."""
    return f"{number:.7f}".rstrip("0").rstrip(".")


def _day(name: str, text: str, end: str) -> date | None:
    if end in {"..", ""}:
        return None
    if (day := day_of(end)) is None:
        raise _no_interval(name, text)
    return day


def day_of(text: str) -> date | None:
    """Read a day, or the day of a date-time; None if the text is neither."""
    instant = _INSTANT.fullmatch(text)
    return _date(instant[1] if instant else text)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _no_interval(name: str, text: str) -> BadQuery:
    return BadQuery(name, text, notice("expected-days"))
