"""What people take away: GeoJSON and CSV with provenance, streamed; page, API and command line share it."""

from mapapp.exports.csv import csv_zip, incidents_csv
from mapapp.exports.files import save
from mapapp.exports.geojson import feature, geojson
from mapapp.exports.layer import feature_collection, incident_feature, incident_words, point
from mapapp.exports.provenance import citation, filename

__all__ = [
    "citation",
    "csv_zip",
    "feature",
    "feature_collection",
    "filename",
    "geojson",
    "incident_feature",
    "incident_words",
    "incidents_csv",
    "point",
    "save",
]
