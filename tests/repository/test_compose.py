"""What must hold of the container files. No engine runs here: they are parsed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]

Service = dict[str, Any]


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    found: dict[str, Service] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    return found


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_every_port_is_published_on_this_machine_only(services: dict[str, Service]) -> None:
    ports = [port for service in services.values() for port in service["ports"]]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_there_is_no_password_but_the_one_that_must_be_chosen(services: dict[str, Service]) -> None:
    required = "${TIELINE_DATABASE_PASSWORD:?"
    assert services["neo4j"]["environment"]["NEO4J_AUTH"].startswith(f"neo4j/{required}")
    assert services["tieline"]["environment"]["TIELINE_DATABASE_PASSWORD"].startswith(required)


def test_the_database_is_neo4j_5_26_community_and_is_asked_by_bolt(services: dict[str, Service]) -> None:
    assert services["neo4j"]["image"] == "neo4j:5.26-community"
    kind, command = services["neo4j"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "cypher-shell" in command
    assert "bolt://" in command


def test_no_variable_of_neo4j_is_taken_for_a_setting_that_it_does_not_have(services: dict[str, Service]) -> None:
    """The image turns NEO4J_a_b into the setting a.b and stops at an unknown one."""
    settings = [name for name in services["neo4j"]["environment"] if name != "NEO4J_AUTH"]
    assert all(name.startswith(("NEO4J_dbms_", "NEO4J_server_", "NEO4J_db_")) for name in settings)


def test_the_app_waits_for_a_healthy_database(services: dict[str, Service]) -> None:
    assert services["tieline"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["tieline"]["environment"]["TIELINE_DATABASE_URL"] == "bolt://neo4j:7687"


def test_every_setting_named_in_the_container_files_exists(services: dict[str, Service], dockerfile: str) -> None:
    from_docs = set(re.findall(r"`(TIELINE_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text("utf-8")))
    named = set(re.findall(r"\b(TIELINE_[A-Z_]+)=", dockerfile)) | set(services["tieline"]["environment"])
    assert named <= from_docs


def test_the_image_installs_by_hash_and_does_not_run_as_root(dockerfile: str) -> None:
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert re.search(r"^USER (?!root|0)\w+", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile


def test_what_the_image_copies_exists_and_is_sent_to_the_engine(dockerfile: str) -> None:
    sent = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    copied = {name for line in lines for name in line.split()}
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)
