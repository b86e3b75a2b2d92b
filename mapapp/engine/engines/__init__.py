"""The engines that can hold a data set's tables, behind one seam: `engine.py` says what each must do."""
