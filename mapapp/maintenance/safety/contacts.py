"""Telephone numbers, mail addresses and names of accounts in a text."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from mapapp.maintenance.safety.words import WORDS

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_LOCAL = re.compile(
    r"(?<![\w+.,-])(?:\(?0\d{2,4}\)?[ \u00a0-]\d{2,3}[ \u00a0-]\d{2,3}(?:[ \u00a0-]?\d{2})?"
    r"|8[ \u00a0-]?\(\d{3}\)[ \u00a0-]?\d{3}-\d{2}-\d{2}"
    r"|\d{2,3}-\d{2}-\d{2}-\d{2})(?!\w|-\d)"
)
"""A number as it is dialled within a country: in groups behind a zero or an eight, or in four groups."""
_ABROAD = re.compile(r"(?<![\w+.,-])00(?=[1-9]\d{0,2}[ \u00a0-]?\d)")


_INTRODUCED = re.compile(
    rf"(?<!\w)(?:{WORDS.telephones})(?: ?(?:number|no|nr|номер\w*|համար\w*))?[.:։՝]{{0,2}} ?"
    r"(\+?\(?\d(?:[ ().-]{0,2}\d){5,14})(?!\w)",
    re.IGNORECASE,
)
"""A number, in any form, that is said to be one of a telephone."""
_SPELLED = re.compile(
    rf"(?<!\w)(?:(?:{WORDS.telephones})[^.!?։\d]{{0,25}}?(?<!\w)"
    rf"(?P<called>(?:{WORDS.numerals})(?:[ ,-]{{1,2}}(?:{WORDS.numerals})){{3,20}})"
    rf"|(?P<bare>(?:{WORDS.numerals})(?:[ ,-]{{1,2}}(?:{WORDS.numerals})){{5,20}}))(?!\w)",
    re.IGNORECASE,
)
"""A number in words: six at least in a row, or four that are said to be of a telephone."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}")
_AT = r"(?: ?[\[({<] ?(?:at|@|собака|эт|շնիկ) ?[\])}>] ?| (?:собака|шник|շնիկ) )"
_DOT = r"(?: ?[\[({<] ?(?:dot|точка|կետ) ?[\])}>] ?| (?:dot|точка|կետ) )"
_DISGUISED = re.compile(
    rf"(?<![\w.])[\w.+-]{{1,64}}(?:{_AT}[\w-]{{1,63}}(?:(?:\.|{_DOT})[^\W\d_][\w-]{{1,23}}){{1,8}}"
    rf"|(?: at | ?@ ?)[\w-]{{1,63}}(?:{_DOT}[^\W\d_][\w-]{{1,23}}){{1,8}}"
    r"|(?: @ ?|@ | ?@ ?)[\w-]{1,63}(?: \. ?[^\W\d_]{2,24}){1,8}"
    r"|(?: @ ?|@ )[\w-]{1,63}(?:\.[^\W\d_]{2,24}){1,8})"
    r"|(?<!\w)(?:[\w.+-][ -]){2,63}@(?:[ -][\w-]){2,63}(?:[ -]\.(?:[ -][^\W\d_]){2,24})+(?!\w)",
    re.IGNORECASE,
)
"""A mail address that is written so that programs do not see it."""
_HANDLE = re.compile(r"(?<![\w@./])@[^\W\d][\w.]{1,30}\w")
_ACCOUNT = re.compile(
    rf"(?<!\w)(?:{WORDS.networks})"
    r"(?: (?:as|under(?: the name)?|как|под именем"
    r"|account|handle|user|profile|channel|name|id|username|аккаунт|ник|канал"
    r"|пользовател\w+|под ником|користувач\w*|istifadəçi\w*|օգտատեր|էջ))*:? "
    r"(?=[\w.]*[_\d])([^\W\d][\w.]{2,30}\w)",
    re.IGNORECASE,
)
"""What follows the name of a network and has the form of an account: a figure or a low line in it."""
_SITE_ENDS = r"com|org|net|info|news|media|press|gov|edu|ru|am|az|ge|ua|tr|ir|io|tv|me|eu|uk|de|fr|example"
_DOTTED = rf"(?![\w.]*\.(?:{_SITE_ENDS})(?!\w))[^\W\d_][\w]+(?:\.[\w]+)+"
"""Words joined by dots that are no web address."""
_DOTTED_ACCOUNT = re.compile(
    rf"(?<!\w)(?:{WORDS.networks}): ?(?P<behind>{_DOTTED})"
    rf"|(?<![\w@./])(?P<before>(?-i:(?=[a-z._]+ )){_DOTTED}) (?:on|in|в|на) (?:{WORDS.networks})(?!\w)",
    re.IGNORECASE,
)
_ON_NETWORK = re.compile(
    r"(?<![\w@./])(?=\w*[^\W_]_[^\W_]|(?-i:\w*[a-zа-яё]{3}\d\d))([^\W\d_][\w.]{2,30}\w)"
    rf" (?:on|in|в|на) (?:{WORDS.networks})(?!\w)",
    re.IGNORECASE,
)
"""The same before the name of a network; a weapon, "T72 on YouTube", has no such form."""
_PROFILE = re.compile(
    r"(?<![\w.-])(?:t\.me|instagram\.com|facebook\.com|vk\.com|ok\.ru|tiktok\.com|twitter\.com|x\.com)/@?[\w.]{3,40}(?![\w/?])",
    re.IGNORECASE,
)


def mail_addresses(text: str) -> Iterator[str]:
    """Find mail addresses, disguised ones too."""
    yield from (found[0] for found in _MAIL.finditer(text))
    yield from (found[0] for found in _DISGUISED.finditer(text) if not _MAIL.search(found[0]))


def accounts(text: str) -> Iterator[str]:
    """Find names of accounts in social networks, and links to their pages."""
    yield from (found[0] for found in _HANDLE.finditer(text))
    yield from (found[1] for found in _ACCOUNT.finditer(text))
    yield from (found[1] for found in _ON_NETWORK.finditer(text))
    yield from (found["behind"] or found["before"] for found in _DOTTED_ACCOUNT.finditer(text))
    yield from (found[0].rstrip(".") for found in _PROFILE.finditer(text))


def telephone_numbers(text: str) -> Iterator[str]:
    """Find numbers that are valid with their country's code, look like local ones, or are called so."""
    dialled = _ABROAD.sub(" +", text)  # as long as before
    told = [
        *((one.start, one.end) for one in PhoneNumberMatcher(dialled, None, leniency=Leniency.VALID)),
        *(found.span() for found in _LOCAL.finditer(text)),
    ]
    called = (found.span(1) for found in _INTRODUCED.finditer(text) if not _DAY.match(found[1]))
    told += [
        (start, end) for start, end in called if not any(start < last and first < end for first, last in told)
    ]
    yield from (text[start:end].strip() for start, end in told)
    yield from (found["called"] or found["bare"] for found in _SPELLED.finditer(text))
