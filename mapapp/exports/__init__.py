"""Files to download, with provenance; `formats.py` lists the formats for page, API and command line."""
