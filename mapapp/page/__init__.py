"""The page: widgets <-> Query <-> URL, and the layout.

The URL is the only state: callbacks write each widget's change to it, and every run of `script.py` reads the
Query and the selected incident from it. So a copied link, the back button and a reload all show the same
view. The map itself keeps its position in the URL (`map=zoom/lat/lon`). The URL also names the state of the
data that a link was made with (`data=`, the start of the fingerprint).
"""
