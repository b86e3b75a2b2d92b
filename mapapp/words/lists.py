"""Names in a sentence: several of them, or a name at its beginning."""

from collections.abc import Iterable

from babel.lists import format_list

from mapapp.messages import LOCALE, message

MAX_NAMED, MAX_ALTERNATIVES = 3, 6
"""If there are more than MAX_ALTERNATIVES alternatives, only MAX_NAMED are named."""


def all_of(values: Iterable[str]) -> str:
    """Join names: A, B and C."""
    return format_list(list(values), "standard", locale=LOCALE)


def either(values: Iterable[str]) -> str:
    """Join alternatives: A, B or C; if there are many, the first few and how many more there are."""
    named = list(values)
    if len(named) > MAX_ALTERNATIVES:
        named[MAX_NAMED:] = [message("list-more", count=len(named) - MAX_NAMED)]
    return format_list(named, "or", locale=LOCALE)


def capitalised(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]
