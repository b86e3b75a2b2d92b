"""The letters of pictures: a typeface, and another for the scripts that it lacks."""

import logging
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

FAMILY, OTHER_SCRIPTS = "Source Sans Pro", "DejaVu Sans"
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
_UNKNOWN = "\ufffd"
_measuring = TextToPath()


@cache
def lettering(size: float, weight: int = REGULAR) -> FontProperties:
    """Return the font for a size in pixels and a weight."""
    _load()
    return FontProperties(family=[FAMILY, OTHER_SCRIPTS], size=size, weight=weight)


def readable(text: str) -> str:
    """Put a text on one line, replacing characters that our typefaces lack."""
    characters = _characters()
    return "".join(sign if ord(sign) in characters else _UNKNOWN for sign in " ".join(text.split()))


@lru_cache(maxsize=5000)
def width(text: str, size: float, weight: int = REGULAR) -> float:
    """Measure a text in pixels."""
    measured, _, _ = _measuring.get_text_width_height_descent(text, lettering(size, weight), ismath=False)
    return float(measured)


@lru_cache(maxsize=5000)
def outline(text: str, size: float, weight: int = REGULAR, spacing: float = 0) -> Path:
    """Return the outlines of a text's letters in pixels, y downwards; its left end and baseline are at 0."""
    if spacing and len(text) > 1:
        return Path.make_compound_path(*_letter_by_letter(text, size, weight, spacing))
    scale = _measuring.FONT_SCALE
    points, codes = _measuring.get_text_path(lettering(size, weight), text, ismath=False)
    return Path(np.asarray(points) * (size / scale, -size / scale), codes)


def moved(path: Path, x: float, y: float) -> Path:
    """Return a path moved to the right and down."""
    return Path(np.asarray(path.vertices) + np.array((x, y)), path.codes)


def _letter_by_letter(text: str, size: float, weight: int, spacing: float) -> Iterator[Path]:
    x = 0.0
    for letter in text:
        letter_outline = outline(letter, size, weight)
        yield moved(letter_outline, x, 0)
        x += width(letter, size, weight) + spacing


def lines(text: str, room: float, size: float, weight: int = REGULAR, *, most: int) -> list[str]:
    """Break a text into lines that fit, at most `most`; an ellipsis marks omitted text."""
    fitted: list[str] = []
    words = readable(text).split()
    while words and len(fitted) < most:
        is_last = len(fitted) == most - 1
        count = _fitting(words, room, size, weight)
        if count and not (is_last and count < len(words)):
            fitted.append(" ".join(words[:count]))
            words = words[count:]
        else:
            remaining = " ".join(words) if is_last else words[0]
            fitted.append(_shortened(remaining, room, size, weight))
            words = words[1:]
    return fitted


def _fitting(words: list[str], room: float, size: float, weight: int) -> int:
    """Count the words that fit on a line."""
    for number in range(1, len(words) + 1):
        if width(" ".join(words[:number]), size, weight) > room:
            return number - 1
    return len(words)


def _shortened(text: str, room: float, size: float, weight: int) -> str:
    """Shorten a text to the available space."""
    if width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + "…", size, weight) <= room else (low, middle - 1)
    return text[:low].rstrip(" ,;") + "…"


@cache
def _load() -> None:
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # the other typeface has no semibold
    folder = files("font_source_sans_pro") / "files"
    for name in _FILES:
        font_manager.fontManager.addfont(str(folder / name))


@cache
def _characters() -> frozenset[int]:
    _load()
    paths = (font_manager.findfont(FontProperties(family=name)) for name in (FAMILY, OTHER_SCRIPTS))
    return frozenset(code for path in paths for code in FT2Font(path).get_charmap())
