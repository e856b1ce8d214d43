"""`tieline department`: the departments of the office as a tree.

Must stay true: a department's name is the one that its documents carry, so no command changes it under them.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from cli import session
from cli.options import Json
from cli.output import aligned, emit, out, say
from graph.office.types import TOP, Department, Kind
from graph.ontology.errors import InvalidInput

app = typer.Typer(help="The departments of the office. / 部门", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a department.")]

KINDS = {
    Kind.CITY_OFFICE: ("市级机关", "city office"),
    Kind.DEPARTMENT: ("委办局", "department"),
    Kind.SECTION: ("科室", "section"),
    Kind.DISTRICT: ("区县", "district"),
    Kind.UNIVERSITY: ("高校", "university"),
    Kind.STATE_COMPANY: ("国企", "state-owned company"),
    Kind.ASSOCIATION: ("社团", "association"),
}


@app.command()
def add(
    name: Name,
    kind: Annotated[Kind, typer.Option("--kind", help=f"What it is: {', '.join(Kind)}.")] = Kind.DEPARTMENT,
    under: Annotated[str, typer.Option("--under", help="The department above it; default: none.")] = TOP,
    json: Json = False,
) -> None:
    """Add a department. / 新建部门"""
    with session.operating("department add", name) as found:
        from graph.office import departments

        made = departments.add(found.db, name, kind, under)
    _tell(made, json=json)


@app.command("list")
def list_(json: Json = False) -> None:
    """List the departments as a tree. / 部门列表"""
    with session.operating("department list") as found:
        from graph.office import departments

        every = departments.all_of(found.db)
    if json:
        emit({"departments": every})
        return
    rows = list(_tree(every, TOP, 0))
    for line in aligned(rows, indent="") if rows else ():
        out(line)


@app.command()
def move(
    name: Name,
    under: Annotated[str, typer.Option("--under", help="The department to put it under.")] = "",
    top: Annotated[bool, typer.Option("--top", help="Put it under none.")] = False,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What it is, if that changes.")] = None,
    json: Json = False,
) -> None:
    """Put a department with all that is under it elsewhere. / 调整部门

    People see what their department and those under it hold, so this changes what they see, at once.
    """
    if (under and top) or not (under or top or kind):
        raise InvalidInput(why=say("请给出 --under、--top 或 --kind", "say one of --under, --top and --kind"))
    with session.operating("department move", name) as found:
        from graph.office import departments

        moved = departments.move(found.db, name, TOP if top else under or None, kind)
    _tell(moved, json=json)


def _tell(department: Department, *, json: bool) -> None:
    if json:
        emit({"department": department})
        return
    above = department.parent or say("（最上级）", "(at the top)")
    out(f"{department.name}  {say(*KINDS[department.kind])}  {above}")


def _tree(every: Sequence[Department], parent: str, depth: int) -> Iterator[tuple[str, str]]:
    for department in every:
        if department.parent == parent:
            yield "  " * depth + department.name, say(*KINDS[department.kind])
            yield from _tree(every, department.name, depth + 1)
