"""Small notices at the head of the page: a line that unfolds. Pure: words in, escaped HTML out."""

from collections.abc import Sequence

from mapapp.messages import message
from mapapp.views.templates import render


def ignored_html(sentences: Sequence[str]) -> str:
    """Render, unfolded, a sentence about each part of the URL that can't be used; empty if there is none."""
    if not sentences:
        return ""
    summary = message("ignored-summary", count=len(sentences))
    return render("notice.html", summary=summary, sentences=sentences, alert=True, open=True)


def drafts_html() -> str:
    """Render a notice that not everything shown is published."""
    sentences = [message("drafts-shown")]
    return render(
        "notice.html", summary=message("drafts-summary"), sentences=sentences, alert=True, open=True
    )


def unfetched_html(problem: str) -> str:
    """Render a notice that the source of the data can't be fetched, and why."""
    summary = message("unfetched-summary")
    return render("notice.html", summary=summary, sentences=[problem], alert=True, open=False)


def refused_html(summary: str, problem: str) -> str:
    """Render a notice that the newest data are not shown; each line of `problem` is a reason."""
    return render(
        "notice.html",
        summary=summary,
        sentences=problem.splitlines(),
        alert=True,
        open=False,
    )
