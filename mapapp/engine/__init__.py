"""The engine: typed tables in, answers to a Query out."""
