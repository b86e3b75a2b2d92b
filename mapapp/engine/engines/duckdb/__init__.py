"""DuckDB as an engine, inside the process."""
