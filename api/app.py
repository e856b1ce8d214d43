"""Puts the web side together: checks, errors, the JSON interface, pages and static files.

Must stay true: `create_app` opens nothing; the database is opened when the server starts and closed when it ends;
nothing is answered before it is known who is asking (`IdentityMiddleware`), and every request that changes data by a
session is held to its token (`require_csrf`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from api import problems
from api.audited import AuditMiddleware
from api.described import described_security, problem_schemas
from api.i18n import LanguageMiddleware
from api.identity import IdentityMiddleware, require_csrf
from api.pages import account, accounts, assets, audit, documents, entities, explore, home, system
from api.routers import account as own_routes
from api.routers import accounts as office_routes
from api.routers import audit as audit_routes
from api.routers import documents as document_routes
from api.routers import entities as entity_routes
from api.routers import facts as fact_routes
from api.routers import knowledge as knowledge_routes
from api.routers import paths as path_routes
from api.routers import system as system_routes
from api.security import SecurityMiddleware, require_loopback
from graph.database import Database
from graph.office.accounts import any_exists
from graph.office.audit import Audit
from graph.settings import Settings
from ingest.jobs import Jobs
from viz.export import bundle_folder

API = "/api/v1"
ROUTES = (
    system_routes,
    document_routes,
    entity_routes,
    fact_routes,
    path_routes,
    knowledge_routes,
    own_routes,
    office_routes,
    audit_routes,
)
PAGES = (home, entities, documents, explore, account, accounts, audit, system, assets)

DESCRIPTION = """\
The knowledge graph of a city's external relations, read from its reports. Every fact names the sentences that it was
read from. Lists answer with a `cursor` for the next page; errors are problem documents (RFC 9457) in Chinese or
English, by `Accept-Language` or `?lang=`.
"""


class TielineApp(FastAPI):
    """FastAPI, describing problems and who may ask as well."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        described["components"]["schemas"].update(problem_schemas())
        described_security(described)
        return described


def create_app(settings: Settings) -> FastAPI:
    """The whole web side for these settings. Its start raises AddressRefused for a host that others could reach, while
    there is no account."""
    app = TielineApp(
        title="Tieline",
        version=version("tieline"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        lifespan=_lifespan,
        dependencies=[Depends(require_csrf)],
    )
    app.state.settings = settings
    for routes in ROUTES:
        app.include_router(routes.router, prefix=API)
    for pages in PAGES:
        app.include_router(pages.router, include_in_schema=False)
    for address, folder in _static_folders():
        app.mount(address, StaticFiles(directory=folder))
    problems.install(app)
    app.add_middleware(AuditMiddleware)
    app.add_middleware(IdentityMiddleware, settings=settings, refuse=problems.refuse)
    app.add_middleware(SecurityMiddleware, settings=settings, refuse=problems.refuse)
    app.add_middleware(LanguageMiddleware, default=settings.language)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    database = await run_in_threadpool(Database.open, settings)
    try:
        if not await run_in_threadpool(any_exists, database):
            require_loopback(settings)
        jobs = await run_in_threadpool(Jobs, database, settings)
        log = Audit(database)
        app.state.database, app.state.jobs, app.state.audit = database, jobs, log
        try:
            yield
        finally:
            await run_in_threadpool(jobs.close)
            await run_in_threadpool(log.close)
    finally:
        await run_in_threadpool(database.close)


def _static_folders() -> tuple[tuple[str, Path], ...]:
    """Our own files, and the bundles that come with the installed packages; a missing one fails the start."""
    return (
        ("/static", Path(str(files("api") / "static"))),
        ("/assets/vis", bundle_folder()),
        ("/assets/docs", Path(str(files("fastapi_offline") / "static"))),
    )
