"""A real server over the shipped sample, and a real Chromium that may talk to nobody else.

Must stay true: any request off this machine fails the test, and so does any error in the browser's console.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from graph.database import Database
from graph.settings import Settings
from ingest import invented
from tests.api.serving import serving
from tests.graph.made import empty

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """This machine's own Chromium; Playwright would download one."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing = "no Chromium on the PATH (Debian: apt install chromium)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return {**browser_type_launch_args, "executable_path": found, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def sample_settings(session_database: Database, server_settings: Settings) -> Settings:
    """Settings of a database that holds the shipped sample and nothing else."""
    empty(session_database)
    report = invented.load(session_database, server_settings)
    assert not report.failures, report.failures
    return server_settings


@pytest.fixture(scope="session")
def base_url(sample_settings: Settings) -> Iterator[str]:
    """The address of a server over the sample."""
    with serving(sample_settings) as address:
        yield address


@pytest.fixture(autouse=True)
def stays_here(context: BrowserContext, base_url: str) -> Iterator[None]:
    """Fails the test on any request to another host."""
    strayed: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith((f"{base_url}/", "data:", "blob:")):
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield
    assert strayed == []


@pytest.fixture(autouse=True)
def quiet(page: Page) -> Iterator[list[str]]:
    """Fails the test on an error in the console; a test that provokes one clears the list."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(f"{message.type}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield errors
    assert errors == []
