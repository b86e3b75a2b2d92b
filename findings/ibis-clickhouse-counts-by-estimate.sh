#!/usr/bin/env bash
# ibis-framework 12.0.0, with chdb 4.4.0 (ClickHouse 26.9.2) to run what it writes.
#
# Expected: `nunique` counts distinct values exactly, as it does on DuckDB; Ibis also has `approx_nunique` for an
#   estimate. `quantile`, which likewise has an `approx_quantile`, is computed from all values.
# Actual: for ClickHouse, `nunique` becomes `uniq`, an estimate: 199,902 of 200,000 distinct values. `quantile` becomes
#   `quantile`, which uses a sample of several thousand values.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb]==12.0.0" "sqlglot<30" chdb==4.4.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import chdb
import ibis

MANY = 200_000
here = ibis.range(MANY).unnest().name("number").as_table()
there = ibis.table({"number": "int64"}, name="numbers", database="system")
there = there.filter(there.number < MANY)


def asked(rows):
    return rows.aggregate(different=rows.number.nunique(), quantile=rows.number.quantile(0.025))


(exact,) = ibis.duckdb.connect().to_pyarrow(asked(here)).to_pylist()
statement = ibis.to_sql(asked(there), dialect="clickhouse")
different, quantile = map(float, str(chdb.query(str(statement), "TSV")).split())
print(f"ibis {ibis.__version__}, DuckDB: {exact['different']} different values, quantile {exact['quantile']}")
print(f"ClickHouse: {different:.0f} different values, quantile {quantile}")
print(statement)
assert exact == {"different": MANY, "quantile": 4999.975}
assert different != MANY, "this has changed"
assert quantile != exact["quantile"], "this has changed"
PYTHON
