"""Compiling expressions for Spark SQL."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, placeholder_names


class SparkCompiler(WithPlaceholders, PySparkCompiler):  # type: ignore[misc]
    """Ibis's compiler for Spark, with placeholders; the tables have no NaN."""

    __slots__ = ()
    rewrites = SQLGlotCompiler.rewrites  # Spark supports offsets now

    def visit_Limit(self, op: Any, *, parent: Any, n: Any, offset: Any) -> Any:  # noqa: N802 - Ibis gives it
        """Limit rows by numbers of the only type that Spark accepts."""
        limits = {"n": n, "offset": offset}
        int32_limits = {
            name: limit if limit is None else self.cast(limit, dt.int32) for name, limit in limits.items()
        }
        return super().visit_Limit(op, parent=parent, **int32_limits)

    def visit_Field(self, op: Any, *, rel: Any, name: str) -> Any:  # noqa: N802
        """Name a column; Ibis would need a session to decide about NaN."""
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
        """Write a value, for the same reason."""
        return None if dtype.is_floating() else super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_IsNull(self, _: Any, *, arg: Any) -> Any:  # noqa: N802
        """Test for null only; Ibis would include NaN."""
        return arg.is_(sge.Null())

    def visit_NotNull(self, _: Any, *, arg: Any) -> Any:  # noqa: N802
        """Test for non-null only; likewise."""
        return arg.is_(sge.Not(this=sge.Null()))

    def visit_ArrayCollect(self, op: Any, **arguments: Any) -> Any:  # noqa: N802
        """Collect values: null if there are none, where Spark would return an empty list."""
        collected = super().visit_ArrayCollect(op, **arguments)
        return self.if_(self.f.size(collected) > 0, collected, sge.Null())

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """Count rows: 0 if there are none, where a sum would be null."""
        return super().visit_CountStar(op, arg=arg, where=None) if where is None else self.f.count_if(where)


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = SparkCompiler().to_sqlglot(expression)
    names = placeholder_names(tree)
    sql = tree.transform(_named, copy=False).sql("spark", copy=False)
    return CompiledStatement(sql, names, expression.schema().to_pyarrow())


def _named(node: Any) -> Any:
    return sge.Placeholder(this=node.name) if isinstance(node, sge.Parameter) else node
