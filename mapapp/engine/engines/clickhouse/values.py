"""Passing values to ClickHouse: next to the statement, except lists that are too long for that."""

import re
from typing import Any

from clickhouse_connect.driver.binding import format_bind_value, format_query_value

from mapapp.engine.engines.engine import Values

MAX_BYTES = 100_000
"""Bytes in a value; ClickHouse's own limit is 131,072 by default (http_max_field_value_size)."""

_PLACEHOLDER = re.compile(r"\{(\w+): [^}]+\}")


def with_values(sql: str, values: Values) -> tuple[str, dict[str, Any]]:
    """Write long lists into a statement, as the driver's literals; return it and the other values.

    No name in a statement can be mistaken for a placeholder: see `statements.quoted`.
    """
    long = {name: format_query_value(value) for name, value in values.items() if _is_long(value)}
    if long:
        sql = _PLACEHOLDER.sub(lambda match: long.get(match[1], match[0]), sql)
    return sql, {name: value for name, value in values.items() if name not in long}


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and len(format_bind_value(value).encode()) > MAX_BYTES
