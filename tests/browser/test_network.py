"""The network view in a real browser: open it from a city, expand a node, undo, filter, open the evidence."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.database]

WORDS = {
    "zh": {"network": "关系网络", "expand": "展开", "undo": "撤销", "evidence": "条依据"},
    "en": {"network": "Network", "expand": "Expand", "undo": "Undo", "evidence": "of evidence"},
}


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest, page: Page) -> dict[str, str]:
    """The texts of the language that the page is shown in."""
    page.goto(f"/?lang={request.param}")
    return WORDS[request.param]


def rows(page: Page) -> Locator:
    """The rows of the table that says the same as the picture."""
    return page.locator("#net-table tbody tr")


def margins(page: Page) -> list[int]:
    """Pixels that stay free on the left, the right, the top and at the bottom of the picture, which has settled."""
    script = """async () => {
      const canvas = document.querySelector("#net-canvas canvas");
      const measure = () => {
        const { width, height } = canvas;
        const copy = Object.assign(document.createElement("canvas"), { width, height });
        const pen = copy.getContext("2d", { willReadFrequently: true });
        pen.drawImage(canvas, 0, 0);
        const ink = pen.getImageData(0, 0, width, height).data;
        const free = [width, width, height, height];
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            if (!ink[4 * (y * width + x) + 3]) continue;
            [x, width - 1 - x, y, height - 1 - y].forEach((own, side) => { free[side] = Math.min(free[side], own); });
          }
        }
        return free;
      };
      for (let last = ""; ;) {
        const found = measure();
        if (String(found) === last) return found;
        last = String(found);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }"""
    expect(page.locator("#net-canvas[data-ready]")).to_be_visible()
    found: list[int] = page.evaluate(script)
    return found


def nodes_drawn(page: Page) -> int:
    """How many nodes the picture says that it holds."""
    switch = page.locator("#net-show-nodes")
    expect(switch).to_have_text(re.compile(r"\d"))
    found = re.search(r"\d+", switch.inner_text())
    assert found is not None
    return int(found[0])


def with_more_to_show(page: Page) -> Locator:
    """The name of a neighbour with most relations that are not drawn."""
    page.locator("#net-table .net-sort").nth(3).click()  # by what is not shown, most first
    first = rows(page).first
    assert int(first.locator("td").last.inner_text()) > 0
    return first.locator("button.net-name")


def test_expanding_a_node_adds_its_neighbours(page: Page, words: dict[str, str]) -> None:
    page.goto("/entities")
    page.locator("tbody .entity").nth(1).click()
    page.get_by_role("main").get_by_role("link", name=words["network"]).first.click()
    expect(page.locator("#net-canvas canvas")).to_be_visible()
    before = nodes_drawn(page)
    with_more_to_show(page).click()
    page.locator("#net-panel").get_by_role("button", name=words["expand"], exact=True).click()
    expect(page.locator("#net-undo")).to_be_enabled()
    assert nodes_drawn(page) > before
    page.get_by_role("button", name=words["undo"], exact=True).click()
    expect(page.locator("#net-show-nodes")).to_contain_text(str(before))


def test_a_relation_of_the_picture_leads_to_its_sentence(page: Page, words: dict[str, str]) -> None:
    page.goto("/network")
    page.locator(".net-starts a").first.click()
    rows(page).nth(1).locator("button.net-name").click()
    page.locator("#net-panel .net-facts").get_by_role("link", name=re.compile(words["evidence"])).first.click()
    expect(page.locator(".proof mark").first).to_be_visible()


def test_a_type_that_is_filtered_out_leaves_picture_and_table(page: Page, words: dict[str, str]) -> None:
    page.goto("/network")
    page.locator(".net-starts a").first.click()
    before = nodes_drawn(page)
    page.locator("#net-types input[type=checkbox]").last.uncheck()
    expect(page.locator("#net-show-nodes")).not_to_contain_text(str(before))
    assert nodes_drawn(page) < before
    assert words


def test_the_saved_file_stands_alone(page: Page) -> None:
    page.goto("/network?lang=zh")
    page.locator(".net-starts a").first.click()
    with page.expect_download() as caught:
        page.locator("a[download]").click()
    content = caught.value.path().read_text(encoding="utf-8")
    assert caught.value.suggested_filename.endswith(".html")
    assert not re.search(r"""(?:src|href)=["']https?:""", content)


def test_what_is_invented_says_so_in_table_panel_and_picture(page: Page) -> None:
    page.goto("/network?lang=zh")
    page.locator(".net-starts a").first.click()
    total = nodes_drawn(page)
    made_up = rows(page).filter(has_text="（虚构）")
    real = rows(page).filter(has_not_text="（虚构）").all_inner_texts()
    assert real  # countries, which nobody invents
    assert all("国家" in row for row in real)
    expect(made_up).to_have_count(total - len(real))
    made_up.first.locator("button.net-name").click()
    expect(page.locator("#net-panel h2 .made-up")).to_have_text("（虚构）")
    page.locator("#net-show-facts").click()
    expect(rows(page).filter(has=page.locator(".made-up")).first).to_be_visible()
    expect(rows(page).filter(has_not=page.locator(".made-up"))).to_have_count(0)


@pytest.mark.parametrize("height", [768, 600])
def test_all_labels_stand_inside_the_first_view(page: Page, height: int) -> None:
    """And none behind the hint at the bottom, on a small screen either."""
    page.set_viewport_size({"width": 1366, "height": height})
    page.goto("/network?lang=zh")
    starts = [link.get_attribute("href") for link in page.locator(".net-starts a").all()[:4]]
    assert len(starts) == 4
    for start in starts:
        page.goto(f"{start}")
        left, right, top, bottom = margins(page)
        assert min(left, right, top) >= 10, start
        hint = page.locator(".net-hint").bounding_box()
        assert hint
        assert bottom >= hint["height"], start


def test_show_all_gives_the_first_view_again(page: Page) -> None:
    """Labels shrink close by; all that is shown must leave them the room that they take from afar."""
    page.goto("/network?lang=zh")
    page.locator(".net-starts a").first.click()
    first = margins(page)
    for _ in range(8):
        page.locator("#net-in").click()
        page.wait_for_timeout(60)
    assert margins(page) != first
    page.locator("#net-fit").click()
    assert margins(page) == pytest.approx(first, abs=3)
