"""Expressions as statements of PostgreSQL."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler

from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, named_in

LETTERS = "und-x-icu"
"""The collation that knows small and capital letters of every script; columns are sorted by "C"."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""They stand around a placeholder's name until percent signs are written as the driver wants them."""


class _Compiler(WithPlaceholders, PostgresCompiler):  # type: ignore[misc]
    def visit_ArrayContains(self, _: Any, *, arg: Any, other: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Look for a value in a list in a way that can use an index; null is in no list."""
        return other.eq(self.f.anon.any(arg))

    def visit_Lowercase(self, _: Any, *, arg: Any) -> Any:  # noqa: N802
        """Write small letters of every script, as text that is sorted like all other."""
        lowered = self.f.lower(_collated(arg, LETTERS))
        return _collated(lowered, "C")

    def visit_RegexSearch(self, _: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: N802
        """Look for a pattern as every version of PostgreSQL can."""
        return sge.RegexpLike(this=arg, expression=pattern)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """Sum integers as integers: PostgreSQL would make a decimal of them."""
        total = super().visit_Sum(op, arg=arg, where=where)
        return self.cast(total, op.dtype) if op.dtype.is_integer() else total


def _collated(text: Any, collation: str) -> Any:
    return sge.Paren(this=sge.Collate(this=text, expression=sge.Identifier(this=collation, quoted=True)))


def compiled(expression: ir.Table) -> CompiledStatement:
    """Compile an expression."""
    tree = _Compiler().to_sqlglot(expression)
    names = named_in(tree)
    marked = tree.transform(_marked, copy=False).sql("postgres", copy=False)
    sql = marked.replace("%", "%%").replace(_OPEN, "%(").replace(_CLOSE, ")s")
    return CompiledStatement(sql, names, expression.schema().to_pyarrow())


def _marked(node: Any) -> Any:
    return sge.Var(this=f"{_OPEN}{node.name}{_CLOSE}") if isinstance(node, sge.Parameter) else node
