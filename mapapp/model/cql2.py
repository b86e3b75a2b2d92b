"""CQL2, the filter language of OGC API - Features: parsed, and checked against a table's columns.

A filter's text becomes a tree without values, and the values: no text of a reader is ever part of a
statement.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Any, Literal

import cql2

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.filters import WORLD, Box, Form, day_of, single
from mapapp.model.schema import LIST_SEPARATOR, Column, Kind, Table
from mapapp.model.text_search import small

LONGEST = 2_000
DEEPEST = 30
"""Parentheses within parentheses, and NOTs and signs: the parser goes as deep as a text does."""

COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
GEOMETRY = "geometry"
_PLACE = {"property": GEOMETRY}
_KINDS = {Kind.INTEGER: "number", Kind.NUMBER: "number", Kind.DATE: "day", Kind.LIST: "list"}
JOINED: Mapping[str, str] = {"a_contains": "and", "a_overlaps": "or"}
"""What is asked of a list, and how what is asked of each value is joined."""
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")

Tree = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """A filter: its text as the standard spells it, its tree, and the values that the tree has by number."""

    text: str
    tree: Tree
    values: tuple[Any, ...]

    def with_values(self, change: Callable[[int, Any], Any]) -> "Where":
        """Return the same tree with other values, and without the text."""
        return Where("", self.tree, tuple(change(number, one) for number, one in enumerate(self.values)))


@dataclass(frozen=True, slots=True)
class Cql2:
    """A filter in CQL2 over the columns of a table; `box` says how its rows lie in a box, if they do."""

    help: str
    table: Table
    box: Box | None = None
    label: str = "CQL2"
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """Text of limited length."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST}

    def read(self, name: str, given: Sequence[str]) -> dict[str, object]:
        """Read CQL2 text, or CQL2 JSON, which begins with a brace."""
        return {name: _Reader(name, single(name, given), self).where()}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the text."""
        return [values[name].text] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Ask that the tree holds; what compares with a blank neither holds nor fails."""
        where = values[name]
        return [_Compiled(rows, where.values, self.box).condition(where.tree)] if where else []


class _Reader:
    """Reads one text; whatever is not understood is told as the value of the parameter."""

    def __init__(self, name: str, text: str, allowed: Cql2) -> None:
        self._name, self._text, self._allowed = name, text, allowed
        self._values: list[Any] = []

    def where(self) -> Where:
        text = self._text
        if len(text) > LONGEST or "\x00" in text:
            raise self._refused(notice("expected-cql2-length", most=LONGEST))
        if _depth(text) > DEEPEST:
            raise self._refused(notice("expected-cql2-depth", most=DEEPEST))
        try:
            parsed = (cql2.parse_json if is_json(text) else cql2.parse_text)(text)
            read, spelled = parsed.to_json(), parsed.to_text()
        except Exception as problem:  # the parser raises more kinds than it documents
            raise self._refused(notice("expected-cql2", problem=_told(problem))) from None
        return Where(spelled, self._condition(read), tuple(self._values))

    def _refused(self, expected: str) -> BadQuery:
        return BadQuery(self._name, self._text, expected)

    def _condition(self, node: Any) -> Tree:
        if isinstance(node, bool):
            never: Tree = ("isNull", ("column", self._allowed.table.key))
            return ("not", never) if node else never
        op, args = self._taken_apart(node)
        if op in {"and", "or", "not"} and args:
            return (op, *map(self._condition, args))
        if op == "isNull" and len(args) == 1:
            return self._blank(args[0])
        if op == "s_intersects" and len(args) == 2:
            return self._inside(args)
        if op in JOINED and len(args) == 2:
            return self._among(op, args)
        return self._compared(op, args)

    def _blank(self, node: Any) -> Tree:
        if self._allowed.box and node == _PLACE:
            return ("nowhere", self._kept(WORLD)[1])
        return ("isNull", self._operand(node)[1])

    def _among(self, op: str, args: Sequence[Any]) -> Tree:
        """Read what a column that is a list has among its values: all, or any, of some texts."""
        kind, column = self._kind_of(args[0])
        texts = args[1]
        is_list = isinstance(texts, list) and texts and all(isinstance(one, str) for one in texts)
        if kind != "list" or column is None or not is_list:
            raise self._refused(notice("expected-cql2-list"))
        return (JOINED[op], *(("has", column.name, self._kept(one)) for one in texts))

    def _compared(self, op: str, args: list[Any]) -> Tree:
        if op == "in" and len(args) == 2 and isinstance(args[1], list) and args[1]:
            return ("or", *(self._comparison("=", [args[0], one]) for one in args[1]))
        if op == "between" and len(args) == 3:
            least, most = ([args[0], end] for end in args[1:])
            return ("and", self._comparison(">=", least), self._comparison("<=", most))
        if (op in COMPARED or op == "like") and len(args) == 2:
            return self._comparison(op, args)
        raise self._refused(notice("expected-cql2-words"))

    def _taken_apart(self, node: Any) -> tuple[str, list[Any]]:
        if isinstance(node, dict) and isinstance(node.get("args"), list):
            return str(node.get("op")), node["args"]
        raise self._refused(notice("expected-cql2-condition"))

    def _comparison(self, op: str, args: Sequence[Any]) -> Tree:
        kinds = {kind for kind, _ in map(self._kind_of, args) if kind}
        operands = [self._operand(one, as_day="day" in kinds) for one in args]
        kinds = {kind for kind, _ in operands}
        if "list" in kinds:
            raise self._refused(notice("expected-cql2-list"))
        if len(kinds) > 1 or (op == "like" and kinds != {"text"}):
            raise self._refused(notice("expected-cql2-kinds", operator=op.upper(), kinds=_listed(kinds)))
        if op == "like":
            return self._like(*(operand for _, operand in operands))
        return (op, *(operand for _, operand in operands))

    def _like(self, left: Tree, right: Tree) -> Tree:
        folded = right[0] == "casei"
        value = right[1] if folded else right
        if value[0] != "value":
            raise self._refused(notice("expected-cql2-like"))
        self._values[value[1]] = _expression(self._values[value[1]])
        return ("like", left, right)

    def _kind_of(self, node: Any) -> tuple[str, Column | None]:
        if isinstance(node, dict) and isinstance(node.get("property"), str):
            column = self._column(node["property"])
            return _KINDS.get(column.kind, "text"), column
        return ("day", None) if isinstance(node, dict) and {"date", "timestamp"} & node.keys() else ("", None)

    def _operand(self, node: Any, *, as_day: bool = False) -> tuple[str, Tree]:
        kind, column = self._kind_of(node)
        if column is not None:
            return kind, ("column", column.name)
        if isinstance(node, dict) and node.get("op") == "casei" and len(node["args"]) == 1:
            kind, operand = self._operand(node["args"][0])
            if kind == "list":
                raise self._refused(notice("expected-cql2-list"))
            if kind != "text":
                raise self._refused(notice("expected-cql2-casei"))
            return kind, ("casei", operand)
        return self._value(node, as_day)

    def _value(self, node: Any, as_day: bool) -> tuple[str, Tree]:
        if isinstance(node, dict) and isinstance(day := node.get("date", node.get("timestamp")), str):
            return "day", self._kept(self._day(day))
        if isinstance(node, str):
            return ("day", self._kept(self._day(node))) if as_day else ("text", self._kept(node))
        if isinstance(node, int | float) and not isinstance(node, bool):
            return "number", self._kept(float(node))
        raise self._refused(notice("expected-cql2-value"))

    def _day(self, text: str) -> date:
        if (day := day_of(text)) is None:
            raise self._refused(notice("expected-cql2-day"))
        return day

    def _kept(self, value: Any) -> Tree:
        self._values.append(value)
        return ("value", len(self._values) - 1)

    def _column(self, name: str) -> Column:
        if name not in self._allowed.table.names:
            raise self._refused(notice("expected-cql2-column", names=", ".join(self._allowed.table.names)))
        return self._allowed.table[name]

    def _inside(self, args: Sequence[Any]) -> Tree:
        place, shape = args if args[0] == _PLACE else reversed(args)
        if self._allowed.box is None or place != _PLACE or not isinstance(shape, dict):
            raise self._refused(notice("expected-cql2-box", geometry=GEOMETRY))
        point = shape["coordinates"][:2] if shape.get("type") == "Point" else []
        edges = shape.get("bbox") or point * 2
        if not edges:
            raise self._refused(notice("expected-cql2-shape"))
        found = self._allowed.box.read(self._name, [",".join(map(str, edges))])
        (bbox,) = found.values()
        return ("inside", self._kept(bbox)[1])


