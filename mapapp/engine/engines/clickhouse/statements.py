"""Compiling expressions for ClickHouse."""

from types import MappingProxyType
from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import ClickHouseCompiler as IbisCompiler
from ibis.backends.sql.datatypes import ClickHouseType

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, placeholder_names


class _Types(ClickHouseType):  # type: ignore[misc]
    """Ibis's types, with days of all centuries: ClickHouse's Date only has those from 1970 to 2149."""

    @classmethod
    def _from_ibis_Date(cls, _: Any) -> Any:  # noqa: N802 - Ibis gives the name
        return sge.DataType(this=sge.DataType.Type.DATE32)


class ClickHouseCompiler(WithPlaceholders, IbisCompiler):  # type: ignore[misc]
    """Ibis's compiler for ClickHouse, with placeholders.

    In ClickHouse no list is null: an empty one is used instead, see `ClickHouse.run`.
    """

    __slots__ = ()
    type_mapper = _Types
    SIMPLE_OPS = MappingProxyType({ops.CountDistinct: "uniqExact", ops.Lowercase: "lowerUTF8"})
    """Ibis would estimate the count, and convert only English letters to lower case."""

    def visit_Placeholder(self, _: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a placeholder, with its type next to its name; no value is null."""
        return sge.Placeholder(this=name, kind=self.type_mapper.from_ibis(dtype(nullable=False)))

    def visit_Literal(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
        """Write a value: a day may be of any century, and a null list becomes an empty one."""
        if value is None and dtype.is_array():
            return self.cast(self.f.array(), dtype)
        if value is not None and dtype.is_date():
            return self.f.toDate32(value.isoformat())
        return super().visit_Literal(op, value=value, dtype=dtype)

    def visit_StringSplit(self, _: Any, *, arg: Any, delimiter: Any) -> Any:  # noqa: N802
        """Split a text; null, for which Ibis's version would fail, becomes an empty text."""
        return self.f.splitByString(delimiter, self.f.coalesce(arg, ""))

    def visit_RegexExtract(self, _: Any, *, arg: Any, pattern: Any, index: Any) -> Any:  # noqa: N802
        """Extract what matches; in null, for which Ibis's version would fail, nothing does."""
        groups = self.f.extractGroups(self.f.coalesce(arg, ""), self.f.concat("(", pattern, ")"))
        return self.f.nullIf(groups[index], "")

    def visit_ArrayContains(self, op: Any, *, arg: Any, other: Any) -> Any:  # noqa: N802
        """Search for a value in a list; in one passed as a value, in a way that can use the rows' order."""
        if isinstance(arg, sge.Placeholder):
            return sge.In(this=other, field=arg)
        has = self.f.has(arg, other)
        if isinstance(op.arg, ops.StringSplit):
            text = arg.find(sge.Coalesce).this
            return self.if_(self.f.isNull(text), sge.Null(), has)
        return has

    def visit_Quantile(self, _: Any, *, arg: Any, quantile: Any, where: Any) -> Any:  # noqa: N802
        """Calculate a quantile from all values, not from a sample."""
        suffix = "" if where is None else "If"
        parameters = [arg] if where is None else [arg, where]
        return sge.ParameterizedAgg(
            this=f"quantileExactInclusive{suffix}", expressions=[quantile], params=parameters
        )


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = ClickHouseCompiler().to_sqlglot(expression)
    names = placeholder_names(tree)
    sql = tree.transform(_quoted, copy=False).sql("clickhouse", copy=False)
    return CompiledStatement(sql, names, expression.schema().to_pyarrow())


def _quoted(node: Any) -> Any:
    return sge.Var(this=quoted(node.name)) if isinstance(node, sge.Identifier) else node


def quoted(name: str) -> str:
    """Quote a name; backslashes are escapes in ClickHouse. No name can be mistaken for a placeholder."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in name) + '"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', "{": "\\x7B"}
