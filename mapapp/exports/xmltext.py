"""Text that is valid in XML 1.0."""

import re

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(text: str) -> str:
    """Replace characters that XML does not allow with U+FFFD."""
    return _NO_XML.sub("\ufffd", text)
