"""The queries as statements for engines that `make test` does not run; `python -m` renews them.

They show what each query becomes there, so that a change to it is noticed. `make test-engines` runs
ClickHouse's and Spark's. The others, compiled by Ibis alone, have never been run: whether they answer as
DuckDB does is unknown. Ibis has no quantiles for Trino and BigQuery.
"""

import re
from pathlib import Path

import ibis
import sqlglot
from ibis.backends.sql.compilers import BigQueryCompiler, TrinoCompiler
from ibis.common.exceptions import OperationNotDefinedError

from mapapp.engine.engines.clickhouse.statements import ClickHouseCompiler
from mapapp.engine.engines.engine import CompiledStatement
from mapapp.engine.engines.placeholders import WithPlaceholders, placeholder_names
from mapapp.engine.engines.spark.statements import SparkCompiler
from mapapp.engine.questions import sums
from mapapp.engine.statements import Statements
from mapapp.model.query import Query
from tests.factories import bundled_store
from tests.test_statements import BBOX, QUESTIONS

FOLDER = Path(__file__).parent / "snapshots"
ENGINES = {
    "bigquery": BigQueryCompiler,
    "clickhouse": ClickHouseCompiler,
    "spark": SparkCompiler,
    "trino": TrinoCompiler,
}
MADE_BY = f"-- Ibis {ibis.__version__}, sqlglot {sqlglot.__version__}\n"

FILTERED = Query(according_to="armenian", q="a b", bbox=BBOX, actor=("x",), min_harmed=1, disputed="yes")
ASKED = {name: (Query(), *question) for name, question in QUESTIONS.items()}
ASKED["totals of a choice"] = (FILTERED, sums.totals, "incidents", (), {})


def statements(engine: str) -> str:
    """Return every query in an engine's dialect of SQL."""
    made = ENGINES[engine]
    compiler = (
        made() if issubclass(made, WithPlaceholders) else type("Compiler", (WithPlaceholders, made), {})()
    )

    def compiled(expression: ibis.Table) -> CompiledStatement:
        tree = compiler.to_sqlglot(expression)
        return CompiledStatement(
            tree.sql(engine, pretty=True), placeholder_names(tree), expression.schema().to_pyarrow()
        )

    def written(query, question, tables, more, fixed):
        try:
            tables = map(bundled_store().table, tables.split())
            found = Statements(compiled).find(question, *tables, query, *more, **fixed)
        except OperationNotDefinedError as missing:
            return f"-- {missing}"
        return f"{_settled(found[0].parsed)};"

    return MADE_BY + "".join(f"\n-- {name}\n{written(*one)}\n" for name, one in ASKED.items())


def _settled(sql: str) -> str:
    """Remove what changes every time: names that Ibis invents, and the order of excluded columns."""
    named = re.sub(r"(ibis_bq_\w+?)_[a-z2-7]{26}\b", r"\1", sql)
    return re.sub(r"(?<=EXCEPT \()[^)]*", lambda found: ", ".join(sorted(found[0].split(", "))), named)


def main() -> None:
    """Write the snapshots again."""
    FOLDER.mkdir(exist_ok=True)
    for engine in ENGINES:
        (FOLDER / f"{engine}.sql").write_text(statements(engine), encoding="utf-8")


if __name__ == "__main__":
    main()
