"""One server, and one data set on both engines, for all tests of engines that a process runs."""

import os

import pytest

from mapapp.engine.databases import open_published, publish
from mapapp.settings import StoreAddress
from tests.engines.hostile import hostile_store
from tests.engines.server import Server
from tests.find_postgres import find_postgres

REQUIRED = "MAPAPP_TEST_ENGINES"
"""Set by `make test-engines`: without PostgreSQL the tests fail instead of being skipped."""
THOROUGH = bool(os.environ.get(REQUIRED))


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
def both(server):
    """Return the hostile data set inside the process, and published in PostgreSQL."""
    local, address = hostile_store(), StoreAddress.parsed(server.database("hostile"))
    publish(local, address)
    return local, open_published(address)
