"""Headers that are lists (RFC 9110): several lines of one are one list; weights say what is wanted."""

import math

from starlette.datastructures import Headers


def listed(headers: Headers, name: str) -> str:
    """Return a header as one list with commas between, in however many lines it came; "" if there is none."""
    return ", ".join(headers.getlist(name))


def weighed(text: str) -> list[tuple[str, float]]:
    """Take a list apart: its members in small letters and without parameters, each with its weight.

    One without a weight has 1; one whose weight is no number has 0, as what is not wanted has.
    """
    return [_weighed(part) for part in text.split(",")]


def _weighed(part: str) -> tuple[str, float]:
    member, *parameters = (piece.strip().lower() for piece in part.split(";"))
    text = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
    try:
        weight = float(text)
    except ValueError:
        return member, 0.0
    return member, weight if math.isfinite(weight) else 0.0
