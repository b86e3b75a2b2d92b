"""The faults of the data files, for the page. Pure: a report in, escaped HTML out."""

from mapapp import words
from mapapp.model.report import Fault, Report, at_a_glance
from mapapp.model.schema import COLUMN_LABELS
from mapapp.views.templates import render

MAX_FAULTS = 200
"""More are summed up by kind: a browser is not to be sent a million of them on every change."""


def faults_html(report: Report, *, is_open: bool = False) -> str:
    """Render how much of the data could not be used, with the faults in a fold; empty if there are none.

    Lost rows come first. With `is_open` the fold is open.
    """
    found = report.errors
    if not found:
        return ""
    number, many = report.number_of_errors, report.many_errors
    shown = [(one, _label(one.first)) for one in at_a_glance(found, MAX_FAULTS, many)]
    summed_up = bool(many) or number > MAX_FAULTS
    told = {"summary": words.faults(report), "all": number, "summed_up": summed_up}
    return render("faults.html", faults=shown, is_open=is_open, **told)


def _label(fault: Fault) -> str:
    return COLUMN_LABELS.get((fault.table, fault.column), fault.column)
