"""A text as a reader sees it: nothing invisible, one space between words, each letter in its usual form."""

import re
from html import unescape
from unicodedata import category, decimal, normalize

FILLER = "\u1160"
"""A letter without a picture, to which the other such letters are made."""

FORMAT = "Cf"
"""Signs without a picture, such as a space of no width."""
FIGURE = "Nd"
"""Figures, of which many scripts have their own."""

CAPITALS = "A-ZÀ-ÖØ-ÞĄĆÇĘĞİŁŃŚŞÜŹŻƏА-ЯЁІЇЄҐԱ-Ֆ"
"""Letters that may begin a name, for a class in a pattern."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"(?<![^\W_])[*_~`]{1,3}(?=\w)|(?<=[\w.!?])[*_~`]{1,3}(?![^\W_])")
"""What Markdown puts round a word to give it weight."""


class _Signs(dict[int, str]):
    """What each sign that was met is read as, by its code point."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        read = str(decimal(sign)) if category(sign) == FIGURE else "" if category(sign) == FORMAT else sign
        return self.setdefault(code, read)


_SIGNS = _Signs()


def as_read(text: str) -> str:
    """Return the text in which names and numbers are looked for."""
    return " ".join(normalize("NFKC", text).translate(_SIGNS).split())


def without_markup(text: str) -> str:
    """Return a text as it is read where HTML or Markdown is shown, without what only links or colours it."""
    plain = _MARKS.sub("", _LINKED.sub(r"\1", _INLINE.sub("", unescape(text))))
    return as_read(_TAG.sub(" ", plain))


def says_something(text: str) -> bool:
    """Tell whether a reader sees a letter or a figure."""
    return any(sign.isalnum() and sign not in FILLER for sign in as_read(text))
