"""Retake the screenshots in docs/images, all or those named: `python -m tests.pictures [NAME ...]`.

"million" first generates a data set of a million incidents, which takes minutes and some 10 GB of memory.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import served
from tests.bench.generate import dataset

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDE, PHONE = (1400, 900), (390, 844)
PICTURES: dict[str, tuple[str, tuple[int, int], str]] = {
    "first-screen": ("", WIDE, "light"),
    "dossier": ("?incident=ganja-2020-10-17", WIDE, "light"),
    "no-results": ("?q=helicopter&actor=Armenian+forces&min_harmed=5", WIDE, "light"),
    "phone": ("", PHONE, "light"),
    "dark": ("?incident=barda-2020-10-28", WIDE, "dark"),
    "compare": ("?according_to=armenian&compare=azerbaijani", WIDE, "light"),
    "million": ("", WIDE, "light"),
}
"""Address, size in pixels and theme of each."""


def take(browser: Browser, server: served.Server, name: str) -> None:
    """Take one screenshot, once the page has settled."""
    address, (width, height), theme = PICTURES[name]
    is_phone = (width, height) == PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="en-GB",
        device_scale_factor=2 if is_phone else 1,
        is_mobile=is_phone,
        has_touch=is_phone,
    )
    page = context.new_page()
    page.set_default_timeout(served.PATIENCE)
    page.goto(server.address + address)
    drawn = page.frame_locator('iframe[title*="folium"]').first.locator(".mapapp-caption:not(:empty)")
    drawn.wait_for(state="attached")  # a locator, because two maps replace one in a comparison
    served.until_idle(page)
    page.locator(".incident-list li, article.dossier, .page-empty").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def _by_file(wanted: list[str]) -> Iterator[tuple[Path | None, list[str]]]:
    if bundled := [name for name in wanted if name != "million"]:
        yield None, bundled
    if "million" in wanted:
        yield dataset(served.SCRATCH, 1_000_000), ["million"]


def main() -> None:
    """Start the servers and take the requested screenshots."""
    reader = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    reader.add_argument("names", nargs="*", choices=[[], *PICTURES], default=[])
    wanted = reader.parse_args().names or list(PICTURES)
    with served.browser() as browser:
        for file, names in _by_file(wanted):
            with served.ours(file) as server:
                served.until_answering(server)
                for name in names:
                    take(browser, server, name)


if __name__ == "__main__":
    main()
