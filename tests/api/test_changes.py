"""What changes the graph: an upload as a job, a deletion; and an app over an empty graph."""

import socket
import time
from contextlib import closing
from typing import Any
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

from graph import viewers
from graph.database import Database
from graph.settings import Settings
from ingest.jobs import Jobs
from ingest.work import Stated
from tests.api.conftest import ids_of
from tests.api.problem import assert_problem
from tests.api.serving import serving

pytestmark = pytest.mark.database

API = "/api/v1"
REPORT = "云水市与诺瓦港市签署友好城市备忘录。"


def finished(client: TestClient, job: dict[str, Any], seconds: float = 60) -> dict[str, Any]:
    """The job once it has ended."""
    end = time.monotonic() + seconds
    while job["state"] in ("waiting", "running") and time.monotonic() < end:
        time.sleep(0.1)
        job = client.get(f"{API}/jobs/{job['id']}").json()
    return job


def test_says_that_it_runs_and_is_ready(empty_client: TestClient) -> None:
    assert empty_client.get(f"{API}/health").json() == {"status": "ok"}
    assert empty_client.get(f"{API}/readiness").json() == {"status": "ready"}
    assert empty_client.get(f"{API}/version").json()["ontology"] >= 1


def test_an_empty_graph_answers_with_empty_lists(empty_client: TestClient) -> None:
    for path in ("entities", "cities", "documents", "entities?q=云"):
        assert empty_client.get(f"{API}/{path}").json() == {"items": [], "cursor": ""}
    assert empty_client.get(f"{API}/statistics").json()["documents"] == 0
    for path in ("/", "/entities", "/documents", "/search?q=云", "/paths", "/network", "/upload", "/about"):
        assert empty_client.get(path).status_code == 200, path


def test_an_upload_becomes_a_document(empty_client: TestClient) -> None:
    form = {"file": ("简报.txt", REPORT.encode(), "text/plain")}
    answer = empty_client.post(f"{API}/documents", files=form, data={"date": "2024-05", "locality": "云水市"})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{API}/jobs/{answer.json()['id']}"
    job = finished(empty_client, answer.json())
    assert job["state"] == "done", job
    row = empty_client.get(f"{API}/documents/{job['documents'][0]}").json()["row"]
    assert (row["document"]["date"], row["locality"]) == ("2024-05", "云水市")
    again = finished(empty_client, empty_client.post(f"{API}/documents", files=form, data={"date": "2024-05"}).json())
    assert len(empty_client.get(f"{API}/documents").json()["items"]) == 1
    assert again["documents"] == job["documents"]


def test_an_upload_that_breaks_off_leaves_nothing(settings: Settings) -> None:
    with serving(settings) as address:
        host, port = address.removeprefix("http://").split(":")
        head = f"POST {API}/documents HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9000000\r\n"
        part = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        with socket.create_connection((host, int(port))) as line:
            line.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n{part}".encode())
            line.sendall(REPORT.encode() * 100_000)
        with urlopen(f"{address}{API}/health") as answer:
            assert answer.status == 200
    assert not list((settings.data_dir / "uploads").glob("*"))


def test_an_upload_whose_job_cannot_be_noted_leaves_nothing(database: Database, settings: Settings) -> None:
    with closing(Jobs(database, settings)) as jobs, pytest.raises(UnicodeEncodeError):
        jobs.upload(viewers.local_owner(database), "\ud800", b"text", Stated("d"))
    assert not list((settings.data_dir / "uploads").iterdir())


def test_what_an_earlier_server_left_is_cleared(database: Database, settings: Settings) -> None:
    left = settings.data_dir / "uploads" / "left"
    left.parent.mkdir(mode=0o755)
    left.touch()
    Jobs(database, settings).close()
    assert not left.exists()


def test_an_upload_that_cannot_be_read_is_a_failed_job(empty_client: TestClient) -> None:
    form = {"file": ("broken.docx", b"PK\x03\x04 not a document", "application/octet-stream")}
    job = finished(empty_client, empty_client.post(f"{API}/documents", files=form).json())
    assert job["state"] == "failed"
    assert job["zh"]
    assert job["en"]
    assert "Traceback" not in job["en"]
    assert empty_client.get(f"/jobs/{job['id']}").status_code == 200


def test_the_form_without_scripts_leads_to_its_job(empty_client: TestClient) -> None:
    form = {"file": ("简报.txt", REPORT.encode(), "text/plain")}
    answer = empty_client.post("/upload", files=form, follow_redirects=False)
    assert answer.status_code == 303
    page = empty_client.get(answer.headers["location"])
    assert "简报.txt" in page.text
    finished(empty_client, {"id": answer.headers["location"].rsplit("/", 1)[1], "state": "waiting"})


def test_refuses_an_upload_that_is_no_form_or_lacks_its_file(empty_client: TestClient) -> None:
    assert_problem(empty_client.post(f"{API}/documents", content=b"{}"), 415)
    assert_problem(empty_client.post(f"{API}/documents", files={"other": b"x"}), 422)
    wrong_date = {"date": "last year"}
    assert_problem(empty_client.post(f"{API}/documents", files={"file": b"x"}, data=wrong_date), 422)


def test_deleting_a_document_takes_its_facts_along(own_client: TestClient) -> None:
    ids = ids_of(own_client)
    assert own_client.delete(f"{API}/documents/{ids['云水市对外交往工作总结']}").status_code == 204
    counts = own_client.get(f"{API}/statistics").json()
    assert (counts["documents"], counts["relations"]) == (1, {"TIE": 1, "COOPERATES": 1})
    assert_problem(own_client.get(f"{API}/documents/{ids['云水市对外交往工作总结']}"), 404)
    assert own_client.get(f"{API}/facts/{ids_of(own_client)['tie']}").json()["sources"] == 1


def test_the_page_deletes_by_a_form_and_goes_back_to_the_list(own_client: TestClient) -> None:
    ids = ids_of(own_client)
    path = f"/documents/{ids['云水市对外交往工作总结']}/delete"
    answer = own_client.post(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
    assert_problem(own_client.post(path), 404)
