"""Both catalogues are complete and compiled, and the right language is chosen."""

from collections.abc import Sequence

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue import file_of, read, texts
from api.i18n import choose


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_translated(language: str) -> None:
    stored = {message.id: message for message in read(language) if message.id}
    wanted = {message.id for message in texts() if message.id}
    assert set(stored) == wanted, "run python -m api.catalogue"
    assert [key for key, message in stored.items() if message.fuzzy or not all(_strings(message.string))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_placeholders_survive_translation(language: str) -> None:
    problems = {message.id: list(message.check()) for message in read(language) if message.id}
    assert {key: found for key, found in problems.items() if found} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_compiled_catalogue_is_that_of_the_source(language: str) -> None:
    with file_of(language, "mo").open("rb") as file:
        assert _by_id(read_mo(file)) == _by_id(read(language))


def _by_id(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    return {_strings(message.id)[0]: _strings(message.string) for message in catalog if message.id}


def _strings(found: str | Sequence[str] | None) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(found or ())


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "expected"),
    [
        ("", "", "", "zh"),
        ("", "", "en-GB,en;q=0.9", "en"),
        ("", "", "fr,de;q=0.8", "zh"),
        ("", "", "en;q=0.3,zh;q=0.8", "zh"),
        ("", "", "en;q=0, *", "zh"),
        ("", "en", "zh", "en"),
        ("zh", "en", "en", "zh"),
        ("xx", "yy", "en;q=nonsense", "zh"),
    ],
)
def test_chooses_a_language(query: str, cookie: str, accept: str, expected: str) -> None:
    assert choose(query, cookie, accept, "zh") == expected


@given(st.text(), st.text(), st.text())
def test_whatever_is_sent_there_is_a_language(query: str, cookie: str, accept: str) -> None:
    assert choose(query, cookie, accept, "zh") in ("zh", "en")
