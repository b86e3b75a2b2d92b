"""CQL2, the filter language of OGC API - Features: parsed, and checked against a table's columns.

A filter's text is split into a tree without values, and the values: no text from a reader is ever part of a
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
from mapapp.model.text_search import lower_case

LONGEST_CQL2 = 2_000
DEEPEST_NESTING = 30
"""The limit for nested parentheses, NOTs and signs: the parser recurses as deep as a text is nested."""

COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": eq,
    "<>": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
GEOMETRY = "geometry"
_POINT = {"property": GEOMETRY}
_KINDS = {Kind.INTEGER: "number", Kind.NUMBER: "number", Kind.DATE: "day", Kind.LIST: "list"}
JOINED: Mapping[str, str] = {"a_contains": "and", "a_overlaps": "or"}
"""The operators on lists, and how the conditions on the single values are joined."""
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")

Tree = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A filter: its text as the standard spells it, its tree, and the values to which the tree refers."""

    text: str
    tree: Tree
    values: tuple[Any, ...]

    def with_values(self, change: Callable[[int, Any], Any]) -> "Expression":
        """Return the same tree with other values, and without the text."""
        return Expression(
            "", self.tree, tuple(change(number, value) for number, value in enumerate(self.values))
        )


@dataclass(frozen=True, slots=True)
class Cql2:
    """A filter in CQL2 on the columns of a table; `box` tests whether rows are in a box, if they can be."""

    help: str
    table: Table
    box: Box | None = None
    label: str = "CQL2"
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """Text of limited length."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_CQL2}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read CQL2 text, or CQL2 JSON, which begins with a brace."""
        return {name: _Reader(name, single(name, texts), self).expression()}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the text."""
        return [values[name].text] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require that the tree holds; a comparison with a blank neither holds nor fails."""
        expression = values[name]
        return [_Compiled(rows, expression.values, self.box).condition(expression.tree)] if expression else []


class _Reader:
    """Reads a text; raises BadQuery with the parameter's whole value for anything not understood."""

    def __init__(self, name: str, text: str, filter_: Cql2) -> None:
        self._name, self._text, self._filter = name, text, filter_
        self._values: list[Any] = []

    def expression(self) -> Expression:
        text = self._text
        if len(text) > LONGEST_CQL2 or "\x00" in text:
            raise self._refused(notice("expected-cql2-length", most=LONGEST_CQL2))
        if _depth(text) > DEEPEST_NESTING:
            raise self._refused(notice("expected-cql2-depth", most=DEEPEST_NESTING))
        try:
            parsed = (cql2.parse_json if is_json(text) else cql2.parse_text)(text)
            tree, spelled = parsed.to_json(), parsed.to_text()
        except Exception as problem:  # the parser raises more kinds than it documents
            raise self._refused(notice("expected-cql2", problem=_one_line(problem))) from None
        return Expression(spelled, self._condition(tree), tuple(self._values))

    def _refused(self, expected: str) -> BadQuery:
        return BadQuery(self._name, self._text, expected)

    def _condition(self, node: Any) -> Tree:
        if isinstance(node, bool):
            never: Tree = ("isNull", ("column", self._filter.table.key))
            return ("not", never) if node else never
        op, args = self._op_and_args(node)
        if op in {"and", "or", "not"} and args:
            return (op, *map(self._condition, args))
        if op == "isNull" and len(args) == 1:
            return self._blank(args[0])
        if op == "s_intersects" and len(args) == 2:
            return self._in_box(args)
        if op in JOINED and len(args) == 2:
            return self._among(op, args)
        return self._compared(op, args)

    def _blank(self, node: Any) -> Tree:
        if self._filter.box and node == _POINT:
            return ("nowhere", self._value_node(WORLD)[1])
        return ("isNull", self._operand(node)[1])

    def _among(self, op: str, args: Sequence[Any]) -> Tree:
        """Read a condition that a list column has all, or any, of some texts among its values."""
        kind, column = self._kind_of(args[0])
        texts = args[1]
        is_list = isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
        if kind != "list" or column is None or not is_list:
            raise self._refused(notice("expected-cql2-list"))
        return (JOINED[op], *(("has", column.name, self._value_node(text)) for text in texts))

    def _compared(self, op: str, args: list[Any]) -> Tree:
        if op == "in" and len(args) == 2 and isinstance(args[1], list) and args[1]:
            return ("or", *(self._comparison("=", [args[0], value]) for value in args[1]))
        if op == "between" and len(args) == 3:
            least, most = ([args[0], end] for end in args[1:])
            return ("and", self._comparison(">=", least), self._comparison("<=", most))
        if (op in COMPARISONS or op == "like") and len(args) == 2:
            return self._comparison(op, args)
        raise self._refused(notice("expected-cql2-words"))

    def _op_and_args(self, node: Any) -> tuple[str, list[Any]]:
        if isinstance(node, dict) and isinstance(node.get("args"), list):
            return str(node.get("op")), node["args"]
        raise self._refused(notice("expected-cql2-condition"))

    def _comparison(self, op: str, args: Sequence[Any]) -> Tree:
        kinds = {kind for kind, _ in map(self._kind_of, args) if kind}
        operands = [self._operand(arg, as_day="day" in kinds) for arg in args]
        kinds = {kind for kind, _ in operands}
        if "list" in kinds:
            raise self._refused(notice("expected-cql2-list"))
        if len(kinds) > 1 or (op == "like" and kinds != {"text"}):
            raise self._refused(notice("expected-cql2-kinds", operator=op.upper(), kinds=_joined(kinds)))
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
            return "day", self._value_node(self._day(day))
        if isinstance(node, str):
            return ("day", self._value_node(self._day(node))) if as_day else ("text", self._value_node(node))
        if isinstance(node, int | float) and not isinstance(node, bool):
            return "number", self._value_node(float(node))
        raise self._refused(notice("expected-cql2-value"))

    def _day(self, text: str) -> date:
        if (day := day_of(text)) is None:
            raise self._refused(notice("expected-cql2-day"))
        return day

    def _value_node(self, value: Any) -> Tree:
        self._values.append(value)
        return ("value", len(self._values) - 1)

    def _column(self, name: str) -> Column:
        if name not in self._filter.table.names:
            raise self._refused(notice("expected-cql2-column", names=", ".join(self._filter.table.names)))
        return self._filter.table[name]

    def _in_box(self, args: Sequence[Any]) -> Tree:
        operand, shape = args if args[0] == _POINT else reversed(args)
        if self._filter.box is None or operand != _POINT or not isinstance(shape, dict):
            raise self._refused(notice("expected-cql2-box", geometry=GEOMETRY))
        point = shape["coordinates"][:2] if shape.get("type") == "Point" else []
        edges = shape.get("bbox") or point * 2
        if not edges:
            raise self._refused(notice("expected-cql2-shape"))
        fields = self._filter.box.read(self._name, [",".join(map(str, edges))])
        (bbox,) = fields.values()
        return ("inside", self._value_node(bbox)[1])


