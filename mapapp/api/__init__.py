"""The HTTP API: one process serves the page, the data and the page's files."""

from mapapp.api.routes import api_routes

__all__ = ["api_routes"]
