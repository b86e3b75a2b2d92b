"""Text as a search sees it: lower case, without accents."""

import unicodedata

_LETTERS = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "ʼ": "'"})


def folded(text: str) -> str:
    """Fold case and accents, so that "Şuşa" and "susa", "Bərdə" and "berde" are the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
