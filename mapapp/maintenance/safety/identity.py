"""Numbers of personal documents, and home addresses, in a text."""

import re
from collections.abc import Iterator

from mapapp.maintenance.safety.texts import CAPITALS
from mapapp.maintenance.safety.words import WORDS

_NUMBER = r"(?:[^\W\d_]{1,3} ?)?(?:№ ?|no\.? ?)?\d(?:(?:[ -]| ?(?:№|no\.?) ?)?\d){5,21}(?![\w-])"
_IBAN = r"(?-i:[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?)(?!\w)"
_NAMED = re.compile(
    rf"(?<!\w)(?:{WORDS.documents})(?!\w)[^.;\d]{{0,30}}?(?<!\w)"
    rf"(?P<number>{_IBAN}|(?:(?:no|nr)\.? ?)?{_NUMBER})"
    rf"|(?<!\w)(?P<before>[^\W\d_]{{1,3}} ?\d(?:[ ]?\d){{5,11}})[ ,]{{1,2}}(?:{WORDS.documents})(?!\w)",
    re.IGNORECASE,
)

_ALONE = re.compile(rf"(?<!\w){_IBAN}")
_MODULUS = 97

_CAPITAL = rf"[{CAPITALS}][\w’'-]+"
_FLAT = (
    r"(?i:(?:flat|apartment|apt|app|unit|кв|квартир\w|բն|բնակարան|mənzil|mənz|mən|m\.)"
    r"\.? ?(?:no\.? ?|№ ?)?\d+\w?|\d+-?րդ բնակարան\w*|\d+-?[йяюо]\w* квартир\w*|\d+-?c[iıuü] mənzil\w*)"
)
_NAMES = rf"(?:{_CAPITAL} ){{1,3}}"
_STREETS = (
    rf"\d+[A-Za-z]?,? {_NAMES}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Alley|Square|Boulevard)\b\.?",
    rf"{_NAMES}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Alley|Boulevard)\b\.?,? (?:no\.? ?)?\d+[A-Za-z]?",
    r"(?:(?i:ул|пр|пер|просп|пр-т|б-р)\.|(?i:улиц|проспект|переул|бульвар|площад|шоссе)\w*) ?"
    rf"(?:имени )?{_CAPITAL}(?: {_CAPITAL})?,? ?(?:(?:д|дом|дома|доме)\.? ?)?\d+[А-Яа-я]?(?!\w)",
    r"(?i:дом|доме|дома|д\.|будинок|будинку|буд\.) ?№? ?\d+[А-Яа-я]?,? (?i:на|по|у|в) "
    r"(?i:ул\.|улиц\w+|пр\.|проспект\w*|переул\w+|бульвар\w*|вул\.|вулиц\w+|провул\w+) ?"
    rf"{_CAPITAL}(?: {_CAPITAL})?",
    r"(?:(?i:вул|пров|просп|бул)\.|(?i:вулиц|провул|проспект|бульвар|площ|шосе)\w*) ?"
    rf"(?:імені )?{_CAPITAL}(?: {_CAPITAL})?,? ?(?:(?:буд|б|будинок|будинку)\.? ?)?\d+[А-Яа-я]?(?!\w)",
    rf"{_NAMES}(?:küçə|prospekt|döngə|dalan|xiyaban|meydan|şosse|küç\.|pr\.)\w*,? "
    r"(?:(?:ev|bina|№)\.? ?)?\d+\w?(?: ?(?:nömrəli|saylı))?",
    rf"{_NAMES}(?:փողոց|պողոտա|նրբանցք|հրապարակ|փող\.|պող\.)\w*,? (?:տուն )?\d+\w?",
    rf"{_NAMES}(?:փողոց|պողոտա|նրբանցք|հրապարակ)\w* \d+-?\w* (?:տուն|տան)\w*",
    rf"{_NAMES}(?:(?:փողոց|պողոտա|նրբանցք)\w* )?\d+(?:/\d+)?-?\w* շենք\w*",
)
_STREET = re.compile(rf"(?<!\w)(?:{'|'.join(_STREETS)})(?P<flat>,? ?{_FLAT})?")
_SENTENCE = re.compile(rf"[.!?։] (?=[{CAPITALS}])")


def document_numbers(text: str) -> Iterator[str]:
    """Find numbers next to the name of a personal document, and bank account numbers."""
    introduced = [match["number"] or match["before"] for match in _NAMED.finditer(text)]
    accounts = [match[0] for match in _ALONE.finditer(text) if _has_valid_check_digits(match[0])]
    return iter(dict.fromkeys(introduced + accounts))


def _has_valid_check_digits(iban: str) -> bool:
    """Return whether the check digits of an IBAN (ISO 13616) are correct."""
    letters = iban.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % _MODULUS == 1


def home_addresses(text: str) -> Iterator[str]:
    """Find a street and number, if a flat follows or the sentence says that somebody lives there."""
    for match in _STREET.finditer(text):
        before, behind = _SENTENCE.split(text[: match.start()])[-1], _SENTENCE.split(text[match.end() :])[0]
        if match["flat"] or WORDS.residence.search(f"{before}{match[0]}{behind}"):
            yield match[0]
