"""The settings protect themselves: every refusal names the variable and the cure, and no secret shows."""

import os
from pathlib import Path

import pytest

from graph.ontology.errors import TielineError
from graph.settings import Settings, SettingsInvalid, is_loopback, load_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TIELINE_"):
            monkeypatch.delenv(name)


def test_defaults_need_nothing() -> None:
    found = load_settings()
    assert (found.host, found.port, found.language, found.department) == ("127.0.0.1", 8000, "zh", "外事办公室")
    assert found.database_url is None
    assert found.database_password is None
    assert found.data_dir.is_absolute()
    assert found.workers >= 1


def test_the_environment_is_read_and_options_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIELINE_DATA_DIR", "~/数据")
    monkeypatch.setenv("TIELINE_PORT", "9001")
    monkeypatch.setenv("TIELINE_ALLOWED_HOSTS", "waiban.example, 10.0.0.1 ,")
    monkeypatch.setenv("TIELINE_LOG_LEVEL", "debug")
    found = load_settings(port=9002)
    assert found.port == 9002
    assert found.data_dir == Path.home() / "数据"
    assert found.allowed_hosts == ("waiban.example", "10.0.0.1")
    assert found.log_level == "DEBUG"


def test_test_variables_are_no_typing_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIELINE_TEST_DATABASE", "neo4j-5")
    load_settings()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TIELINE_PORT", "eighty", "TIELINE_PORT"),
        ("TIELINE_PORT", "70000", "TIELINE_PORT"),
        ("TIELINE_LANGUAGE", "fr", "TIELINE_LANGUAGE"),
        ("TIELINE_DATABSE_URL", "bolt://x", "TIELINE_DATABASE_URL"),
        ("TIELINE_SOMETHING_ELSE", "1", "TIELINE_SOMETHING_ELSE"),
        ("TIELINE_DATABASE_URL", "http://127.0.0.1:7474", "bolt://127.0.0.1:7687"),
        ("TIELINE_DATABASE_URL", "bolt://127.0.0.1:7687", "TIELINE_DATABASE_PASSWORD"),
        ("TIELINE_WORKERS", "0", "TIELINE_WORKERS"),
        ("TIELINE_ALLOW_BIND_ALL", "true", "TIELINE_ALLOW_BIND_ALL"),
    ],
)
def test_a_refusal_names_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert isinstance(refused.value, TielineError)
    assert says in refused.value.message("en")
    assert says in refused.value.message("zh")


def test_all_problems_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIELINE_PROT", "1")
    monkeypatch.setenv("TIELINE_LANGUAGE", "fr")
    with pytest.raises(SettingsInvalid, match=r"TIELINE_PORT\?.*TIELINE_LANGUAGE"):
        load_settings()


def test_a_secret_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIELINE_DATABASE_PASSWORD", "hunter2")
    monkeypatch.setenv("TIELINE_DATABASE_URL", "bolt://127.0.0.1:7687")
    assert "hunter2" not in repr(load_settings()) + str(load_settings().model_dump())
    monkeypatch.setenv("TIELINE_DATABASE_URL", "bolt://neo4j:hunter2@127.0.0.1:7687")
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert "hunter2" not in str(refused.value) + repr(refused.value) + refused.value.message("zh")


def test_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.1", "localhost.example.org", "")))


def test_every_setting_is_described_and_frozen() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1
