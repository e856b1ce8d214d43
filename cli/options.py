"""Options that several commands share, so that they are called and explained alike.

Must stay true: an option means the same in every command.
"""

import re
from typing import Annotated

import typer

from graph.ontology.vocabulary import ontology

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def entity_type(value: str) -> str:
    """The entity type as the ontology spells it, whatever its case, or "". Raises BadParameter."""
    known = {name.lower(): name for name in ontology().entities}
    if value and value.lower() not in known:
        raise typer.BadParameter(f"use one of {', '.join(known.values())}")
    return known.get(value.lower(), "")


def date(value: str) -> str:
    """A possibly partial date, or "". Raises BadParameter."""
    if value and not PARTIAL_DATE.fullmatch(value):
        raise typer.BadParameter("use 2024, 2024-05 or 2024-05-31")
    return value


Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="The most results.")]
EntityType = Annotated[
    str, typer.Option("--type", callback=entity_type, help="Only entities of this type, such as Place or Person.")
]
Department = Annotated[str, typer.Option("--department", help="The department that holds the file; default: yours.")]
Date = Annotated[
    str,
    typer.Option("--date", callback=date, help="Date of the report, possibly partial; default: what the file says."),
]
Locality = Annotated[
    str, typer.Option("--locality", help="The place that 我市 or 我省 stands for; default: what the file says.")
]
