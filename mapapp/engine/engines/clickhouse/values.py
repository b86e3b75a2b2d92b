"""Values as ClickHouse is given them: beside the statement, but for lists that are too long for that."""

import re
from typing import Any

from clickhouse_connect.driver.binding import format_bind_value, format_query_value

from mapapp.engine.engines.engine import Values

LONGEST = 100_000
"""Bytes of a value; ClickHouse's own limit, unless told otherwise, is 131,072 (http_max_field_value_size)."""

_PLACEHOLDER = re.compile(r"\{(\w+): [^}]+\}")


def with_values(sql: str, values: Values) -> tuple[str, dict[str, Any]]:
    """Write long lists into a statement, as literals of the driver's; return the other values beside it.

    No name in a statement can be taken for a placeholder: see `statements.quoted`.
    """
    long = {name: format_query_value(value) for name, value in values.items() if _is_long(value)}
    if long:
        sql = _PLACEHOLDER.sub(lambda found: long.get(found[1], found[0]), sql)
    return sql, {name: value for name, value in values.items() if name not in long}


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and len(format_bind_value(value).encode()) > LONGEST
