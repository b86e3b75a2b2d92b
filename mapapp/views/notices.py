"""Small notices at the head of the page: one line that unfolds. Pure: words in, escaped HTML out."""

from collections.abc import Sequence

from mapapp import words
from mapapp.views.templates import render


def ignored_html(sentences: Sequence[str]) -> str:
    """Render what of the address is ignored, a sentence each."""
    parts = words.counted(len(sentences), "part of the address was", "parts of the address were")
    return render("notice.html", summary=f"{parts} ignored", sentences=sentences)
