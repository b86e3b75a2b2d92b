"""The generated part of a page of the documentation: what stands between two markers."""


def with_part(page: str, begin: str, end: str, part: str) -> str:
    """Return a page with what stands between its markers made anew; ValueError without them."""
    before, after = page[: page.index(begin)], page[page.index(end) :]
    return f"{before}{begin}\n\n{part}\n\n{after}"
