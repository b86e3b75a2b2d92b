"""A text as a reader sees it: nothing invisible, one space between words, each letter in its usual form."""

from unicodedata import category, normalize

FILLER = "\u1160"
"""A letter without a picture, to which the other such letters are made."""

FORMAT = "Cf"
"""Signs without a picture, such as a space of no width."""


def as_read(text: str) -> str:
    """Return the text in which names and numbers are looked for."""
    visible = "".join(sign for sign in normalize("NFKC", text) if category(sign) != FORMAT)
    return " ".join(visible.split())


def says_something(text: str) -> bool:
    """Tell whether a reader sees a letter or a figure."""
    return any(sign.isalnum() and sign not in FILLER for sign in as_read(text))
