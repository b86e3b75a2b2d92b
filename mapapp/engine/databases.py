"""Data sets in databases elsewhere: published there, and opened from there.

The drivers are extras, so they are imported only where an address of their kind is given.
"""

from importlib import import_module
from types import ModuleType

from mapapp.engine.about import About
from mapapp.engine.store import Store
from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.settings import StoreAddress


def kind_of(address: StoreAddress) -> ModuleType:
    """Return what publishes at such an address and opens from it; BadSetting without its driver."""
    try:
        return import_module(f"mapapp.engine.published_in_{address.kind}")
    except ModuleNotFoundError as missing:
        raise BadSetting(
            notice(f"driver-{address.kind}"), remedy=notice(f"driver-{address.kind}-remedy")
        ) from missing


def publish(store: Store, address: StoreAddress) -> None:
    """Publish a data set in a database, in place of an earlier one: whole, or not at all.

    Raises EngineUnavailable, UnwritableFile if the database refuses, and BadSetting without its driver.
    """
    kind_of(address).publish(store, address)


def about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_published` does."""
    told: About = kind_of(address).told(address)
    return told


def open_published(address: StoreAddress) -> Store:
    """Open the data set that was published last.

    Raises EngineUnavailable, UnreadableFile if there is none that this version can read, BadSetting.
    """
    kind = kind_of(address)
    opened: tuple[object, Store] = kind.opened(kind.pool(address), address)
    return opened[1]
