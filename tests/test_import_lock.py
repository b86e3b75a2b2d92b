"""The server's threads import one at a time, whatever a start has to read."""

import subprocess
import sys

ALONE = """
import sys, threading, time
from pathlib import Path
from mapapp.engine.import_lock import importing
from mapapp.engine.opening import open_store

path, copies = map(Path, sys.argv[1:])
with importing:
    reading = threading.Thread(target=open_store, args=(path, None, copies if copies.name else None))
    reading.start()
    time.sleep(1)
    assert "mapapp.ingest" not in sys.modules, "what reads files was imported while another thread imports"
reading.join()
assert "mapapp.ingest" in sys.modules
"""


def test_what_reads_files_is_imported_while_no_other_thread_imports(tmp_path):
    """Otherwise Python may hand a thread a half-imported module, and the start fails if it needs the rest."""
    file = tmp_path / "a.csv"
    file.write_text("incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n")
    for copies in ("", str(tmp_path / "copies")):
        subprocess.run([sys.executable, "-c", ALONE, str(file), copies], check=True, timeout=120)
