"""The faults of the data files, for the page. Pure: a report in, escaped HTML out."""

from mapapp import words
from mapapp.model.report import Fault, Report, at_a_glance
from mapapp.model.schema import COLUMN_LABELS
from mapapp.views.templates import render

MAX_FAULTS = 200
"""More are summed up by kind, lest a browser be sent a million of them on every change."""


def faults_html(report: Report, *, is_open: bool = False) -> str:
    """Render how much of the data could not be used, with the faults in a fold; empty if there are none.

    Lost rows come first. With `is_open` the fold is open.
    """
    errors = report.errors
    if not errors:
        return ""
    number, many = report.number_of_errors, report.many_errors
    return render(
        "faults.html",
        faults=[(group, _label(group.first)) for group in at_a_glance(errors, MAX_FAULTS, many)],
        is_open=is_open,
        summary=words.faults(report),
        all=number,
        summed_up=bool(many) or number > MAX_FAULTS,
    )


def _label(fault: Fault) -> str:
    return COLUMN_LABELS.get((fault.table, fault.column), fault.column)
