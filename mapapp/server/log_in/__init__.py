"""A private map: who may see it, and the one place that lets nobody else in."""
