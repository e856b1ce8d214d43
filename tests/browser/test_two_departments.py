"""Two accounts of two departments in a real browser: what one closes is nowhere for the other.

Strategy: a server of its own, because the others' pages are asked for without a login.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect

from graph.database import Database
from graph.office.types import Role
from graph.settings import Settings
from tests.api.people import NAMES, PASSWORD, SECRET, SECRET_PLACE, SHARED, TRADER, settle
from tests.api.serving import serving
from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.database]

READER = NAMES[Role.READER]

HANDED_IN = "商务局与澜湾港市洽谈备忘"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with departments, accounts, an open and a closed document."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("office") / "data")
    with Database.open(settings) as db:
        settle(db)
        with serving(settings) as address:
            yield address


@pytest.fixture
def browsing(browser: Browser, office: str) -> Iterator[BrowserContext]:
    """A browser that talks to this server alone."""
    context = browser.new_context(base_url=office, locale="zh-CN", viewport={"width": 1366, "height": 768})
    strayed: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith((f"{office}/", "data:", "blob:")):
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield context
    context.close()
    assert strayed == []


def sign_in(context: BrowserContext, login: str, first: str = "/") -> Page:
    """A page of who has signed in, having been led to the form from where they wanted to go."""
    page = context.new_page()
    page.goto(first)
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


def test_what_one_department_closes_is_nowhere_for_the_other(browsing: BrowserContext) -> None:
    trader = sign_in(browsing, TRADER, "/upload")
    expect(trader.locator(".who summary")).to_contain_text("商务局 · 供稿员")
    trader.get_by_label("共享").select_option("closed")
    said = f"{HANDED_IN}。2024年5月，云水市与澜湾港市签署友好城市备忘录。".encode()
    file: FilePayload = {"name": f"{HANDED_IN}.txt", "mimeType": "text/plain", "buffer": said}
    trader.locator("#file").set_input_files(file)
    trader.get_by_role("button", name="上传并读取").click()
    expect(trader.locator(".job .state")).to_have_text("完成", timeout=90_000)
    trader.locator(".job a").click()
    expect(trader.locator("h1")).to_contain_text(HANDED_IN)
    closed = trader.url
    trader.goto(f"/search?q={SECRET_PLACE}")
    trader.locator("main .entity").first.click()
    hidden_place = trader.url
    expect(trader.locator("h1")).to_contain_text(SECRET_PLACE)
    trader.locator(".who summary").click()
    trader.get_by_role("button", name="退出登录").click()
    expect(trader).to_have_url(f"{closed.split('/documents')[0]}/login")
    trader.goto(closed)
    expect(trader.get_by_role("button", name="登录")).to_be_visible()

    reader = sign_in(browsing, READER, "/documents")
    expect(reader.locator("main")).to_contain_text(SHARED)
    reader.goto("/search?q=云水")
    reader.locator("main .entity").first.click()
    city = reader.url
    shown = [city, city.replace("/entities/", "/network?entity="), "/", "/documents", "/entities", "/network"]
    for address in [*shown, "/search?q=市", "/paths?start_name=云水市&end_name=港市", "/about"]:
        reader.goto(address)
        expect(reader.locator("main")).to_be_visible()
        for secret in (HANDED_IN, SECRET, SECRET_PLACE, "澜湾港"):
            assert secret not in reader.content(), (address, secret)
    for address in (closed, hidden_place):
        answer = reader.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(reader.locator("main")).to_contain_text("没有找到")
    expect(reader.locator(".nav")).not_to_contain_text("上传")


def test_a_session_that_has_ended_leads_to_the_login_from_an_open_page(browsing: BrowserContext) -> None:
    page = sign_in(browsing, READER, "/search?q=云水")
    page.locator("main .entity").first.click()
    browsing.clear_cookies()
    page.locator(".fact button.to-evidence").first.click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_the_office_are_accessible(browsing: BrowserContext, language: str) -> None:
    page = browsing.new_page()
    page.goto(f"/login?lang={language}")
    assert violations(page) == []
    office = {"administrator": ("/account", "/accounts", "/departments"), "auditor": ("/audit", "/audit/verification")}
    for login, paths in office.items():
        browsing.clear_cookies(name="tieline_session")
        page.goto("/login")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button").click()
        for path in paths:
            page.goto(path)
            page.locator(".who summary").click()
            assert violations(page) == [], path
