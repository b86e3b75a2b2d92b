"""Browser tabs that stay open during a soak test: they open filters and read what is listed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from playwright.async_api import Browser, Error, Page, async_playwright

from tests.bench.served import FLAGS
from tests.find_browser import find_browser
from tests.soak.readers import QUERIES, THINKING, Ending
from tests.soak.session import PATIENCE, PageFault
from tests.soak.tally import Asking, Tally

LISTED = ".incident-list li a"
READ = "links => links.map(link => [link.dataset.id, link.querySelector('.incident-list-title').textContent])"
AT_REST = """
() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
"""
FAULTY = "[data-testid=stException]"


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start a Chromium."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            yield started
        finally:
            await started.close()


async def tab(started: Browser, address: str, tally: Tally, random: Random, is_over: Ending) -> None:
    """Open one view after another in a tab; errors in its scripts count as errors."""
    page = await started.new_page(viewport={"width": 1400, "height": 900}, locale="en-GB")
    page.set_default_timeout(1000 * PATIENCE)
    page.on("pageerror", lambda problem: tally.errors.append(f"a script of the page: {problem}"))
    while not is_over():
        query = random.choice(QUERIES)
        with tally.asking("views in a tab", query) as asking:
            try:
                await page.goto(f"{address}?{query}")
                await page.locator(LISTED).first.wait_for()
                await page.wait_for_function(AT_REST)
                await _compare(page, asking)
                await asyncio.sleep(random.uniform(*THINKING))
                await _compare(page, asking)
            except Error as problem:
                raise PageFault(problem.message) from problem


async def _compare(page: Page, asking: Asking) -> None:
    """Require everything listed to be of one state: the map's view may hold less than the filter."""
    if await page.locator(FAULTY).count():
        raise PageFault(await page.locator(FAULTY).first.inner_text())
    listed = Counter((one, title) for one, title in await page.locator(LISTED).evaluate_all(READ))
    asking.require(lambda right: bool(listed) and listed <= right.all, listed)
