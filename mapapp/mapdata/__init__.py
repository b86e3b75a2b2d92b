"""What the map and the list show, as data."""
