"""The language of a text, as far as its letters tell it."""

import unicodedata
from functools import cache, lru_cache

from babel.core import get_global

_BY_A_LETTER = {
    "a": "Latn",
    "я": "Cyrl",
    "ب": "Arab",
    "ա": "Armn",
    "ა": "Geor",
    "α": "Grek",
    "א": "Hebr",
    "अ": "Deva",
    "অ": "Beng",
    "አ": "Ethi",
    "မ": "Mymr",
    "ก": "Thai",
    "ກ": "Laoo",
    "ក": "Khmr",
}
"""Scripts, as ISO 15924 calls them, each by a letter of it."""
_OF_ONE_LANGUAGE = {"Armn": "hy", "Geor": "ka", "Grek": "el", "Thai": "th", "Laoo": "lo", "Khmr": "km"}
"""Scripts in which today's texts are in one language, with few exceptions."""
_LOOKED_AT = 200
"""Characters."""


@lru_cache(1024)
def language_of(text: str, language: str) -> str | None:
    """Return the language of a text, as BCP 47 has it, if `language` is that of the data, "" if not known.

    "" is a text in no letter of that language's script, in a script of several; None if nothing is known.
    """
    scripts = {_script(letter) for letter in text[:_LOOKED_AT] if letter.isalpha()}
    usual = _script_of(language) if language else "Latn"
    if not scripts or not usual or not scripts.isdisjoint({usual, ""}):
        return language or None
    return _OF_ONE_LANGUAGE.get(next(iter(scripts)), "") if len(scripts) == 1 else ""


def _script(letter: str) -> str:
    """Return the script of a letter; "" for one that is not among those known."""
    return _scripts().get(_beginning(letter), "")


@cache
def _scripts() -> dict[str, str]:
    """Return the scripts by how Unicode's names of their letters begin."""
    return {_beginning(letter): script for letter, script in _BY_A_LETTER.items()}


def _beginning(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _script_of(language: str) -> str:
    """Return the script in which a language is written, or that which its code names; "" if not known."""
    main, *others = language.split("-")
    named = next((one for one in others if len(one) == 4), "")
    likely = str(get_global("likely_subtags").get(main, "")).split("_")
    return named or (likely[1] if len(likely) == 3 and likely[1] in _BY_A_LETTER.values() else "")
