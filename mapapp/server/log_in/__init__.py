"""A private map: who may see it, and the middleware that keeps everybody else out."""
