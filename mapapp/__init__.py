"""mapapp: an interactive, evidence-grade map of geocoded conflict incidents.

from mapapp import Query, open_dataset

dataset = open_dataset("incidents.csv")
dataset.incidents(Query(actor=("Armenian forces",)))   # a GeoDataFrame
dataset.map(Query(q="Barda"))                          # a folium.Map
"""

from mapapp.dataset import Dataset, open_dataset
from mapapp.errors import BadQuery, FaultyData, MapappError, NotFound, UnreadableFile
from mapapp.query import Query

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
