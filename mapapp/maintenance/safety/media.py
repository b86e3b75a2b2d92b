"""Media in which somebody could be recognised, as far as the row that links them says so."""

from mapapp.maintenance.safety.words import WORDS


def tells_of_faces(text: str) -> bool:
    """Whether a text names faces or number plates that can be seen; no picture is looked at."""
    return WORDS.faces.search(text) is not None
