"""The network view's browser side: what is drawn, counted and listed stays the same thing through every step."""

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.viz.made import HOSTILE
from tests.viz.serving import LEAVES, NEW, serving

pytestmark = pytest.mark.browser

NODES = LEAVES + 2
FACTS = LEAVES + 2


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """The open page; any complaint of the browser fails the test, except a refused expansion."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append("a name ran as code"))
    page.goto(address)
    expect(page.locator("#net-canvas[data-ready]")).to_be_attached()
    yield page
    context.close()
    assert [text for text in complaints if "503" not in text] == []


def shows(page: Page, nodes: int, facts: int) -> None:
    """Counts, switch and both tables agree on what is drawn."""
    expect(page.locator(".net-total")).to_contain_text(re.compile(rf"\D{nodes}\D.*\D{facts}\D"))
    for switch, number in (("#net-show-nodes", nodes), ("#net-show-facts", facts)):
        page.locator(switch).click()
        expect(page.locator(switch)).to_have_text(re.compile(rf"\b{number}$"))
        expect(page.locator("#net-table tbody tr")).to_have_count(number)


def name(page: Page, text: str) -> Locator:
    page.locator("#net-show-nodes").click()
    return page.locator("#net-table").get_by_role("button", name=text, exact=True)


def expand(page: Page, text: str) -> None:
    name(page, text).click()
    page.locator("#net-panel .net-grow button").click()


def test_the_table_says_what_the_picture_shows(tab: Page) -> None:
    shows(tab, NODES, FACTS)


def test_a_hostile_name_is_text_everywhere(tab: Page) -> None:
    name(tab, HOSTILE).click()
    expect(tab.locator("#net-panel h2")).to_have_text(HOSTILE)
    assert tab.locator("main img, main script").count() == 0


def test_a_selected_node_leads_to_its_page_and_its_evidence(tab: Page) -> None:
    name(tab, "第00市").click()
    panel = tab.locator("#net-panel")
    expect(panel.locator(".net-actions a").first).to_have_attribute("href", "/entities/l0")
    links = panel.locator(".net-facts .net-line a")
    assert {link.get_attribute("href") for link in links.all()} == {"/facts/e0", "/facts/d"}


def test_expanding_adds_and_undo_takes_back(tab: Page) -> None:
    expand(tab, "第02市")
    shows(tab, NODES + NEW, FACTS + NEW)
    expand(tab, "第03市")
    shows(tab, NODES + 2 * NEW, FACTS + 2 * NEW)
    tab.locator("#net-undo").click()
    shows(tab, NODES + NEW, FACTS + NEW)
    tab.locator("#net-undo").click()
    shows(tab, NODES, FACTS)
    expect(tab.locator("#net-undo")).to_be_disabled()


def test_what_is_not_drawn_is_counted_down(tab: Page) -> None:
    row = tab.locator("#net-table tr", has_text="第02市")
    expect(row.locator("td").last).to_have_text(str(NEW))
    expand(tab, "第02市")
    expect(row.locator("td").last).to_have_text("0")


def test_show_more_asks_for_the_centre_and_counts_what_is_left(tab: Page) -> None:
    total = tab.locator(".net-total")
    expect(total).to_contain_text("3")
    total.get_by_role("button").click()
    expect(total).to_contain_text(re.compile(rf"\D{NODES + NEW}\D"))
    expect(total.locator("p").last).to_contain_text("1")


def test_a_refused_expansion_says_why_and_changes_nothing(tab: Page) -> None:
    expand(tab, "第01市")
    expect(tab.locator("#net-status")).to_have_text("数据库正在启动")
    shows(tab, NODES, FACTS)


def test_filters_hide_types_and_relations(tab: Page) -> None:
    tab.locator("#net-types input[value=Person]").uncheck()
    shows(tab, NODES - 1, FACTS - 1)
    tab.locator("#net-relations input[value=COOPERATES]").uncheck()
    shows(tab, NODES - 1, FACTS - 2)
    tab.locator("#net-types input[value=Place]").uncheck()
    expect(tab.locator("#net-blank")).to_be_visible()
    tab.locator("#net-unfilter").click()
    shows(tab, NODES, FACTS - 1)


def test_finding_goes_from_hit_to_hit(tab: Page) -> None:
    tab.locator("#net-find").fill("第0")
    expect(tab.locator("#net-found")).to_have_text(str(LEAVES))
    tab.locator("#net-find").press("Enter")
    tab.locator("#net-find").press("Enter")
    expect(tab.locator("#net-found")).to_have_text(re.compile(rf"2\D+{LEAVES}"))
    expect(tab.locator("#net-panel h2")).to_have_text("第01市")
    tab.keyboard.press("Escape")
    expect(tab.locator("#net-find")).to_have_value("")
    expect(tab.locator("#net-panel h2")).to_have_text("未选中")


def test_a_column_sorts_both_ways(tab: Page) -> None:
    head = tab.locator("#net-table th").first
    names = tab.locator("#net-table tbody .net-name")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    rising = names.all_inner_texts()
    tab.locator("#net-table th").first.get_by_role("button").click()
    expect(tab.locator("#net-table th").first).to_have_attribute("aria-sort", "descending")
    assert names.all_inner_texts() == rising[::-1]


def test_the_table_can_be_taken_away_and_runs_no_formula(tab: Page) -> None:
    expand(tab, "第02市")
    shows(tab, NODES + NEW, FACTS + NEW)
    tab.locator("#net-show-nodes").click()
    with tab.expect_download() as caught:
        tab.locator("#net-csv").click()
    assert caught.value.suggested_filename.startswith("云水市")
    rows = list(csv.reader(caught.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + NODES + NEW
    assert HOSTILE in {row[0] for row in rows}
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_keyboard_reaches_the_picture(tab: Page) -> None:
    frame = tab.locator("#net-canvas .vis-network")
    frame.focus()
    before = frame.screenshot()
    tab.keyboard.press("ArrowRight", delay=120)
    assert frame.screenshot() != before
