"""mapapp: an interactive, evidence-grade map of geocoded conflict incidents.

from mapapp import Query, open_dataset

dataset = open_dataset("incidents.csv")
dataset.incidents(Query(actor=("Northern forces",)))   # a GeoDataFrame
dataset.map(Query(q="school"))                         # a folium.Map
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mapapp.errors import BadQuery, FaultyData, MapappError, NotFound, UnreadableFile

if TYPE_CHECKING:
    from mapapp.dataset import Dataset, open_dataset
    from mapapp.model.query import Query

__all__ = [
    "BadQuery",
    "Dataset",
    "FaultyData",
    "MapappError",
    "NotFound",
    "Query",
    "UnreadableFile",
    "open_dataset",
]

_IMPORTED_WHEN_USED = {"Dataset": "dataset", "open_dataset": "dataset", "Query": "model.query"}


def __getattr__(name: str) -> Any:
    """Import what takes seconds to import (PEP 562) when it is first asked for."""
    if name == "__version__":
        return version("mapapp")
    if name not in _IMPORTED_WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"mapapp.{_IMPORTED_WHEN_USED[name]}"), name)
