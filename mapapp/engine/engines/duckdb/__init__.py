"""DuckDB as an engine: what asks tables inside the process."""
