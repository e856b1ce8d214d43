"""Keeps the catalogues of the user interface's texts: `python -m api.catalogue` after a change of texts.

Collects the texts of code and templates into both .po files, drops what is gone, and compiles the .mo files that run.
Must stay true: a developer's tool; nothing at run time imports it.
"""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from api.i18n import DOMAIN
from graph.ontology.vocabulary import LANGUAGES

ROOT = Path(str(files("api")))
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do"}}


UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Dates in the header would make a change where there is none."""


def texts() -> Catalog:
    """Every text of the user interface, as written in code and templates."""
    found = Catalog(domain=DOMAIN, charset="utf-8")
    for name, line, message, _, _ in extract_from_dir(ROOT, METHODS, OPTIONS):
        found.add(message, locations=[(name, line)])
    return found


def file_of(language: str, ending: str = "po") -> Path:
    """The catalogue of a language."""
    return ROOT / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def read(language: str) -> Catalog:
    """The stored catalogue of a language."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update() -> None:
    """Bring both catalogues up to date; English says what the code says."""
    wanted = texts()
    for language in LANGUAGES:
        stored = read(language) if file_of(language).exists() else Catalog(locale=language, domain=DOMAIN)
        stored.update(wanted, no_fuzzy_matching=True)
        stored.obsolete.clear()
        if language == "en":
            _say_the_same(stored)
        _save(stored, language)


def _say_the_same(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            message.string = message.id


def _save(catalog: Catalog, language: str) -> None:
    catalog.project, catalog.version, catalog.header_comment, catalog.fuzzy = "Tieline", "1", "", False
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    catalog.creation_date = catalog.revision_date = UNDATED
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    with file_of(language).open("wb") as file:
        write_po(file, catalog, no_location=True, omit_header=False, width=0, sort_output=True)
    with file_of(language, "mo").open("wb") as file:
        write_mo(file, catalog)


if __name__ == "__main__":
    update()
