"""The HTTP API: one process serves the page, the data and the page's files."""
