"""The generated part of a documentation page, between two markers."""


def with_part(page: str, begin: str, end: str, part: str) -> str:
    """Return a page with the part between its markers replaced; ValueError without them."""
    before, after = page[: page.index(begin)], page[page.index(end) :]
    return f"{before}{begin}\n\n{part}\n\n{after}"
