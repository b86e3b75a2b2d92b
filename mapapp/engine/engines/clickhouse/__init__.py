"""ClickHouse as an engine: what asks tables there."""
