"""One server, or one cluster, and one data set on both engines, for all tests of engines that a process runs.

PostgreSQL is asked, or Spark where `make test-engines` says so: it takes minutes.
"""

import os

import pytest

from mapapp.engine.databases import open_published, publish
from mapapp.settings import StoreAddress
from tests.engines.hostile import hostile_store
from tests.engines.server import Server
from tests.engines.spark_cluster import Cluster
from tests.find_postgres import find_postgres

REQUIRED = "MAPAPP_TEST_ENGINES"
"""Set by `make test-engines`: without PostgreSQL the tests fail instead of being skipped."""
SPARK = os.environ.get(REQUIRED) == "spark"
"""Whether Spark is asked in place of PostgreSQL."""
collect_ignore = [] if SPARK else ["test_spark.py"]
THOROUGH = bool(os.environ.get(REQUIRED)) and not SPARK


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
def both(request):
    """Return the hostile data set inside the process, and published in the other engine."""
    if SPARK:
        url = request.getfixturevalue("cluster").folder_url("hostile")
    else:
        url = request.getfixturevalue("server").database("hostile")
    local, address = hostile_store(), StoreAddress.parsed(url)
    publish(local, address)
    return local, open_published(address)
