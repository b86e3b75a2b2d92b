"""The language of a text, as far as its letters reveal it."""

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
"""ISO 15924 codes of scripts, each by one of its letters."""
_OF_ONE_LANGUAGE = {"Armn": "hy", "Geor": "ka", "Grek": "el", "Thai": "th", "Laoo": "lo", "Khmr": "km"}
"""Scripts in which today's texts are in one language, with few exceptions."""
_EXAMINED = 200
"""How many characters of a text are examined."""


@lru_cache(1024)
def language_of(text: str, language: str) -> str | None:
    """Return the BCP 47 tag of a text's language; `language` is that of the data, "" if not known.

    Return "" for a text without letters of that language's script whose own script serves several languages;
    None if nothing is known.
    """
    scripts = {_script(letter) for letter in text[:_EXAMINED] if letter.isalpha()}
    usual = _script_of(language) if language else "Latn"
    if not scripts or not usual or not scripts.isdisjoint({usual, ""}):
        return language or None
    return _OF_ONE_LANGUAGE.get(next(iter(scripts)), "") if len(scripts) == 1 else ""


def _script(letter: str) -> str:
    """Return the script of a letter; "" for an unknown script."""
    return _scripts().get(_beginning(letter), "")


@cache
def _scripts() -> dict[str, str]:
    """Return the scripts by the first word of their letters' Unicode names."""
    return {_beginning(letter): script for letter, script in _BY_A_LETTER.items()}


def _beginning(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _script_of(language: str) -> str:
    """Return the script that a language tag names, or else the language's usual script; "" if not known."""
    main, *subtags = language.split("-")
    named = next((subtag for subtag in subtags if len(subtag) == 4), "")
    likely = str(get_global("likely_subtags").get(main, "")).split("_")
    return named or (likely[1] if len(likely) == 3 and likely[1] in _BY_A_LETTER.values() else "")
