"""Placeholders in expressions: values passed to a statement when it is run."""

from typing import Any

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge


class Placeholder(ops.Value):  # type: ignore[misc]
    """A value passed to a statement when it is run."""

    name: str
    dtype: dt.DataType
    shape = ds.scalar


class WithPlaceholders:
    """A mixin, placed before a compiler of Ibis, that makes it write placeholders."""

    def visit_Placeholder(self, _: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a typed placeholder."""
        return self.cast(sge.Parameter(this=sge.Var(this=name)), dtype)  # type: ignore[attr-defined]

    def visit_Limit(self, op: Any, *, parent: Any, n: Any, offset: Any) -> Any:  # noqa: N802
        """Limit rows by numbers that may be placeholders; Ibis would evaluate them for each row."""
        rows = super().visit_Limit(op, parent=parent, n=None, offset=0)  # type: ignore[misc]
        select = rows.this if isinstance(rows, sge.Subquery) else rows
        if n is not None:
            select.limit(n, copy=False)
        select.offset(offset, copy=False)
        return rows


def placeholder_names(tree: Any) -> frozenset[str]:
    """Return the names of a statement's placeholders."""
    return frozenset(placeholder.name for placeholder in tree.find_all(sge.Parameter, sge.Placeholder))
