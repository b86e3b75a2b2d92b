"""Data sets in other databases: publishing and opening them.

The drivers are optional, so each is imported only for an address of its kind.
"""

from importlib import import_module
from types import ModuleType

from mapapp.engine.about import About
from mapapp.engine.store import Store
from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.settings import StoreAddress


def kind_of(address: StoreAddress) -> ModuleType:
    """Return the module that publishes to this address and opens from it; BadSetting without its driver."""
    try:
        return import_module(f"mapapp.engine.published_in_{address.kind}")
    except ModuleNotFoundError as missing:
        raise BadSetting(
            notice(f"driver-{address.kind}"), remedy=notice(f"driver-{address.kind}-remedy")
        ) from missing


def publish(store: Store, address: StoreAddress) -> None:
    """Publish a data set in a database, replacing an earlier one: completely, or not at all.

    Raises EngineUnavailable, UnwritableFile if the database refuses, and BadSetting without its driver.
    """
    kind_of(address).publish(store, address)


def about(address: StoreAddress) -> About:
    """Return what is known about the latest published data set; raises as `open_published` does."""
    latest: About = kind_of(address).latest_about(address)
    return latest


def open_published(address: StoreAddress) -> Store:
    """Open the latest published data set.

    Raises EngineUnavailable, BadSetting, and UnreadableFile if there is none that this version can read.
    """
    module = kind_of(address)
    opened: tuple[object, Store] = module.open_latest(module.pool(address), address)
    return opened[1]
