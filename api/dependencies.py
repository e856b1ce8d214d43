"""What the endpoints are given: the open database, who is asking, the job queue, and the bounds of lists.

Must stay true: a viewer is looked up anew for each request, and only for who may read; every endpoint that changes
anything says by `allowed` which act it is; every list has a bounded limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from api import identity
from api.audited import note
from api.security import SAFE_METHODS
from graph.database import Database
from graph.office.rights import Act, require, viewer_of
from graph.office.types import Identity
from graph.ontology.types import ShareClass, Viewer
from graph.ontology.vocabulary import ontology
from graph.settings import Settings
from ingest.jobs import Jobs

Id = Annotated[str, Path(pattern=r"^[\w-]{1,80}$", description="An id as other answers give it.")]
Limit = Annotated[int, Query(ge=1, le=200, description="The most items of one page.")]
Cursor = Annotated[str, Query(max_length=2000, description="The `cursor` of the page before; empty for the first.")]


def _one_of(names: Iterable[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Holds a text to these names, in validation and in the interface's description."""
    known = tuple(names)

    def check(value: str) -> str:
        if value not in known:
            raise PydanticCustomError("enum", "must be one of {expected}", {"expected": ", ".join(known)})
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(known)})


EntityType = Annotated[str, *_one_of(ontology().entities)]
Predicate = Annotated[str, *_one_of(ontology().relations)]
Level = Annotated[str, *_one_of(ontology().attributes["level"].values)]
ShareClassName = Annotated[str, *_one_of(ShareClass)]
EntityTypes = Annotated[tuple[EntityType, ...], Query(max_length=20, description="Only entities of these types.")]
Predicates = Annotated[tuple[Predicate, ...], Query(max_length=20, description="Only relations of these types.")]


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def _jobs(request: Request) -> Jobs:
    found: Jobs = request.app.state.jobs
    return found


def _language(request: Request) -> str:
    return str(request.state.language)


Db = Annotated[Database, Depends(_database)]
Configured = Annotated[Settings, Depends(_settings)]
JobQueue = Annotated[Jobs, Depends(_jobs)]
Language = Annotated[str, Depends(_language)]


def _identity(request: Request) -> Identity:
    return identity.of(request).identity


CurrentIdentity = Annotated[Identity, Depends(_identity)]
"""Who is asking."""


@dataclass(frozen=True)
class Allowed:
    """Lets through who may do this act. What changes anything, and what has a name, stands in the audit log."""

    act: Act
    name: str

    def __call__(self, request: Request, who: CurrentIdentity) -> None:
        if self.name or request.method not in SAFE_METHODS:
            note(request, act=self.name or str(self.act))
        require(who, self.act)


def allowed(act: Act, name: str = "") -> Any:
    """The dependency of an endpoint that does this; `name` is what the audit log calls it, if not by its act."""
    return Depends(Allowed(act, name))


def _viewer(request: Request, db: Db, who: CurrentIdentity) -> Viewer:
    """What who is asking may see now. Raises NotAllowed for who may not read at all."""
    note(request, act=str(Act.READ), keep=True)
    require(who, Act.READ)
    return viewer_of(db, who)


CurrentViewer = Annotated[Viewer, Depends(_viewer)]
"""What who is asking may see."""
