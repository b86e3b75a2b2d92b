"""The claims about an incident: the sides face each other, stacked on a phone; use by keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, until

PHONE = {"width": 390, "height": 844}
BARDA = "?incident=barda-2020-10-28"

CUT_OFF = """() => [...document.querySelectorAll(".claims-one, .claims-one > *, .claims-mark")]
    .filter((node) => node.textContent.trim())
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.left < 0 || box.right > innerWidth || !box.width || !box.height)
    .map(([node]) => node.outerHTML)
"""

COLUMNS = """() => [...document.querySelectorAll(".claims-side")]
    .map((side) => side.getBoundingClientRect().top)
    .map((top, _, tops) => tops.filter((other) => other === top).length)
"""
"""For each side, how many sides are at the same height."""


def test_every_claim_can_be_read_on_a_phone(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)
    reader = Reader(page, server.url).open(BARDA)
    claims = reader.dossier.locator(".claims")
    expect(claims.get_by_role("listitem")).to_have_count(17, timeout=PATIENCE)
    for name in ("Ministry of Defence of Armenia", "RePost.az", "Amnesty International", "BBC News"):
        expect(claims.get_by_role("heading", name=name, exact=True).first).to_be_visible()
    until(lambda: page.evaluate(COLUMNS) == [1, 1, 1])
    picture = reader.dossier.get_by_role("img", name="Map: City centre, Barda / Partav")
    expect(picture).to_be_visible()
    until(lambda: picture.evaluate("(image) => image.naturalWidth") > 0)
    until(lambda: page.evaluate(CUT_OFF) == [])
    wide = "() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
    page.wait_for_function(wide)
    links = claims.get_by_role("link")
    assert links.count() > 5
    links.first.focus()
    for link in links.all()[1:]:
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
    assert all("noopener noreferrer" in (link.get_attribute("rel") or "") for link in links.all())
    page.set_viewport_size({"width": 1400, "height": 900})
    until(lambda: page.evaluate(COLUMNS) == [2, 2, 1])  # the parties face each other, the others are below


def test_a_figure_leads_by_keyboard_to_the_claims_that_give_it(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open(BARDA)
    figure = reader.dossier.locator(".dossier-harm details").first
    expect(figure).to_be_visible(timeout=PATIENCE)
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(figure).to_contain_text("Lowest, 20: RePost.az")
    page.keyboard.press("Tab")
    expect(figure.get_by_role("link", name="All claims")).to_be_focused()
    page.keyboard.press("Enter")
    expect(reader.dossier.locator("#claims")).to_be_in_viewport()
    expect(reader.dossier).to_be_visible()
    grade = reader.dossier.locator(".dossier-grade").first
    grade.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(grade).to_contain_text("confirmed: confirmed by an independent investigation")
