"""What people take away: files with provenance; `formats.py` lists them for page, API and command line."""
