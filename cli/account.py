"""`tieline account` and `tieline key`: who may log in, and the keys by which programs act for them.

Must stay true: a password is typed at a hidden prompt or generated, never an argument; a generated password and a key
are printed once and kept nowhere. These are commands of who runs the machine, and the audit log holds them.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from cli import passwords, session
from cli.options import Json
from cli.output import aligned, emit, note, out, say
from graph.office.types import Account, Role, Scope
from graph.ontology.errors import NotFound

if TYPE_CHECKING:
    from graph.database import Database

app = typer.Typer(help="Who may log in. / 账户", no_args_is_help=True)
keys = typer.Typer(help="Keys by which programs act for an account. / 密钥", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The login of an account.")]
OneTime = Annotated[
    bool, typer.Option("--one-time", help="Generate a password and print it once, instead of asking for one.")
]

SHOWN = 12
"""Characters of a key's id that tell it from the others of an account."""

Change = Callable[["Database", Account], Account]


@app.command()
def create(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="2 to 64 letters, digits, dots, _ or -.")],
    name: Annotated[str, typer.Option("--name", help="Name of the person; default: the login.")] = "",
    department: Annotated[str, typer.Option("--department", help="Their department; default: the office's own.")] = "",
    role: Annotated[Role, typer.Option("--role", help=f"What it may do: {', '.join(Role)}.")] = Role.READER,
    one_time: OneTime = False,
    json: Json = False,
) -> None:
    """Add an account. / 新建账户

    With the first account everybody has to log in, on the page and in the API; commands that read need a key.
    """
    settings = session.load()
    password = _password(one_time)
    own = settings.department
    with session.operating("account create", login, settings) as found:
        from graph.office import accounts, departments

        departments.ensure(found.db, [own])
        first = not accounts.any_exists(found.db)
        made = accounts.create(found.db, login, name or login, department or own, role, password, one_time=one_time)
    _tell(made, password if one_time else "", json=json)
    if first:
        note(say("已启用账户：今后网页和接口须登录，查询命令须设置 TIELINE_API_KEY（tieline key create）。",
                 "There are accounts now: page and API ask for a login, and commands that read need "
                 "TIELINE_API_KEY (tieline key create)."))  # fmt: skip


@app.command("list")
def list_(json: Json = False) -> None:
    """List the accounts. / 账户列表"""
    with session.operating("account list") as found:
        from graph.office import accounts

        every = accounts.all_of(found.db)
    if json:
        emit({"accounts": every})
        return
    for line in aligned(map(_cells, every), indent="") if every else ():
        out(line)


@app.command()
def password(login: Login, one_time: OneTime = False, json: Json = False) -> None:
    """Give an account another password; its sessions end. / 重设密码"""
    settings = session.load()
    secret = _password(one_time)
    with session.operating("account password", login, settings) as found:
        from graph.office import accounts

        changed = accounts.set_password(found.db, _account(found.db, login), secret, one_time=one_time)
    _tell(changed, secret if one_time else "", json=json)


@app.command()
def role(
    login: Login,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help=f"One of {', '.join(Role)}.")],
    json: Json = False,
) -> None:
    """Give an account another role. / 更改角色"""
    with session.operating("account role", login) as found:
        from graph.office import accounts

        changed = accounts.set_role(found.db, _account(found.db, login), role)
    _tell(changed, json=json)


@app.command()
def deactivate(login: Login, json: Json = False) -> None:
    """Shut an account: its sessions end, its keys no longer count. / 停用账户"""
    with session.operating("account deactivate", login) as found:
        from graph.office import accounts

        changed = accounts.deactivate(found.db, _account(found.db, login))
    _tell(changed, json=json)


@app.command()
def activate(login: Login, json: Json = False) -> None:
    """Open a deactivated account again. / 恢复账户"""
    with session.operating("account activate", login) as found:
        from graph.office import accounts

        changed = accounts.activate(found.db, _account(found.db, login))
    _tell(changed, json=json)


@keys.command("create")
def create_key(
    login: Login,
    label: Annotated[str, typer.Option("--label", help="What the key is for.")] = "tieline",
    scope: Annotated[Scope, typer.Option("--scope", help="How far it reaches: read or write.")] = Scope.READ,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it counts.")] = 90,
    json: Json = False,
) -> None:
    """Make a key of an account, and print it once. / 新建密钥"""
    expires = int(time.time() * 1000) + days * 24 * 60 * 60 * 1000
    with session.operating("key create", login) as found:
        from graph.office import api_keys

        key = api_keys.create(found.db, _account(found.db, login), label, scope, expires)
    if json:
        emit({"key": key, "scope": scope, "expires": expires})
        return
    out(key)
    note(say(f"仅显示这一次，{days} 天后到期。命令行请设置 TIELINE_API_KEY，接口请求请带 Authorization: Bearer。",
             f"Shown this once; it ends in {days} days. Commands take it from TIELINE_API_KEY, the API as "
             "Authorization: Bearer."))  # fmt: skip


@keys.command("list")
def list_keys(login: Login, json: Json = False) -> None:
    """List the keys of an account, never the keys themselves. / 密钥列表"""
    with session.operating("key list", login) as found:
        from graph.office import api_keys

        every = api_keys.of(found.db, _account(found.db, login))
    if json:
        emit({"keys": every})
        return
    rows = [(key.uid[:SHOWN], key.label, key.scope, _day(key.expires), _day(key.used_at)) for key in every]
    for line in aligned(rows, indent="") if rows else ():
        out(line)


@keys.command("revoke")
def revoke_key(
    login: Login,
    key: Annotated[str, typer.Argument(metavar="ID", help="The id as `key list` shows it.")],
    json: Json = False,
) -> None:
    """Take a key away. / 撤销密钥"""
    with session.operating("key revoke", login) as found:
        from graph.office import api_keys

        account = _account(found.db, login)
        fitting = [one.uid for one in api_keys.of(found.db, account) if len(key) >= SHOWN and one.uid.startswith(key)]
        if len(fitting) != 1:
            raise NotFound(what=key)
        api_keys.revoke(found.db, account, fitting[0])
    if json:
        emit({"revoked": fitting[0]})
    else:
        out(say("已撤销。", "Revoked."))


def _password(one_time: bool) -> str:
    if not one_time:
        return passwords.new_password()
    from graph.office.passwords import one_time as generated

    return generated()


def _account(db: "Database", login: str) -> Account:
    """The account of this login. Raises NotFound."""
    from graph.office import accounts

    found = accounts.find(db, login)
    if found is None:
        raise NotFound(what=login)
    return found


def _tell(account: Account, password: str = "", *, json: bool) -> None:
    if json:
        emit({"account": account, **({"password": password} if password else {})})
        return
    for line in aligned([_cells(account)], indent=""):
        out(line)
    if password:
        out(password)
        note(say("这是一次性密码，仅显示这一次；请当面交给本人，登录后立即更改。",
                 "A one-time password, shown this once: hand it over in person, to be changed after the first "
                 "login."))  # fmt: skip


def _cells(account: Account) -> tuple[str, ...]:
    state = say("在用", "active") if account.active else say("已停用", "deactivated")
    return account.login, account.name, account.department, account.role, state


def _day(instant: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(instant / 1000)) if instant else "-"
