"""Telephone numbers, email addresses and account names in a text."""

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
"""A number as dialled within a country: in groups after a zero or an eight, or in four groups."""
_INTERNATIONAL = re.compile(r"(?<![\w+.,-])00(?=[1-9]\d{0,2}[ \u00a0-]?\d)")


_INTRODUCED = re.compile(
    rf"(?<!\w)(?:{WORDS.telephones})(?: ?(?:number|no|nr|номер\w*|համար\w*))?[.:։՝]{{0,2}} ?"
    r"(\+?\(?\d(?:[ ().-]{0,2}\d){5,14})(?!\w)",
    re.IGNORECASE,
)
"""A number, in any form, that is called a telephone number."""
_SPELLED = re.compile(
    rf"(?<!\w)(?:(?:{WORDS.telephones})[^.!?։\d]{{0,25}}?(?<!\w)"
    rf"(?P<called>(?:{WORDS.numerals})(?:[ ,-]{{1,2}}(?:{WORDS.numerals})){{3,20}})"
    rf"|(?P<bare>(?:{WORDS.numerals})(?:[ ,-]{{1,2}}(?:{WORDS.numerals})){{5,20}}))(?!\w)",
    re.IGNORECASE,
)
"""A number in words: at least six in a row, or four that are called a telephone number."""
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
"""An email address disguised from programs."""
_HANDLE = re.compile(r"(?<![\w@./])@[^\W\d][\w.]{1,30}\w")
_ACCOUNT = re.compile(
    rf"(?<!\w)(?:{WORDS.networks})"
    r"(?: (?:as|under(?: the name)?|как|под именем"
    r"|account|handle|user|profile|channel|name|id|username|аккаунт|ник|канал"
    r"|пользовател\w+|под ником|користувач\w*|istifadəçi\w*|օգտատեր|էջ))*:? "
    r"(?=[\w.]*[_\d])([^\W\d][\w.]{2,30}\w)",
    re.IGNORECASE,
)
"""What follows the name of a network and looks like an account: it contains a digit or an underscore."""
_SITE_ENDS = r"com|org|net|info|news|media|press|gov|edu|ru|am|az|ge|ua|tr|ir|io|tv|me|eu|uk|de|fr|example"
_DOTTED = rf"(?![\w.]*\.(?:{_SITE_ENDS})(?!\w))[^\W\d_][\w]+(?:\.[\w]+)+"
"""Words joined by dots that are not a web address."""
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
"""The same before the name of a network; a weapon, as in "T72 on YouTube", does not look like this."""
_PROFILE = re.compile(
    r"(?<![\w.-])(?:t\.me|instagram\.com|facebook\.com|vk\.com|ok\.ru|tiktok\.com|twitter\.com|x\.com)/@?[\w.]{3,40}(?![\w/?])",
    re.IGNORECASE,
)


def mail_addresses(text: str) -> Iterator[str]:
    """Find email addresses, including disguised ones."""
    yield from (match[0] for match in _MAIL.finditer(text))
    yield from (match[0] for match in _DISGUISED.finditer(text) if not _MAIL.search(match[0]))


def accounts(text: str) -> Iterator[str]:
    """Find names of accounts on social networks, and links to their pages."""
    yield from (match[0] for match in _HANDLE.finditer(text))
    yield from (match[1] for match in _ACCOUNT.finditer(text))
    yield from (match[1] for match in _ON_NETWORK.finditer(text))
    yield from (match["behind"] or match["before"] for match in _DOTTED_ACCOUNT.finditer(text))
    yield from (match[0].rstrip(".") for match in _PROFILE.finditer(text))


def telephone_numbers(text: str) -> Iterator[str]:
    """Find numbers that are valid with a country code, look like local ones, or are called so."""
    dialled = _INTERNATIONAL.sub(" +", text)  # as long as before
    spans = [
        *(
            (number.start, number.end)
            for number in PhoneNumberMatcher(dialled, None, leniency=Leniency.VALID)
        ),
        *(match.span() for match in _LOCAL.finditer(text)),
    ]
    introduced = (match.span(1) for match in _INTRODUCED.finditer(text) if not _DAY.match(match[1]))
    spans += [
        (start, end)
        for start, end in introduced
        if not any(start < other_end and other_start < end for other_start, other_end in spans)
    ]
    yield from (text[start:end].strip() for start, end in spans)
    yield from (match["called"] or match["bare"] for match in _SPELLED.finditer(text))
