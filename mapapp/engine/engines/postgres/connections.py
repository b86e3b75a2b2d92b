"""Connections to PostgreSQL, and what their problems mean in words.

Who connects, and with what password, is said by the environment (PGUSER, PGPASSWORD, PGSERVICE, PGPASSFILE)
or by files of the user's (.pgpass, .pg_service.conf), as for every program of PostgreSQL's.
"""

import atexit
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from mapapp.engine.asking import Watch
from mapapp.errors import EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

MOST_CONNECTIONS = 8
SECONDS_TO_CONNECT = 10
SECONDS_TO_WAIT = 5
"""So long a question waits for a connection."""
SECONDS_OF_A_QUESTION = 30
"""After so long a question is given up; a map, a list and the totals take much less."""
SECONDS_TO_GIVE_UP = 2.0
"""So long PostgreSQL may take to hear that a question is given up."""
MAX_TOLD = 300
"""Characters of what PostgreSQL says of a problem."""

Connection = psycopg.Connection[tuple[Any, ...]]

_log = logging.getLogger(__name__)
_watch = Watch()


def reason(problem: Exception) -> str:
    """Say in one line what PostgreSQL says."""
    return shortened(" ".join(str(problem).split()), MAX_TOLD)


def connected(address: StoreAddress) -> Connection:
    """Connect once, to publish or to look; EngineUnavailable with PostgreSQL's reason if it can't be."""
    try:
        return psycopg.connect(
            address.url,
            autocommit=True,
            connect_timeout=SECONDS_TO_CONNECT,
            client_encoding="UTF8",
            application_name="mapapp",
        )
    except psycopg.Error as problem:
        raise EngineUnavailable(
            notice("store-unreachable", store=str(address), problem=reason(problem)),
            remedy=notice("store-unreachable-remedy"),
        ) from problem


def pool(address: StoreAddress) -> ConnectionPool[Connection]:
    """Make a pool of connections that can only read, each question for a limited time.

    Raises EngineUnavailable, with PostgreSQL's reason, if not a single one can be made.
    """
    connected(address).close()
    made: ConnectionPool[Connection] = ConnectionPool(
        address.url,
        kwargs={
            "autocommit": True,
            "connect_timeout": SECONDS_TO_CONNECT,
            "client_encoding": "UTF8",
            "application_name": "mapapp",
            "prepare_threshold": None,
        },
        configure=_for_reading,
        check=ConnectionPool.check_connection,
        min_size=1,
        max_size=MOST_CONNECTIONS,
        timeout=SECONDS_TO_WAIT,
        open=True,
    )
    atexit.register(made.close)
    return made


def _for_reading(connection: Connection) -> None:
    """Prepare a connection: to compile an expression to machine code takes longer than most answers."""
    connection.execute(f"SET statement_timeout = '{SECONDS_OF_A_QUESTION}s'")
    connection.execute("SET default_transaction_read_only = on")
    connection.execute("SET jit = off")


@contextmanager
def lent(connections: ConnectionPool[Connection]) -> Iterator[Connection]:
    """Lend a connection for a question, which is cancelled once nobody waits for its answer.

    Raises EngineUnavailable then, if it takes too long, and if the database is gone.
    """
    try:
        with connections.connection() as connection, _watch.over(partial(_give_up, connection)) as asked:
            try:
                yield connection
            except psycopg.errors.QueryCanceled as problem:
                raise _given_up() if asked.is_given_up else _too_slow() from problem
    except (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        psycopg.errors.UndefinedTable,
        PoolTimeout,
    ) as problem:
        _log.warning("PostgreSQL does not answer: %s", reason(problem))
        raise EngineUnavailable(notice("store-lost"), remedy=notice("store-lost-remedy")) from problem


def _give_up(connection: Connection) -> None:
    with suppress(psycopg.Error):  # its time is limited in any case
        connection.cancel_safe(timeout=SECONDS_TO_GIVE_UP)


def _given_up() -> EngineUnavailable:
    return EngineUnavailable(notice("store-given-up"))


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
