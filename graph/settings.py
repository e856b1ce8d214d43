"""All settings of Tieline in one typed class, read once from TIELINE_ environment variables.

Must stay true: there is no default password; a secret never shows in a repr, a message or a log; an unusable or
unknown variable is an error that names the variable and says what to do.
"""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.ontology.errors import TielineError

PREFIX = "TIELINE_"

DEVELOPMENT_VARIABLES = frozenset({"TIELINE_TEST_DATABASE", "TIELINE_REQUIRE_NEO4J", "TIELINE_NEO4J_CACHE"})
"""Read by the test suite, which hands its environment on to the programs it starts: not a typing error."""

DATABASE_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class SettingsInvalid(TielineError):
    """One or more TIELINE_ variables cannot be used; `problems_zh` and `problems_en` name each with its cure."""

    code = "settings-invalid"
    zh = "设置有误：{problems_zh}"
    en = "The settings cannot be used: {problems_en}"


class Settings(BaseSettings):
    """How this Tieline runs. Each field is the variable TIELINE_<NAME>; sizes are in MiB, times in seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("tieline", appauthor=False),
        description="Folder of the embedded database and of the original files.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address that the page is served on; while there is no account, only this machine's own.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port of the page; 0 takes any free one.")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "localhost", "[::1]"),
        description="Names under which a browser may ask for the page, separated by commas.",
    )
    trusted_proxy: str = Field(
        default="",
        description="Address of a proxy in front; only its X-Forwarded-For and X-Forwarded-Proto are believed.",
    )
    database_url: str | None = Field(
        default=None, description="Address of a Neo4j server (bolt://, neo4j://, …+s://); unset: the embedded database."
    )
    database_user: str = Field(default="neo4j", description="User name at the Neo4j server.")
    database_password: SecretStr | None = Field(
        default=None, description="Password at the Neo4j server; needed with `database_url`, has no default."
    )
    database_name: str | None = Field(
        default=None, description="Name of the database at the Neo4j server; unset: the server's default."
    )
    database_memory_mb: int = Field(
        default=1024, ge=256, description="Most memory that the embedded database takes for its heap."
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="Key of an account (`tieline key create`), for commands that read once there are accounts.",
    )
    language: Literal["zh", "en"] = Field(default="zh", description="Language of page and messages: zh or en.")
    department: str = Field(
        default="外事办公室", min_length=1, description="Name of the office's own department, owner of what it reads."
    )
    max_file_mb: int = Field(default=100, ge=1, description="Largest file that is read.")
    max_pages: int = Field(default=2000, ge=1, description="Most pages of one file.")
    max_unpacked_mb: int = Field(default=100, ge=1, description="Largest size of a packed file once unpacked.")
    read_timeout_s: float = Field(default=120.0, gt=0, description="Longest time that reading one file may take.")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="Processes that read files at once."
    )
    vocabulary_dir: Path | None = Field(
        default=None, description="Folder with word lists of the office's own, added to those that ship (YAML)."
    )
    spacy_model: str = Field(
        default="",
        description="Installed spaCy pipeline, or folder of one, that finds names instead of the tagger that ships.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level that is logged."
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in DATABASE_SCHEMES or not parts.hostname:
            raise PydanticCustomError("database_url", "use an address like bolt://127.0.0.1:7687")
        if parts.username or parts.password:
            raise PydanticCustomError("database_url_secret", "leave user and password out of the address")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.database_url and not (self.database_password and self.database_password.get_secret_value()):
            raise PydanticCustomError("database_password", "TIELINE_DATABASE_URL needs a password")
        return self


def is_loopback(host: str) -> bool:
    """Whether this host name or address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings(**overrides: Any) -> Settings:
    """The settings of the environment; `overrides` (command line options) win over it.

    Raises SettingsInvalid, naming each variable that is unusable or unknown.
    """
    problems = list(_unknown_variables())
    found: Settings | None = None
    try:
        found = Settings(**overrides)
    except ValidationError as error:
        problems += [_problem(detail) for detail in error.errors(include_url=False)]
    if problems or found is None:
        raise SettingsInvalid(
            problems_zh="；".join(zh for zh, _ in problems), problems_en="; ".join(en for _, en in problems)
        )
    return found


def _unknown_variables() -> Iterator[tuple[str, str]]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known | DEVELOPMENT_VARIABLES:
            close = get_close_matches(name.upper(), known, n=1)
            zh = f"，是否指 {close[0]}？" if close else "，请删除该变量"
            en = f": did you mean {close[0]}?" if close else ": remove this variable"
            yield f"没有 {name} 这个设置{zh}", f"there is no setting {name}{en}"


_ZH = {
    "int_parsing": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "literal_error": "不在允许的取值之内",
    "greater_than_equal": "数值太小",
    "greater_than": "数值太小",
    "less_than_equal": "数值太大",
    "string_too_short": "不能为空",
    "extra_forbidden": "没有这个设置",
    "database_url": "请写成 bolt://127.0.0.1:7687 这样的地址",
    "database_url_secret": "地址里不要写用户名和密码，请用 TIELINE_DATABASE_USER 和 TIELINE_DATABASE_PASSWORD",
    "database_password": "设置了 TIELINE_DATABASE_URL，还须设置密码",
}
"""What is wrong, by pydantic's error type, for the Chinese message."""

_CROSS_FIELD = {"database_password": "DATABASE_PASSWORD"}
"""The variable to change when the settings are only wrong together."""


def _problem(detail: ErrorDetails) -> tuple[str, str]:
    kind = detail["type"]
    name = PREFIX + (_CROSS_FIELD.get(kind) or "_".join(str(part) for part in detail["loc"][:1]).upper())
    return f"{name}：{_ZH.get(kind, '值不可用')}", f"{name}: {detail['msg']}"