class _Compiled:
    """Turns a tree into a condition on rows; `values` are those of a filter or their placeholders."""

    def __init__(self, rows: Any, values: Sequence[Any], box: Box | None) -> None:
        self._rows, self._values, self._box = rows, values, box

    def condition(self, node: Tree) -> Any:
        op, *args = node
        if op in {"and", "or"}:
            return _balanced(and_ if op == "and" else or_, [self.condition(arg) for arg in args])
        if op == "not":
            return ~self.condition(args[0])
        if op in {"inside", "nowhere"}:
            box = self._box or Box("")
            (met,) = box.conditions(self._rows, {GEOMETRY: self._values[args[0]]}, GEOMETRY)
            return met if op == "inside" else ~met.fill_null(False)
        if op == "has":
            values = self._rows[args[0]].split(LIST_SEPARATOR)
            return values.contains(self._operand(args[1]))
        left, *operands = map(self._operand, args)
        if op == "isNull":
            return left.isnull()
        return left.re_search(operands[0]) if op == "like" else COMPARISONS[op](left, operands[0])

    def _operand(self, node: Tree) -> Any:
        if node[0] == "column":
            return self._rows[node[1]]
        return self._values[node[1]] if node[0] == "value" else lower_case(self._operand(node[1]))


def is_json(text: str) -> bool:
    """Return whether a condition is written in CQL2 JSON, which begins with a brace."""
    return text.startswith("{")


def _balanced(join: Callable[[Any, Any], Any], met: Sequence[Any]) -> Any:
    """Join conditions in a balanced tree, so that many of them do not nest deeply."""
    if len(met) <= 2:
        return reduce(join, met)
    middle = len(met) // 2
    return join(_balanced(join, met[:middle]), _balanced(join, met[middle:]))


def _depth(text: str) -> int:
    """Return how deeply a text may be nested at most; text in quotation marks does not count."""
    unquoted = _QUOTED.sub("", text)
    open_now, deepest = 0, 0
    for sign in unquoted:
        open_now += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, open_now)
    return deepest + len(re.findall(r"\bnot\b", unquoted, re.IGNORECASE)) + unquoted.count("-")


def _expression(pattern: str) -> str:
    r"""Write a LIKE pattern as a regular expression: % is any text, _ any character, \ escapes either."""
    tokens = re.findall(r"\\.|.", pattern, re.DOTALL)
    expressions = (
        {"%": ".*", "_": "."}.get(token) or re.escape(token[1:] if len(token) > 1 else token)
        for token in tokens
    )
    return f"(?s)^{''.join(expressions)}$"


def _one_line(problem: Exception) -> str:
    """Return the parser's message as a single line."""
    return " ".join(str(problem).split())[:200]


def _joined(kinds: set[str]) -> str:
    return " and ".join(sorted(kinds))
