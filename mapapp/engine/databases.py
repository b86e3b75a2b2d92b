"""Data sets in databases elsewhere: published there, and opened from there.

The drivers are extras, so they are imported only where an address of their kind is given.
"""

from types import ModuleType

from mapapp.engine.about import About
from mapapp.engine.store import Store
from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.settings import StoreAddress


def postgres() -> ModuleType:
    """Return what publishes in PostgreSQL and opens from it; BadSetting without its driver."""
    try:
        from mapapp.engine import published  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise BadSetting(notice("postgres-missing"), remedy=notice("postgres-missing-remedy")) from missing
    return published


def publish(store: Store, address: StoreAddress) -> None:
    """Publish a data set in a database, in place of an earlier one: whole, or not at all.

    Raises EngineUnavailable, UnwritableFile if the database refuses, and BadSetting without its driver.
    """
    postgres().publish(store, address)


def about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_published` does."""
    told: About = postgres().told(address)
    return told


def open_published(address: StoreAddress) -> Store:
    """Open the data set that was published last.

    Raises EngineUnavailable, UnreadableFile if there is none that this version can read, BadSetting.
    """
    published = postgres()
    opened: tuple[int, Store] = published.opened(published.pool(address), address)
    return opened[1]
