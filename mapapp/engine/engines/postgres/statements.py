"""Compiling expressions for PostgreSQL."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, placeholder_names

LETTERS = "und-x-icu"
"""The collation that knows lower and upper case in every script; columns are sorted by "C"."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""They enclose a placeholder's name until percent signs have been escaped for the driver."""


class _Compiler(WithPlaceholders, PostgresCompiler):  # type: ignore[misc]
    def visit_ArrayContains(self, _: Any, *, arg: Any, other: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Search for a value in a list in a way that can use an index; null is in no list."""
        return other.eq(self.f.anon.any(arg))

    def visit_Lowercase(self, _: Any, *, arg: Any) -> Any:  # noqa: N802
        """Convert to lower case in every script; the result is sorted like all other text."""
        lowered = self.f.lower(_collated(arg, LETTERS))
        return _collated(lowered, "C")

    def visit_RegexSearch(self, _: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: N802
        """Search for a pattern in a way that every version of PostgreSQL supports."""
        return sge.RegexpLike(this=arg, expression=pattern)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """Sum integers as integers: PostgreSQL would return a decimal."""
        total = super().visit_Sum(op, arg=arg, where=where)
        return self.cast(total, op.dtype) if op.dtype.is_integer() else total


def _collated(text: Any, collation: str) -> Any:
    return sge.Paren(this=sge.Collate(this=text, expression=sge.Identifier(this=collation, quoted=True)))


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = _Compiler().to_sqlglot(expression)
    names = placeholder_names(tree)
    marked = tree.transform(_marked, copy=False).sql("postgres", copy=False)
    sql = marked.replace("%", "%%").replace(_OPEN, "%(").replace(_CLOSE, ")s")
    return CompiledStatement(sql, names, expression.schema().to_pyarrow())


def _marked(node: Any) -> Any:
    return sge.Var(this=f"{_OPEN}{node.name}{_CLOSE}") if isinstance(node, sge.Parameter) else node
