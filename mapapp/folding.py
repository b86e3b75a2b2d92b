"""Text as a search sees it: lower case, without accents."""

import unicodedata

_LETTERS = {"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "ʼ": "'"}


def folded(text: str) -> str:
    """Fold case and accents, so that "Şuşa" and "susa", "Bərdə" and "berde" are the same."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    for letter in set(decomposed):
        if letter in _LETTERS or unicodedata.combining(letter):
            decomposed = decomposed.replace(letter, _LETTERS.get(letter, ""))
    return decomposed
