"""Text as a search sees it: lower case, without accents, in words and phrases."""

import re
import unicodedata
from typing import Any

_LETTERS = {"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "ʼ": "'"}
_EV = re.compile("եւ|եվ")
"""Spellings of the letter և: its capitals are ԵՒ in the western and ԵՎ in the eastern orthography."""


def folded(text: str) -> str:
    """Fold case and accents, so that "Déjà" and "deja", "Əl" and "el" are the same.

    Dotted and dotless i are the same letter, as are their capitals. Folding is idempotent.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter in set(decomposed):
        if letter in _LETTERS or unicodedata.combining(letter):
            decomposed = decomposed.replace(letter, _LETTERS.get(letter, ""))
    return _EV.sub("և", decomposed) if "ե" in decomposed else decomposed


def lower_case(text: Any) -> Any:
    """Convert a text or an engine's column to lower case, in the same way although engines and Python differ.

    Some turn the dotted capital İ into i, others into i with a combining dot; they differ as well in the
    letter that a capital sigma at the end of a word becomes.
    """
    return text.replace("İ", "i").lower().replace("ς", "σ")


_PHRASE_OR_WORD = re.compile(r'["“”]([^"“”]+)["“”]|([^\s"“”]+)')


def search_words(text: str) -> list[str]:
    """Split a search into words, without punctuation at their ends, and phrases in "…" or “…”.

    Punctuation on its own is ignored, as are marks that folding removes entirely.
    """
    words = (
        " ".join(phrase.split()) or _without_punctuation(word)
        for phrase, word in _PHRASE_OR_WORD.findall(text)
    )
    return [word for word in words if any(map(_without_punctuation, folded(word).split()))]


def _without_punctuation(word: str) -> str:
    letters = [
        position for position, letter in enumerate(word) if not unicodedata.category(letter).startswith("P")
    ]
    return word[letters[0] : letters[-1] + 1] if letters else ""
