"""Page, API and assets as one ASGI application."""
