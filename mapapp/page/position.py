"""The map's position in the URL, which the map reads and writes itself: "zoom/latitude/longitude"."""

import re

MAX_LATITUDE, MAX_LONGITUDE = 85, 540
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_position(text: str) -> bool:
    """Whether the map can take its position from a text, by the rule of the frontend's `position_text.js`."""
    parts = text.split("/")
    if len(parts) != 3 or not all(map(_NUMBER.fullmatch, parts)):
        return False
    _, latitude, longitude = map(float, parts)
    return abs(latitude) <= MAX_LATITUDE and abs(longitude) <= MAX_LONGITUDE
