"""The faults of the data files, for the page. Pure: faults in, escaped HTML out."""

from collections.abc import Iterable

from mapapp.report import Fault
from mapapp.views.templates import render


def faults_html(found: Iterable[Fault]) -> str:
    """Render faults as a table."""
    return render("faults.html", faults=found)
