"""What can go wrong with a database, each said to the user with its cure.

Must stay true: no message holds a query's parameters, a password or a piece of a document.

TielineError
+-- DatabaseError
    +-- DatabaseUnavailable    nobody answers, or the answer broke off
    |   +-- EngineMissing      no embedded database for this platform
    |   +-- EngineFailed       the embedded database did not start
    |   +-- DataFolderInUse    another owner holds the data folder
    |   +-- DataFolderUnusable the data folder cannot be made or written
    +-- DatabaseRefused        wrong user or password, or not allowed
    +-- DatabaseMissing        the server has no database of this name
    +-- DatabaseTooOld         a server that does not know all that queries say
    +-- DatabaseFull           no space left on the disk
    +-- QueryTimeout           a query ran longer than allowed
    +-- QueryFailed            the server refused a query: a fault of ours
    |   +-- Duplicate          a thing with this id is there already
    +-- SchemaMismatch         data of another version of Tieline
    +-- WriterBusy             another process is writing
    +-- LeaseLost              the right to write was lost while writing
"""

from graph.ontology.errors import TielineError


class DatabaseError(TielineError):
    """Anything that the database layer reports."""

    code = "database"


class DatabaseUnavailable(DatabaseError):
    code = "database-unavailable"
    zh = "连不上数据库（{where}）。请确认数据库已启动、地址正确；已写入的数据不会丢失，恢复后重新运行即可。"
    en = (
        "The database ({where}) does not answer. Check that it runs and that the address is right; "
        "nothing that was written is lost: run again when it is back."
    )


class EngineMissing(DatabaseUnavailable):
    code = "engine-missing"
    zh = "本系统（{platform}）没有内置数据库。请自备 Neo4j 服务器，并设置 TIELINE_DATABASE_URL。"
    en = "There is no embedded database for this platform ({platform}). Bring a Neo4j: set TIELINE_DATABASE_URL."


class EngineFailed(DatabaseUnavailable):
    code = "engine-failed"
    zh = "内置数据库未能启动（{reason}）。详情见 {log}，其末尾为：\n{tail}"
    en = "The embedded database did not start ({reason}). See {log}, which ends with:\n{tail}"


class DataFolderInUse(DatabaseUnavailable):
    code = "data-folder-in-use"
    zh = "数据文件夹 {folder} 正被另一个程序占用。请先结束它，或用 TIELINE_DATA_DIR 指定另一个文件夹。"
    en = "The data folder {folder} is in use by another program. End it, or set TIELINE_DATA_DIR to another folder."


class DataFolderUnusable(DatabaseUnavailable):
    code = "data-folder-unusable"
    zh = "数据文件夹 {folder} 不可用（{why}）。请检查权限，或用 TIELINE_DATA_DIR 指定另一个文件夹。"
    en = "The data folder {folder} cannot be used ({why}). Check its permissions, or set TIELINE_DATA_DIR to another."


class DatabaseRefused(DatabaseError):
    code = "database-refused"
    zh = "数据库（{where}）拒绝登录或操作。请检查 TIELINE_DATABASE_USER、TIELINE_DATABASE_PASSWORD 及该用户的权限。"
    en = (
        "The database ({where}) refused the login or an operation. "
        "Check TIELINE_DATABASE_USER, TIELINE_DATABASE_PASSWORD and the rights of this user."
    )


class DatabaseMissing(DatabaseError):
    code = "database-missing"
    zh = "数据库服务器（{where}）上没有这个数据库。请检查 TIELINE_DATABASE_NAME。"
    en = "The server ({where}) has no database of this name. Check TIELINE_DATABASE_NAME."


class DatabaseTooOld(DatabaseError):
    code = "database-too-old"
    zh = "数据库服务器是 {found}，需要 Neo4j {needed} 或更新的版本。"
    en = "The server is {found}; Neo4j {needed} or newer is needed."


class DatabaseFull(DatabaseError):
    code = "database-full"
    zh = "数据库（{where}）所在的磁盘已满。请腾出空间后重新运行。"
    en = "The disk of the database ({where}) is full. Free some space and run again."


class QueryTimeout(DatabaseError):
    code = "query-timeout"
    zh = "查询超过 {seconds:g} 秒，已中止。请缩小范围后再试。"
    en = "The query took more than {seconds:g} seconds and was stopped. Ask for less and try again."


class QueryFailed(DatabaseError):
    code = "query-failed"
    zh = "数据库未能执行操作（{reason}）。这是程序的错误，请把这一行报告给维护者。"
    en = "The database could not run an operation ({reason}). This is a fault of Tieline: please report this line."


class Duplicate(QueryFailed):
    code = "duplicate"
    zh = "数据库里已有同一编号的数据，未重复写入。"
    en = "The database holds a thing with the same id already; nothing was written."


class SchemaMismatch(DatabaseError):
    code = "schema-mismatch"
    zh = "数据库里的数据是版本 {found} 的，本程序需要版本 {needed}。请用写入它的 Tieline 导出，再用本版本导入。"
    en = (
        "The database holds data of version {found}, this Tieline needs version {needed}. "
        "Export it with the Tieline that wrote it, then import it with this one."
    )


class WriterBusy(DatabaseError):
    code = "writer-busy"
    zh = "另一个导入正在进行（{owner}）。请等它结束后再试。"
    en = "Another import is running ({owner}). Wait until it has ended and try again."


class LeaseLost(DatabaseError):
    code = "lease-lost"
    zh = "写入权已被另一个导入取得，本次导入已停止。请重新运行，已写入的部分不会重复。"
    en = "Another import has taken over the right to write; this one stopped. Run it again: nothing is written twice."
