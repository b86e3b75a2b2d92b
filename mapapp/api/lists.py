"""Headers that are lists (RFC 9110): several lines of one form one list; weights rank its members."""

import math

from starlette.datastructures import Headers


def joined_header(headers: Headers, name: str) -> str:
    """Return a header as one comma-separated list, however many lines it has; "" if there is none."""
    return ", ".join(headers.getlist(name))


def weighted_members(text: str) -> list[tuple[str, float]]:
    """Split a list: its members in lower case and without parameters, each with its weight.

    A member without a weight has 1; one whose weight is not a number has 0, the weight of what is refused.
    """
    return [_weighted_member(part) for part in text.split(",")]


def _weighted_member(part: str) -> tuple[str, float]:
    member, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight_text = next(
        (parameter.removeprefix("q=") for parameter in parameters if parameter.startswith("q=")), "1"
    )
    try:
        weight = float(weight_text)
    except ValueError:
        return member, 0.0
    return member, weight if math.isfinite(weight) else 0.0
