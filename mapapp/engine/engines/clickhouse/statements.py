"""Expressions as statements of ClickHouse."""

from types import MappingProxyType
from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import ClickHouseCompiler as IbisCompiler
from ibis.backends.sql.datatypes import ClickHouseType

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, named_in


class _Types(ClickHouseType):  # type: ignore[misc]
    """Ibis's types, with days of all centuries: ClickHouse's Date has those from 1970 to 2149 alone."""

    @classmethod
    def _from_ibis_Date(cls, _: Any) -> Any:  # noqa: N802 - Ibis gives the name
        return sge.DataType(this=sge.DataType.Type.DATE32)


class ClickHouseCompiler(WithPlaceholders, IbisCompiler):  # type: ignore[misc]
    """Ibis's compiler for ClickHouse, with placeholders.

    In ClickHouse no list is null: an empty one stands for that, see `ClickHouse.run`.
    """

    __slots__ = ()
    type_mapper = _Types
    SIMPLE_OPS = MappingProxyType({ops.CountDistinct: "uniqExact", ops.Lowercase: "lowerUTF8"})
    """Ibis would count by an estimate, and write small letters of English alone."""

    def visit_Placeholder(self, _: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a placeholder, which has its type beside its name; no value is null."""
        return sge.Placeholder(this=name, kind=self.type_mapper.from_ibis(dtype(nullable=False)))

    def visit_Literal(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
        """Write a value: a day of any century, and no list."""
        if value is None and dtype.is_array():
            return self.cast(self.f.array(), dtype)
        if value is not None and dtype.is_date():
            return self.f.toDate32(value.isoformat())
        return super().visit_Literal(op, value=value, dtype=dtype)

    def visit_StringSplit(self, _: Any, *, arg: Any, delimiter: Any) -> Any:  # noqa: N802
        """Take a text apart; of null, which Ibis would let fail, an empty text is left."""
        return self.f.splitByString(delimiter, self.f.coalesce(arg, ""))

    def visit_RegexExtract(self, _: Any, *, arg: Any, pattern: Any, index: Any) -> Any:  # noqa: N802
        """Take out what matches; null has nothing, which Ibis would let fail."""
        groups = self.f.extractGroups(self.f.coalesce(arg, ""), self.f.concat("(", pattern, ")"))
        return self.f.nullIf(groups[index], "")

    def visit_ArrayContains(self, op: Any, *, arg: Any, other: Any) -> Any:  # noqa: N802
        """Look for a value in a list; in one that is given, in a way that can use the order of the rows."""
        if isinstance(arg, sge.Placeholder):
            return sge.In(this=other, field=arg)
        has = self.f.has(arg, other)
        if isinstance(op.arg, ops.StringSplit):
            text = arg.find(sge.Coalesce).this
            return self.if_(self.f.isNull(text), sge.Null(), has)
        return has

    def visit_Quantile(self, _: Any, *, arg: Any, quantile: Any, where: Any) -> Any:  # noqa: N802
        """Find a quantile among all values, not among some that are drawn."""
        suffix = "" if where is None else "If"
        given = [arg] if where is None else [arg, where]
        return sge.ParameterizedAgg(
            this=f"quantileExactInclusive{suffix}", expressions=[quantile], params=given
        )


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = ClickHouseCompiler().to_sqlglot(expression)
    names = named_in(tree)
    sql = tree.transform(_quoted, copy=False).sql("clickhouse", copy=False)
    return CompiledStatement(sql, names, expression.schema().to_pyarrow())


def _quoted(node: Any) -> Any:
    return sge.Var(this=quoted(node.name)) if isinstance(node, sge.Identifier) else node


def quoted(name: str) -> str:
    """Quote a name; in ClickHouse a backslash in one begins another sign. None is taken for a placeholder."""
    return '"' + "".join(_SIGNS.get(sign, sign) for sign in name) + '"'


_SIGNS = {"\\": "\\\\", '"': '\\"', "{": "\\x7B"}
