"""Signs in a file that rows are not to be published, though no column `publication_state` says so.

Such a file is refused as a whole: what somebody holds back by another name or word would be published. A row
whose state is written down is in no doubt, whatever else stands in it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import UnreadableFile, quoted
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import fault
from mapapp.model.formula_escaping import original
from mapapp.model.schema import PUBLICATION_STATE

if TYPE_CHECKING:
    import pandas as pd

_PUBLICATION = (
    *("publication", "publications", "publishing", "publish", "published", "publ", "pub", "editorial"),
    *("публикации", "публикация", "հրապարակման"),
)
_STATE = ("state", "status", "stage", "flag", "статус", "состояние", "վիճակ", "կարգավիճակ")
"""A name with a word of each is nearly `publication_state`, in long words with a letter wrong too."""
_LONG, _SHORT = 10, 5

_HOLDING = frozenset({
    *("draft", "drafts", "isdraft", "indraft", "draftstatus", "draftstate", "embargo", "embargoed"),
    *("isembargoed", "underembargo", "embargountil", "embargoeduntil", "embargotill", "embargodate"),
    *("unpublished", "isunpublished", "notpublished", "donotpublish", "dontpublish", "notforpublication"),
    *("hidden", "ishidden", "private", "isprivate", "confidential", "withhold", "withheld", "onhold"),
    *("notpublic", "черновик", "эмбарго", "непубликовать", "սևագիր", "էմբարգո", "չհրապարակել"),
})  # fmt: skip
"""Names of columns, without signs between their words, that hold back unless they say no."""
_LETTING = frozenset({
    *("published", "ispublished", "publish", "topublish", "oktopublish", "canpublish", "publishable"),
    *("publication", "forpublication", "approvedforpublication", "public", "ispublic"),
    *("опубликовано", "публиковать", "հրապարակված", "հրապարակել"),
})  # fmt: skip
"""Likewise, that hold back if they say no."""
_NO = frozenset({"no", "n", "false", "f", "0", "0.0", "none", "never", "not yet", "нет", "ոչ"})

_WORDS = (
    *("drafts?", "embargo(?:ed)?", "unpublished", "not (?:yet )?(?:been )?published", "not (?:yet )?public"),
    *("not (?:yet )?for (?:publication|release)", "(?:do not|don.?t) (?:publish|release)(?: yet)?"),
    *("(?:for )?internal use only", "hold for publication", "(?:в )?черновике?", "эмбарго"),
    *(
        "не ?опубликован[оаы]?",
        "не публиковать",
        "սեւագիր",
        "սեվագիր",
        "սևագիր",
        "էմբարգո",
        "չհրապարակված",
        "չհրապարակել",
    ),
)
_SAID = (
    r"(?i)^[\s\pP]*(?:" + "|".join(_WORDS).replace(" ", r"[\s_-]+") + ")"
    r"(?:[\s\pP]*|[\s_-]*v?\.?\s*\d{1,8}|[\s_]+(?:until|till|to|for|to be|by)\b.{0,40}"
    r"|\s*(?:[(\[,;:/]|[–—-]\s).{0,40}|\s*[)\]}].{0,200})$"
    r'|(?s)^\s*[\[{].*"(?:publication[ _-]?stat(?:e|us)"\s*:\s*"[^"]'
    r'|(?:[^"\\]{1,40})"\s*:\s*"(?:draft|embargo(?:ed)?|unpublished)"|(?:is[ _]?)?draft"\s*:\s*true)'
)
"""A cell that says so, or holds an object in JSON that does, in the syntax of RE2."""


def is_state(name: str) -> bool:
    """Tell whether a column is `publication_state`: case, spaces, hyphens and underscores do not count."""
    return _letters(name) == _letters(PUBLICATION_STATE)


def require_no_other_state(sheet: Sheet, is_said: "pd.Series[bool]") -> None:
    """Raise UnreadableFile if a row whose state is not said seems to be held back in another way."""
    in_doubt = sheet.cells[~is_said] if is_said.any() else sheet.cells
    for place, name in enumerate(sheet.names):
        if not is_state(name):
            for row, said in _holding(name, in_doubt.iloc[:, place]):
                told = {"file": str(sheet.file.path), "row": str(row), "value": quoted(said.strip())}
                raise UnreadableFile(*fault("state-unclear", column=quoted(original(name).strip()), **told))


def _holding(name: str, cells: "pd.Series[str]") -> Iterator[tuple[object, str]]:
    """Find the cells of a column that seem to hold their row back."""
    letters, is_near = _letters(name), _is_nearly_state(name)
    if is_near or letters in _HOLDING or letters in _LETTING:
        stated = trimmed(cells.astype("str")).dropna()
        is_no = stated.str.casefold().isin(_NO)
        yield from stated[is_near | (is_no if letters in _LETTING else ~is_no)].items()
    said = pc.match_substring_regex(pa.array(cells.array, pa.large_string()), _SAID)
    if pc.any(said).as_py():
        yield from cells[said.fill_null(False).to_numpy(zero_copy_only=False)].items()


def _letters(name: str) -> str:
    return "".join(_words(name)).casefold()


def _words(name: str) -> list[str]:
    """Split a name where a sign stands, or a capital letter behind a small one."""
    seen = "".join(
        sign for sign in unicodedata.normalize("NFKC", original(name)) if unicodedata.category(sign) != "Cf"
    )
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-zа-яёա-և])(?=[A-ZА-ЯЁԱ-Ֆ])", " ", seen))


def _is_nearly_state(name: str) -> bool:
    words = [word.casefold() for word in _words(name)]
    of_publication = any(_is_any(word, _PUBLICATION, _LONG) for word in words)
    of_state = any(_is_any(word, _STATE, _SHORT) for word in words)
    joined = [first + second for first in _PUBLICATION for second in _STATE]
    return (of_publication and of_state) or any(_is_any(word, joined, _LONG) for word in words)


def _is_any(word: str, known: Iterable[str], least: int) -> bool:
    """Tell whether a word is one of those known; in one of `least` letters, one may be wrong."""
    return any(word == one or (len(one) >= least and _is_misspelled(word, one)) for one in known)


def _is_misspelled(word: str, meant: str) -> bool:
    """Tell whether one letter is wrong, missing or too many, or two stand in the other's place."""
    if abs(len(word) - len(meant)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(word, meant, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    rest, other = word[start:], meant[start:]
    swapped = rest[1::-1] + rest[2:]
    return other in {swapped, rest[1:]} or other[1:] in {rest, rest[1:]}
