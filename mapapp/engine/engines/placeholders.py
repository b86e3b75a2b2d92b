"""Placeholders in expressions: values that a statement is given when it is run."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge


class Placeholder(ops.Value):  # type: ignore[misc]
    """A value that a statement is given when it is run."""

    name: str
    dtype: dt.DataType
    shape = ds.scalar


class WithPlaceholders:
    """What a compiler of Ibis needs to write placeholders; to be mixed in before it."""

    def visit_Placeholder(self, _: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a placeholder of a type."""
        return self.cast(sge.Parameter(this=sge.Var(this=name)), dtype)  # type: ignore[attr-defined]

    def visit_Limit(self, op: Any, *, parent: Any, n: Any, offset: Any) -> Any:  # noqa: N802
        """Limit rows by numbers that may be placeholders; Ibis would ask each row for them."""
        rows = super().visit_Limit(op, parent=parent, n=None, offset=0)  # type: ignore[misc]
        select = rows.this if isinstance(rows, sge.Subquery) else rows
        if n is not None:
            select.limit(n, copy=False)
        select.offset(offset, copy=False)
        return rows


def named_in(tree: Any) -> frozenset[str]:
    """Name the placeholders of a statement."""
    return frozenset(one.name for one in tree.find_all(sge.Parameter, sge.Placeholder))
