"""Compiling expressions for DuckDB."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, placeholder_names


class Compiler(WithPlaceholders, DuckDBCompiler):  # type: ignore[misc]
    """Ibis's compiler for DuckDB, with placeholders."""

    def visit_Placeholder(self, op: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a placeholder; text takes the type that it is compared with, which may be an enumeration."""
        if dtype.is_string():
            return sge.Parameter(this=sge.Var(this=name))
        return super().visit_Placeholder(op, name=name, dtype=dtype)

    def visit_ArrayIntersect(self, _: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
        """Intersect two lists; Ibis would write a lambda in a syntax that DuckDB no longer accepts."""
        return self.f.list_intersect(left, right)


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = Compiler().to_sqlglot(expression)
    return CompiledStatement(
        tree.sql("duckdb", copy=False), placeholder_names(tree), expression.schema().to_pyarrow()
    )
