"""What people take away: GeoJSON and CSV with provenance, streamed; page, API and command line share it."""

from mapapp.exports.csv import csv_zip, incidents_csv
from mapapp.exports.formats import BY_PARAMETER, FORMATS, Format
from mapapp.exports.geojson import GEOJSON, feature, geojson
from mapapp.exports.provenance import citation, filename

__all__ = [
    "BY_PARAMETER",
    "FORMATS",
    "GEOJSON",
    "Format",
    "citation",
    "csv_zip",
    "feature",
    "filename",
    "geojson",
    "incidents_csv",
]
