"""``voordeur messages``: collect texts for translation, check and compile the catalogues.

Dutch is the text in the source itself; each catalogue holds its English. Every page slice of the
web has its own catalogue, so that a slice comes and goes as one folder.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from voordeur.cli.parsing import Subparsers

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGE = "en"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".ics", ".svg"}


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("messages", help="translations", description=__doc__)
    actions = {
        "extract": "collect the Dutch texts into the catalogues",
        "check": "list texts without English and catalogues that are behind",
        "compile": "make the files the program reads",
    }
    nested = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, explanation in actions.items():
        nested.add_parser(name, help=explanation, description=explanation)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Do what was asked; 1 when a text has no translation."""
    if chosen.action == "extract":
        return _extract()
    if chosen.action == "compile":
        return _compile()
    lacking = list(untranslated())
    for path, text in lacking:
        print(f"{path.relative_to(PACKAGE)}: no English for: {text}", file=sys.stderr)
    return 1 if lacking else 0


def catalogue_folders(package: Path = PACKAGE) -> list[Path]:
    """Return the folders with a catalogue of their own: each slice of the web, and the layers."""
    web = package / "web"
    slices = [path for path in web.iterdir() if _is_slice(path)] if web.is_dir() else []
    return [*sorted(slices), web, package / "services", package / "adapters"]


def _is_slice(path: Path) -> bool:
    return path.is_dir() and (path / "__init__.py").exists()


def sources(folder: Path, others: list[Path]) -> Iterator[Path]:
    """Yield the files whose texts belong to the catalogue of ``folder``."""
    nested = [other for other in others if other != folder and folder in other.parents]
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".py" and path.suffix not in TEMPLATES:
            continue
        if not any(other in path.parents for other in nested) and "vendor" not in path.parts:
            yield path


def texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield each text of one file with its context, as written in the source."""
    from babel.messages.extract import extract  # noqa: PLC0415 (only this command needs babel)
    from django.utils.translation.template import templatize  # noqa: PLC0415

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        marked = templatize(source, origin=str(path))
        source = "\n".join(line.strip() for line in marked.splitlines())
    for _line, found, _comments, context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS
    ):
        yield found, context


def collect(folder: Path) -> dict[tuple[str | tuple[str, ...], str | None], None]:
    """Return every text of one catalogue, once, in a stable order."""
    found = {
        entry: None
        for path in sources(folder, catalogue_folders())
        for entry in texts(path)
        if entry[0]
    }
    return dict(sorted(found.items(), key=lambda item: (str(item[0][0]), item[0][1] or "")))


def read_catalogue(path: Path) -> "object":
    """Return the catalogue in this file, or an empty one."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 (only this command needs babel)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=LANGUAGE)
    return Catalog(locale=LANGUAGE)


def _extract() -> int:
    from babel.messages.catalog import Catalog  # noqa: PLC0415 (only this command needs babel)
    from babel.messages.pofile import write_po  # noqa: PLC0415

    for folder in catalogue_folders():
        wanted = collect(folder) if folder.is_dir() else {}
        path = folder / CATALOGUE
        if not wanted:
            continue
        old = read_catalogue(path)
        new = Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False)
        for text, context in wanted:
            known = old.get(text[0] if isinstance(text, tuple) else text, context)  # type: ignore[attr-defined]
            translation = known.string if known and not known.fuzzy else ""
            new.add(text, translation, context=context)
        buffer = BytesIO()
        write_po(buffer, new, omit_header=True, width=0, no_location=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + buffer.getvalue().decode().strip() + "\n", encoding="utf-8")
        print(f"{path.relative_to(PACKAGE)}: {len(wanted)} texts")
    return 0


HEADER = """\
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def untranslated() -> Iterator[tuple[Path, str]]:
    """Yield each catalogue with a text in the source that has no English in it."""
    for folder in catalogue_folders():
        if not folder.is_dir():
            continue
        catalogue = read_catalogue(folder / CATALOGUE)
        for text, context in collect(folder):
            key = text[0] if isinstance(text, tuple) else text
            entry = catalogue.get(key, context)  # type: ignore[attr-defined]
            strings = (
                (entry.string if isinstance(entry.string, tuple) else (entry.string,))
                if entry
                else ("",)
            )
            if not all(strings) or entry.fuzzy:
                yield folder / CATALOGUE, key


def _compile() -> int:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (only this command needs babel)

    for path in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with warnings.catch_warnings(), target.open("wb") as file:
            warnings.simplefilter("ignore")
            write_mo(file, read_catalogue(path))  # type: ignore[arg-type]
    return 0
