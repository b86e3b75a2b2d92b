"""A text as a reader sees it: nothing invisible, single spaces, each letter in its usual form."""

import re
from html import unescape
from unicodedata import category, decimal, normalize

FILLER = "\u1160"
"""An invisible letter, to which the other invisible letters are normalised."""

FORMAT = "Cf"
"""Invisible characters, such as a zero-width space."""
FIGURE = "Nd"
"""Digits, which many scripts have their own forms of."""

CAPITALS = "A-ZÀ-ÖØ-ÞĄĆÇĘĞİŁŃŚŞÜŹŻƏА-ЯЁІЇЄҐԱ-Ֆ"
"""Letters that may begin a name, for a character class."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"(?<![^\W_])[*_~`]{1,3}(?=\w)|(?<=[\w.!?])[*_~`]{1,3}(?![^\W_])")
"""What Markdown puts around a word to emphasise it."""


class _Signs(dict[int, str]):
    """The replacement for each character met so far, by code point."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        replacement = (
            str(decimal(sign)) if category(sign) == FIGURE else "" if category(sign) == FORMAT else sign
        )
        return self.setdefault(code, replacement)


_SIGNS = _Signs()


def as_read(text: str) -> str:
    """Return the text in which names and numbers are searched for."""
    return " ".join(normalize("NFKC", text).translate(_SIGNS).split())


def without_markup(text: str) -> str:
    """Return a text as rendered from HTML or Markdown, without links and formatting."""
    unformatted = _MARKS.sub("", _LINKED.sub(r"\1", _INLINE.sub("", unescape(text))))
    return as_read(_TAG.sub(" ", unformatted))


def says_something(text: str) -> bool:
    """Return whether a reader sees a letter or a digit."""
    return any(sign.isalnum() and sign not in FILLER for sign in as_read(text))
