"""The main job in a real browser: search, open a city, unfold the evidence, stand at its sentence."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.database]

WORDS = {
    "zh": {
        "search": "搜索",
        "kind": "城市",
        "ties": "友城关系",
        "invented": "示例·虚构",
        "upload": "上传并读取",
        "done": "完成",
    },
    "en": {
        "search": "Search",
        "kind": "City",
        "ties": "city tie",
        "invented": "Sample · invented",
        "upload": "Upload and read",
        "done": "Done",
    },
}


def most_linked_city(page: Page) -> str:
    """The name of the sample's most mentioned city, read from the list of cities."""
    page.goto("/entities")
    return page.locator("tbody .entity").first.inner_text()


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, page: Page) -> str:
    """The page in either language, chosen as a user would."""
    chosen: str = request.param
    page.goto(f"/?lang={chosen}")
    return chosen


def test_from_the_search_to_the_sentence(page: Page, language: str) -> None:
    words = WORDS[language]
    city = most_linked_city(page)
    page.goto("/")
    page.get_by_role("searchbox").fill(city)
    page.get_by_role("searchbox").press("Enter")
    page.locator(".results").get_by_role("link", name=city, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(city)
    expect(page.get_by_role("heading", level=1)).to_contain_text(words["kind"])
    ties = page.get_by_role("region", name=re.compile(words["ties"], re.IGNORECASE))
    expect(ties.locator(".stage").first).to_be_visible()
    row = ties.locator(".fact").first
    row.get_by_role("button").click()
    expect(row.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    proof = row.locator(".proof").first
    expect(proof.locator("mark").first).to_be_visible()
    expect(proof.get_by_text(words["invented"])).to_be_visible()
    sentence = proof.locator("blockquote").inner_text().strip()
    proof.get_by_role("link").click()
    expect(page.locator(".passage:target .passage-text")).to_have_text(sentence)


def test_a_sentence_shows_what_was_read_from_it(page: Page, language: str) -> None:
    page.goto("/documents")
    page.locator("tbody .doc").first.click()
    passage = page.locator(".passage:has(.findings):has(.mention)").first
    finding = passage.locator("[data-marks]").first
    page.wait_for_load_state("networkidle")  # the script that listens is there
    finding.hover()
    expect(finding).to_have_class(re.compile("active"))
    expect(passage.locator(".mention.active").first).to_be_visible()
    expect(page.get_by_text(WORDS[language]["invented"]).first).to_be_visible()


def test_a_name_shows_what_is_folded_away_about_it(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="2023年外事工作情况报告").click()
    row = page.locator(".passage", has_text="努尔梅拉市签署了")
    folded = row.locator(".findings details")
    expect(folded).not_to_have_attribute("open", "")
    row.locator(".mention", has_text="芬兰").hover()
    expect(folded.locator("li:visible")).to_have_count(1)
    expect(folded.locator("li:visible")).to_contain_text("努尔梅拉市")
    page.get_by_role("heading").first.hover()
    expect(folded).not_to_have_attribute("open", "")


def test_an_upload_shows_its_progress(page: Page, language: str) -> None:
    words = WORDS[language]
    page.goto("/upload")
    content = f"一份简报（{language}）。".encode()
    report = FilePayload(name=f"brief-{language}.txt", mimeType="text/plain", buffer=content)
    page.locator("input[type=file]").set_input_files(report)
    page.get_by_role("button", name=words["upload"]).click()
    job = page.locator(".job", has_text=f"brief-{language}.txt")
    expect(job.locator(".state")).to_have_text(words["done"], timeout=60_000)
    job.get_by_role("link").click()
    expect(page.locator(".passage").first).to_contain_text(language)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[data-confirm] button").click()
    expect(page).to_have_url(re.compile("/documents$"))


def test_reads_without_scripts(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="zh-CN")
    page = context.new_page()
    page.goto("/entities")
    page.locator("tbody .entity").first.click()
    page.locator(".fact .to-evidence").first.click()
    expect(page.locator(".proof mark").first).to_be_visible()
    page.locator(".proof .doc").first.click()
    expect(page.locator(".passage:target")).to_be_visible()
    context.close()


def test_fits_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    city = page.goto("/entities") and page.locator("tbody .entity").first.get_attribute("href")
    document = page.goto("/documents") and page.locator("tbody .doc").first.get_attribute("href")
    for path in ("/", "/entities", "/search?q=市", city, "/documents", document, "/upload", "/paths", "/about"):
        assert path
        page.goto(path)
        width = page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= 390, path


def test_a_missing_page_helps_on(page: Page, quiet: list[str]) -> None:
    page.goto("/entities/nobody?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    expect(page.get_by_role("link", name="To the first page")).to_be_visible()
    assert len(quiet) == 1  # the browser itself notes the 404
    quiet.clear()


def test_the_interface_description_works_offline(page: Page) -> None:
    page.goto("/docs")
    page.get_by_text("/api/v1/health").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
