"""PostgreSQL as an engine: checked, derived tables are published in a database and asked there."""
