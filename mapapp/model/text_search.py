"""Text as a search sees it: lower case, without accents, in words and phrases."""

import re
import unicodedata
from typing import Any

_LETTERS = {"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "ʼ": "'"}
_EV = re.compile("եւ|եվ")
"""What the letter և stands for: in capitals ԵՒ in the western and ԵՎ in the eastern spelling."""


def folded(text: str) -> str:
    """Fold case and accents, so that "Déjà" and "deja", "Əl" and "el" are the same.

    Dotted and dotless i are one letter, capitals of both too. Folding twice changes nothing more.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter in set(decomposed):
        if letter in _LETTERS or unicodedata.combining(letter):
            decomposed = decomposed.replace(letter, _LETTERS.get(letter, ""))
    return _EV.sub("և", decomposed) if "ե" in decomposed else decomposed


def small(text: Any) -> Any:
    """Write small letters, of a text or of an engine's column: alike, though engines and Python differ.

    Of the dotted capital İ some make i, others i with a dot of its own; a capital sigma at a word's end, too,
    becomes one letter here and another there.
    """
    return text.replace("İ", "i").lower().replace("ς", "σ")


_PHRASE_OR_WORD = re.compile(r'["“”]([^"“”]+)["“”]|([^\s"“”]+)')


def search_words(text: str) -> list[str]:
    """Take a search apart: words without punctuation at their ends, and phrases in "…" or “…” as one each.

    Punctuation that stands alone is nothing, and neither is a mark of which folding leaves nothing.
    """
    found = (" ".join(phrase.split()) or _bare(word) for phrase, word in _PHRASE_OR_WORD.findall(text))
    return [one for one in found if any(map(_bare, folded(one).split()))]


def _bare(word: str) -> str:
    inside = [place for place, letter in enumerate(word) if not unicodedata.category(letter).startswith("P")]
    return word[inside[0] : inside[-1] + 1] if inside else ""
