"""A single HTML file with map, list, timeline and dossiers, which needs no network and no server."""
