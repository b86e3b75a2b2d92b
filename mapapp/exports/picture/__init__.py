"""Still pictures of a view, drawn without a browser: PNG and SVG. Start reading in `drawing.py`."""
