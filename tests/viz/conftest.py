"""The browser of these tests is the one of the browser tests."""

from tests.browser.conftest import browser_type_launch_args as browser_type_launch_args
