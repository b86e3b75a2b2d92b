"""Small notices at the head of the page: one line that unfolds. Pure: words in, escaped HTML out."""

from collections.abc import Sequence

from mapapp import words
from mapapp.views.templates import render


def ignored_html(sentences: Sequence[str]) -> str:
    """Render what of the address is ignored, a sentence each; empty if nothing is."""
    if not sentences:
        return ""
    parts = words.counted(len(sentences), "part of the address was", "parts of the address were")
    return render("notice.html", summary=f"{parts} ignored", sentences=sentences, alert=False)


def refused_html(problem: str) -> str:
    """Render that the newest data files are not shown; each line of `problem` is a reason."""
    summary = "The newest data files have faults and are not shown; the last good ones are"
    return render("notice.html", summary=summary, sentences=problem.splitlines(), alert=True)
