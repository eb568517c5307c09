"""Walls that import contracts cannot say: records apart, two logs behind their own service."""

from collections.abc import Callable
from pathlib import Path

from tests.tidy.repository import PACKAGE, imports, modules, name_of

GUARDED = {"consent": "services/consent", "audit": "services/audit"}
"""Records that only one service may touch (and that service's own submodules)."""


def crosses(place: str, imported: str, is_folder: Callable[[str], bool]) -> bool:
    """Tell whether a module of records/PLACE imports the records of another capability."""
    parts = imported.split(".")
    if parts[:2] != ["voordeur", "records"] or len(parts) < 3:
        return False
    return parts[2] != place and is_folder(parts[2])


def breaks_guard(module: str, imported: str) -> bool:
    """Tell whether a module outside its guard imports guarded records."""
    parts = imported.split(".")
    if parts[:2] != ["voordeur", "records"] or len(parts) < 3 or parts[2] not in GUARDED:
        return False
    return not module.startswith((GUARDED[parts[2]], f"records/{parts[2]}/"))


def _is_capability(name: str) -> bool:
    return (PACKAGE / "records" / name).is_dir()


def test_records_know_each_other_only_by_foreign_key_by_name() -> None:
    found = [
        f"{name_of(path)} imports {imported}"
        for path, source in modules(PACKAGE / "records")
        for imported in imports(source)
        if crosses(path.relative_to(PACKAGE / "records").parts[0], imported, _is_capability)
    ]
    assert found == []


def test_grants_and_the_log_have_one_door_each() -> None:
    found = [
        f"{name_of(path)} imports {imported}"
        for path, source in modules()
        for imported in imports(source)
        if breaks_guard(path.relative_to(PACKAGE).as_posix(), imported)
    ]
    assert found == []


def test_migrations_import_nothing_of_the_program() -> None:
    migrations = Path(PACKAGE / "records").glob("*/migrations/*.py")
    found = [
        f"{name_of(path)} imports {imported}"
        for path in migrations
        for imported in imports(path.read_text(encoding="utf-8"))
        if imported.startswith("voordeur.")
    ]
    assert found == []


def test_control_a_hole_in_the_wall_is_seen() -> None:
    everything = {"cases", "audit", "consent"}.__contains__
    assert crosses("cases", "voordeur.records.audit.models.EventRecord", everything)
    assert not crosses("cases", "voordeur.records.cases.models.CaseRecord", everything)
    assert not crosses("cases", "voordeur.records.references.x", everything)
    assert breaks_guard("services/handover.py", "voordeur.records.audit.models.EventRecord")
    assert not breaks_guard("services/audit.py", "voordeur.records.audit.models.EventRecord")
    assert list(imports("from voordeur.records.audit import models")) == [
        "voordeur.records.audit.models"
    ]
