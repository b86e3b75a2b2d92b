"""One server or cluster, and one data set on both engines, shared by all engine tests in a process.

The tests use PostgreSQL, or Spark or ClickHouse if `make test-engines` says so: one takes minutes, the other
half a gigabyte of packages.
"""

import os

import pytest

from mapapp.engine.databases import open_published, publish
from mapapp.settings import StoreAddress
from tests.engines.clickhouse_server import ClickHouse
from tests.engines.hostile import hostile_store
from tests.engines.server import Server
from tests.engines.spark_cluster import Cluster
from tests.find_postgres import find_postgres

REQUIRED = "MAPAPP_TEST_ENGINES"
"""Set by `make test-engines`: without PostgreSQL the tests fail instead of being skipped."""
ASKED = os.environ.get(REQUIRED)
OTHERS = {"spark", "clickhouse"}
"""Engines that are tested instead of PostgreSQL if the variable names one."""
collect_ignore = [f"test_{name}.py" for name in OTHERS - {ASKED}]
THOROUGH = bool(ASKED) and ASKED != "spark"


@pytest.fixture(scope="session")
def server():
    programs = find_postgres()
    if programs is None:
        missing = "PostgreSQL is not installed (Debian: apt-get install postgresql), or set POSTGRES_BIN."
        (pytest.fail if THOROUGH else pytest.skip)(missing)
    started = Server(programs)
    yield started
    started.close()


@pytest.fixture(scope="session")
def cluster():
    started = Cluster()
    yield started
    started.close()


@pytest.fixture(scope="session")
def clickhouse():
    started = ClickHouse()
    yield started
    started.close()


@pytest.fixture(scope="session")
def both(request):
    """Return the hostile data set in the process's own engine and as published in the other."""
    if ASKED == "spark":
        url = request.getfixturevalue("cluster").folder_url("hostile")
    elif ASKED == "clickhouse":
        url = request.getfixturevalue("clickhouse").database("hostile")
    else:
        url = request.getfixturevalue("server").database("hostile")
    local, address = hostile_store(), StoreAddress.parsed(url)
    publish(local, address)
    return local, open_published(address)
