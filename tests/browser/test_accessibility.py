"""Every page passes axe, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.long]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_accessible(page: Page, language: str) -> None:
    page.goto("/entities")
    city = page.locator("tbody .entity").first.get_attribute("href") or ""
    page.goto(city)
    fact = page.locator(".pairs a[href^='/facts/']").first.get_attribute("href") or ""
    page.goto("/documents")
    document = page.locator("tbody .doc").first.get_attribute("href") or ""
    network = f"/network?entity={city.rsplit('/', 1)[1]}"
    paths = ["/", "/search?q=市", "/search?q=nothing", "/entities", city, fact, "/documents", document, network]
    for path in [*paths, "/paths", "/upload", "/about"]:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert violations(page) == [], path


def test_the_unfolded_evidence_is_accessible(page: Page) -> None:
    page.goto("/entities")
    page.locator("tbody .entity").first.click()
    page.locator(".fact button.to-evidence").first.click()
    page.locator(".fact .proof").first.wait_for()
    assert violations(page) == []
