"""A prepared file of more incidents than a CSV file would hold: copies of those in a smaller one."""

import shutil
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa

from mapapp.engine.loading import count_beforehand
from mapapp.engine.prepared import write
from mapapp.ingest import read_dataset
from tests.bench.generate import dataset

ONE = 1_000_000


def many(folder: Path, rows: int) -> Path:
    """Return a prepared file with this many incidents, a multiple of a million; it is made the first time."""
    file, part = folder / f"{rows}.mapapp", folder / f"{rows}.part"
    if not file.exists():
        write(read_dataset(dataset(folder, ONE, claims=False)), part)
        _copied(part, rows // ONE)
        part.replace(file)
    return file


def _copied(file: Path, times: int) -> None:
    """Insert copies of each incident next to it, with new identifiers; then renew the stored counts."""
    spill = file.with_suffix(".spill")
    with duckdb.connect(config={"temp_directory": str(spill)}) as engine:
        engine.execute(f"ATTACH '{file}' AS data")
        engine.execute("USE data")
        made = "SELECT sql FROM duckdb_{} WHERE {} = '{}'"
        ((table,),) = engine.sql(made.format("tables()", "table_name", "incidents_without_claims")).fetchall()
        ((view,),) = engine.sql(made.format("views()", "view_name", "incidents")).fetchall()
        for name in ("VIEW incidents", "TABLE by_place", "TABLE IF EXISTS alike"):
            engine.execute(f"DROP {name}")
        engine.execute("ALTER TABLE incidents_without_claims RENAME TO one")
        engine.execute(table)
        copies = (
            "SELECT one.* REPLACE (incident_id || '-' || copy AS incident_id) "
            f"FROM one, range({times}) AS copies(copy) ORDER BY one.__order, copy"
        )
        renumbered = f"SELECT * REPLACE (row_number() OVER () - 1 AS __order) FROM ({copies})"
        engine.execute(f"INSERT INTO incidents_without_claims {renumbered}")
        engine.execute("DROP TABLE one")
        engine.execute(view)
        columns = engine.sql("FROM incidents LIMIT 0").to_arrow_table().schema
        texts = [one.with_type(pa.string()) if pa.types.is_dictionary(one.type) else one for one in columns]
        count_beforehand(engine, ibis.table(ibis.Schema.from_pyarrow(pa.schema(texts)), name="incidents"))
        engine.execute(f"UPDATE about SET told = replace(told, '{ONE}', '{times * ONE}')")
        engine.execute("CHECKPOINT")
    shutil.rmtree(spill, ignore_errors=True)