class _Compiled:
    """Turns a tree into what must hold of rows; `values` are those of a filter or what stands for them."""

    def __init__(self, rows: Any, values: Sequence[Any], box: Box | None) -> None:
        self._rows, self._values, self._box = rows, values, box

    def condition(self, node: Tree) -> Any:
        op, *args = node
        if op in {"and", "or"}:
            return _balanced(and_ if op == "and" else or_, [self.condition(one) for one in args])
        if op == "not":
            return ~self.condition(args[0])
        if op in {"inside", "nowhere"}:
            box = self._box or Box("")
            (met,) = box.conditions(self._rows, {GEOMETRY: self._values[args[0]]}, GEOMETRY)
            return met if op == "inside" else ~met.fill_null(False)
        if op == "has":
            values = self._rows[args[0]].split(LIST_SEPARATOR)
            return values.contains(self._operand(args[1]))
        left, *others = map(self._operand, args)
        if op == "isNull":
            return left.isnull()
        return left.re_search(others[0]) if op == "like" else COMPARED[op](left, others[0])

    def _operand(self, node: Tree) -> Any:
        if node[0] == "column":
            return self._rows[node[1]]
        return self._values[node[1]] if node[0] == "value" else small(self._operand(node[1]))


def is_json(text: str) -> bool:
    """Tell whether a condition is written in CQL2 JSON, which begins with a brace."""
    return text.startswith("{")


def _balanced(join: Callable[[Any, Any], Any], met: Sequence[Any]) -> Any:
    """Join conditions two by two, so that a long row of them is not deep."""
    if len(met) <= 2:
        return reduce(join, met)
    middle = len(met) // 2
    return join(_balanced(join, met[:middle]), _balanced(join, met[middle:]))


def _depth(text: str) -> int:
    """Tell how deep a text may be nested, at the most: what is in quotation marks is not."""
    bare = _QUOTED.sub("", text)
    open_now, deepest = 0, 0
    for sign in bare:
        open_now += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, open_now)
    return deepest + len(re.findall(r"\bnot\b", bare, re.IGNORECASE)) + bare.count("-")


def _expression(pattern: str) -> str:
    r"""Write a pattern of LIKE as a regular expression: % is any text, _ any character, \ spells either."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    written = (
        {"%": ".*", "_": "."}.get(part) or re.escape(part[1:] if len(part) > 1 else part) for part in parts
    )
    return f"(?s)^{''.join(written)}$"


def _told(problem: Exception) -> str:
    """Say what the parser found, in one line."""
    return " ".join(str(problem).split())[:200]


def _listed(kinds: set[str]) -> str:
    return " and ".join(sorted(kinds))
