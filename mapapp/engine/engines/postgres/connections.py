"""Connections to PostgreSQL, and what their errors mean.

The user and the password come from the environment (PGUSER, PGPASSWORD, PGSERVICE, PGPASSFILE) or from the
user's files (.pgpass, .pg_service.conf), as for every PostgreSQL client.
"""

import atexit
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from mapapp.engine.asking import Watch, given_up
from mapapp.errors import EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

MAX_CONNECTIONS = 8
SECONDS_TO_CONNECT = 10
SECONDS_TO_WAIT = 5
"""A question waits this long for a connection."""
SECONDS_OF_A_QUESTION = 30
"""A question is given up after this long; a map, a list and the totals take much less."""
SECONDS_TO_GIVE_UP = 2.0
"""PostgreSQL may take this long to receive a cancellation."""
LONGEST_REASON = 300
"""At most this many characters of PostgreSQL's message are quoted."""

Connection = psycopg.Connection[tuple[Any, ...]]

_log = logging.getLogger(__name__)
_watch = Watch()


def reason(problem: Exception) -> str:
    """Return PostgreSQL's message in one line."""
    return shortened(" ".join(str(problem).split()), LONGEST_REASON)


def connect(address: StoreAddress) -> Connection:
    """Connect once, to publish or to check; EngineUnavailable with PostgreSQL's reason if that fails."""
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
    """Make a pool of read-only connections, with a time limit for each question.

    Raises EngineUnavailable, with PostgreSQL's reason, if not even one can be made.
    """
    connect(address).close()
    connections: ConnectionPool[Connection] = ConnectionPool(
        address.url,
        kwargs={
            "autocommit": True,
            "connect_timeout": SECONDS_TO_CONNECT,
            "client_encoding": "UTF8",
            "application_name": "mapapp",
            "prepare_threshold": None,
        },
        configure=_prepare_for_reading,
        check=ConnectionPool.check_connection,
        min_size=1,
        max_size=MAX_CONNECTIONS,
        timeout=SECONDS_TO_WAIT,
        open=True,
    )
    atexit.register(connections.close)
    return connections


def _prepare_for_reading(connection: Connection) -> None:
    """Prepare a connection; JIT is off, because compiling to machine code takes longer than most answers."""
    connection.execute(f"SET statement_timeout = '{SECONDS_OF_A_QUESTION}s'")
    connection.execute("SET default_transaction_read_only = on")
    connection.execute("SET jit = off")


@contextmanager
def connection_for_question(connections: ConnectionPool[Connection]) -> Iterator[Connection]:
    """Lend a connection for a question, which is cancelled once nobody waits for its answer.

    Raises EngineUnavailable if it is cancelled or too slow, or if the database is gone.
    """
    try:
        with connections.connection() as connection, _watch.over(partial(_give_up, connection)) as question:
            try:
                yield connection
            except psycopg.errors.QueryCanceled as problem:
                raise given_up() if question.is_given_up else _too_slow() from problem
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


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
