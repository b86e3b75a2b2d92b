"""Notations of coordinates that mean exactly one number of degrees."""

import re

_MINUS = "−–‒﹣－"
_PLAIN_MINUS = str.maketrans(dict.fromkeys(_MINUS, "-"))
_PART = r"([0-9]{1,3}(?:\.[0-9]+)?)"
_LETTER = r"([NSEWnsew]?)"
_DEGREES = re.compile(
    rf"{_LETTER}\s*{_PART}\s*(?:[°º˚]\s*(?:{_PART}\s*['′’]\s*(?:{_PART}\s*(?:[\"″”]|''|′′))?)?)?\s*{_LETTER}"
)
_SIGN = {"N": 1, "S": -1, "E": 1, "W": -1}
_AXIS = {"latitude": "NS", "longitude": "EW"}
_PAIR = re.compile(r"\(?\s*([^,;()]+?)\s*[,;]\s*([^,;()]+?)\s*\)?")
_COMMA = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]+)?")


def degrees_meant(text: str, axis: str) -> str:
    """Read degrees with a letter, minutes and seconds, or a typographic minus, as decimal degrees.

    `axis` is latitude or longitude. Empty for anything else, a letter of the other axis or two letters.
    """
    with_hyphen = text.translate(_PLAIN_MINUS)
    if with_hyphen != text and re.fullmatch(r"-[0-9]{1,3}(\.[0-9]+)?", with_hyphen):
        return with_hyphen
    match = _DEGREES.fullmatch(text)
    if not match or text.replace(".", "", 1).isdigit():
        return ""
    first, degrees, minutes, seconds, last = match.groups()
    letter = (first + last).upper()
    if len(letter) > 1 or letter not in ("", *_AXIS[axis]):
        return ""
    if max(float(minutes or 0), float(seconds or 0)) >= 60:
        return ""
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return degrees_text(_SIGN.get(letter, 1) * value)


def degrees_text(value: float) -> str:
    """Write degrees with no more digits than positions on the ground can have."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def with_point(text: str) -> str:
    """Replace a decimal comma by a point; "" if the text is not a number of degrees, with or without one."""
    return text.replace(",", ".") if _COMMA.fullmatch(text) else ""


def pair_meant(text: str) -> tuple[str, str] | None:
    """Split a latitude and a longitude in one cell, in this order; None for anything else."""
    match = _PAIR.fullmatch(text.strip())
    if not match:
        return None
    cells = [
        part if re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]+)?", part) else degrees_meant(part, axis)
        for part, axis in zip(match.groups(), _AXIS, strict=True)
    ]
    if not all(cells) or abs(float(cells[0])) > 90 or abs(float(cells[1])) > 180:
        return None
    return cells[0], cells[1]
