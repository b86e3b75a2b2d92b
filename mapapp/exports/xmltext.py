"""Text as XML 1.0 can hold it."""

import re

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(text: str) -> str:
    """Put the replacement character (U+FFFD) for every sign that no XML document may hold."""
    return _NO_XML.sub("\ufffd", text)
