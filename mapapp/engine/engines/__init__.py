"""The engines that can hold a data set's tables, behind one interface: `engine.py`."""
