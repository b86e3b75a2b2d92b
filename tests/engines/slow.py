"""A published data set whose incidents can be slowed down, and what its database does in the meantime."""

import time

import psycopg

from tests.engines.server import LOG

PATIENCE = 60
"""Seconds that the database may take to begin or end something on a busy machine."""
_BUSY = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
_SLOWED = f"{_BUSY} AND wait_event = 'PgSleep'"
"""A query that is made to wait: others, such as the check for a newer version, come and go meanwhile."""
_CANCELLED = f"SELECT pg_read_file('{LOG}')"


class Slow:
    """The incidents of a published data set behind a view that waits before it answers."""

    def __init__(self, address):
        self._connection = psycopg.connect(address.url, autocommit=True)
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mapapp\\_%'"
        ((schema,),) = self._connection.execute(schemas).fetchall()
        self._connection.execute(f"""
            SET search_path = {schema};
            CREATE TABLE pace AS SELECT 0 AS seconds;
            ALTER TABLE incidents RENAME TO quick;
            CREATE VIEW incidents AS WITH nap AS MATERIALIZED (SELECT pg_sleep(seconds) FROM pace)
            SELECT quick.* FROM quick, nap""")

    def take(self, seconds):
        """Make every query from now on take this many seconds."""
        self._connection.execute("UPDATE pace SET seconds = %s", [seconds])
        if seconds:
            self._cancelled_before = self._cancelled()

    def is_busy_soon(self):
        """Return whether the database starts on a query that takes its time."""
        return _in_time(lambda: self._count(_SLOWED) > 0)

    def gives_up(self):
        """Return whether the database comes to rest because a query was cancelled."""
        is_at_rest = _in_time(lambda: self._count(_BUSY) == 0)
        return is_at_rest and self._cancelled() > self._cancelled_before

    def _cancelled(self):
        (log,) = self._connection.execute(_CANCELLED).fetchone()
        return log.count("canceling statement due to user request")

    def _count(self, query):
        return self._connection.execute(query).fetchone()[0]

    def close(self):
        """Close the connection to the database."""
        self._connection.close()


def _in_time(condition):
    end = time.monotonic() + PATIENCE
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return holds
