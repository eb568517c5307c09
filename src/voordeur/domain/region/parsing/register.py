"""The register of a pack: one file per kind of entry, in the folder ``register``."""

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.problems import PackProblem
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Entries, Key, Known, misfits
from voordeur.domain.register.entry import RECORDED, Entry, read_entry
from voordeur.domain.register.fields import Kind
from voordeur.domain.rules.reading import Path, Reader

REGISTER_FILES = {f"register/{code}.yaml": kind for code, kind in KINDS.items()}
"""From file to the kind of entry in it. Each of them may be absent."""


def read_file(kind: Kind, value: object) -> tuple[tuple[Entry, ...], Reader]:
    """Return the entries of one file, and the reader that holds what is wrong with it."""
    reader = Reader()
    whole = reader.mapping(value, (), needed=("entries",))
    if not whole.get("entries"):
        return (), reader

    def read(item: object, path: Path) -> Entry:
        return read_entry(reader, kind, item, path)

    entries = reader.items(whole["entries"], ("entries",), read)
    reader.no_doubles((entry.code for entry in entries), ("entries",))
    return entries, reader


def read_register(data: PackData) -> tuple[dict[Key, Entry], list[PackProblem]]:
    """Return every entry of the pack by kind and code, and everything that cannot be read."""
    entries: dict[Key, Entry] = {}
    problems: list[PackProblem] = []
    for file, kind in REGISTER_FILES.items():
        if file not in data.documents:
            continue
        found, reader = read_file(kind, data.documents[file])
        entries.update({(kind.code, entry.code): entry for entry in found})
        problems += [data.placed(file, problem) for problem in reader.problems]
    return entries, problems


def register_problems(entries: Entries, known: Known, data: PackData) -> list[PackProblem]:
    """Return what does not fit, and entries that do not say which document they come from."""
    problems = []
    for misfit in misfits(entries, known):
        file = f"register/{misfit.kind}.yaml"
        place = data.place_of(file, "entries", misfit.code)
        problems.append(
            data.problem(file, (*place, *misfit.path), misfit.expected, found=misfit.found)
        )
    for kind, code in entries:
        if entries[kind, code].source.document == RECORDED:
            file = f"register/{kind}.yaml"
            place = data.place_of(file, "entries", code)
            problems.append(
                data.problem(
                    file,
                    place,
                    Text(
                        "‘source’ ontbreekt: uit welk document komt dit?",
                        "‘source’ is missing: from which document is this?",
                    ),
                    found=code,
                )
            )
    return problems
