"""Telephone numbers and mail addresses in a text."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_LOCAL = re.compile(
    r"(?<![\w+.,-])(?:\(?0\d{2,4}\)?[ \u00a0-]\d{2,3}[ \u00a0-]\d{2,3}(?:[ \u00a0-]?\d{2})?"
    r"|8[ \u00a0-]?\(\d{3}\)[ \u00a0-]?\d{3}-\d{2}-\d{2})(?![\w-])"
)
"""A number as it is dialled within a country: it stands in groups and begins with a zero, or an eight."""
_ABROAD = re.compile(r"(?<![\w+.,-])00(?=[1-9]\d{0,2}[ \u00a0-]?\d)")


def mail_addresses(text: str) -> Iterator[str]:
    """Find mail addresses."""
    return (found[0] for found in _MAIL.finditer(text))


def telephone_numbers(text: str) -> Iterator[str]:
    """Find numbers that are valid somewhere with their country's code, or have the form of local ones."""
    dialled = _ABROAD.sub(" +", text)  # as long as before
    found = PhoneNumberMatcher(dialled, None, leniency=Leniency.VALID)
    yield from (text[one.start : one.end].strip() for one in found)
    yield from (found[0] for found in _LOCAL.finditer(text))
