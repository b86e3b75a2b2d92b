"""Geography: the gazetteer, districts, countries."""
