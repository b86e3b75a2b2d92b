"""The derived columns of the incidents, which are left out of what people get."""

from mapapp.engine import evidence
from mapapp.model.derived import HARMED, ROW_ORDER, SEARCH, X, Y

DERIVED = (X, Y, HARMED, SEARCH, ROW_ORDER, *evidence.STORED)
