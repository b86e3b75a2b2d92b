"""The public Python API: open a data set, ask it, draw it."""

from pathlib import Path

import folium
import geopandas as gpd

from mapapp import expressions
from mapapp.exports import features
from mapapp.ingest import read_dataset
from mapapp.query import Query
from mapapp.report import Report
from mapapp.settings import bundled
from mapapp.store import Store
from mapapp.views.map import standalone_map
from mapapp.views.style import legend_for
