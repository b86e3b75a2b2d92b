"""The page: widgets <-> Query <-> address, and the layout.

The address is the one state: a widget's change is written to it by a callback, and every run of `script.py`
reads the Query and the selected incident from it. So a copied link, the back button and a reload all show
the same view. The map's position is kept in the address by the map itself (`map=zoom/lat/lon`). With which
state of the data a link was made stands in it too (`data=`, the start of the fingerprint).
"""
