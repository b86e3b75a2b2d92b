"""Numbers, ranges of people and distances."""

from collections.abc import Iterable
from functools import lru_cache

from babel.numbers import format_decimal

from mapapp.messages import LOCALE, message


@lru_cache(maxsize=8192)
def number(value: int) -> str:
    """Write a number with its thousands separated: 41,310."""
    return format_decimal(value, locale=LOCALE)


@lru_cache(maxsize=8192)
def figure(low: int | None, high: int | None) -> str:
    """Write a range of people: "20 to 21", "at least 50", "none", "0 or more"; empty if none is given."""
    if low == 0 and not high:
        return message("figure-none") if high == 0 else message("figure-open-from-zero")
    return span(low, high)


def summed(low: int | None, high: int | None, stated: int, incidents: int) -> str:
    """Write the sum of the figures that `stated` of the incidents have; if it is zero, say in how many."""
    if is_none_of_some(low, high, stated, incidents):
        return message("figure-none-in", stated=stated, blank=incidents - stated)
    return figure(low, high)


def is_none_of_some(low: int | None, high: int | None, stated: int, incidents: int) -> bool:
    """Whether a sum of figures is zero although some of the incidents have no figure."""
    return low == high == 0 and stated < incidents


def sum_ranges(ranges: Iterable[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """Add up ranges of a lowest and a highest figure; an end of the sum is None if no range has it.

    The sum has no upper end if one of the ranges has only a lowest figure.
    """
    pairs = list(ranges)
    lows = [low for low, _ in pairs if low is not None]
    highs = [high for _, high in pairs if high is not None]
    is_open = any(low is not None and high is None for low, high in pairs)
    return sum(lows) if lows else None, sum(highs) if highs and not is_open else None


@lru_cache(maxsize=8192)
def span(low: int | None, high: int | None) -> str:
    """Write a range: "20 to 21", "at least 50"; empty if no figure is given.

    A sum of highest figures may lack some that were not given: if it is below the lowest, it is not a bound.
    """
    if low is None and high is None:
        return ""
    if low is None:
        return message("figure-up-to", high=high or 0)
    if high is None or high < low:
        return message("figure-at-least", low=low)
    return number(low) if low == high else message("figure-range", low=low, high=high)


@lru_cache(maxsize=8192)
def people(low: int | None, high: int | None, harm: str) -> str:
    """Write how many people were killed or injured: "20 to 21 killed", "none killed"; empty if not stated."""
    words = figure(low, high)
    return message(f"people-{harm}", figure=words) if words else ""


def people_summed(low: int | None, high: int | None, harm: str, stated: int, incidents: int) -> str:
    """Write how many people were killed or injured in `incidents`, of which `stated` have a figure."""
    if is_none_of_some(low, high, stated, incidents):
        return message(f"people-none-{harm}", stated=stated, blank=incidents - stated)
    return people(low, high, harm)


def radius(metres: float) -> str:
    """Write a distance to three significant digits: 800 m, 3 km, 12 km."""
    if metres < 1000:
        return message("distance-m", metres=round(metres))
    return message("distance-km", kilometres=f"{metres / 1000:.3g}")
