"""Still pictures of a view, drawn without a browser: PNG and SVG. Begin with `drawing.py`."""
