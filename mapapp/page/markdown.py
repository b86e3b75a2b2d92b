"""Text from data and URLs in Streamlit's labels, which are Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Escape a text so that a label shows it verbatim."""
    return _PUNCTUATION.sub(r"\\\1", text)
