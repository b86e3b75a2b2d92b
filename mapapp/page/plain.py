"""Text from data and addresses in Streamlit's labels, which are Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape a text so that a label shows it as it is."""
    return _PUNCTUATION.sub(r"\\\1", text)
