"""Taking entries in from the region pack or from files, and giving the whole register out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from voordeur.domain.region.problems import PackProblem
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key, Misfit, misfits
from voordeur.domain.register.entry import Entry, entry_of, plain
from voordeur.records.register.models import EntryRecord, EntryVersionRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, require_office
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.services.register_acts import Origin, write_version

READ_AGAIN = {"pack": "Regiopakket opnieuw geladen", "file": "Ingelezen uit bestanden"}
"""The reason of a version that was read instead of written here."""


Trouble: TypeAlias = PackProblem | Misfit
"""Something wrong with a file, or with how its entries fit here."""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What taking entries in did; ``kept`` were changed here since and stay as they are."""

    added: tuple[Key, ...]
    changed: tuple[Key, ...]
    kept: tuple[Key, ...]

    @property
    def idle(self) -> bool:
        """Tell whether nothing changed."""
        return not self.added and not self.changed


def load_register(context: Context) -> RegisterReport:
    """Take the register of the loaded region pack in.

    New entries come in; entries nobody changed here follow the pack; the others are kept. Loading
    again changes nothing. Raises ``RefusedError`` (NOT_FOUND) for who is no manager.
    """
    require_office(context, MANAGER)
    return _take(context, current_region().register, Origin("pack"))


def take_register(
    context: Context, *, documents: Mapping[str, str]
) -> RegisterReport | list[PackProblem] | list[Misfit]:
    """Take entries in from files, as another installation exported them.

    Returns everything that is wrong with the files or does not fit here; then nothing is kept.
    """
    require_office(context, MANAGER)
    entries = ports().register_files.read(documents)
    if isinstance(entries, list):
        return entries
    held = {
        (kind, code): entry_of(KINDS[kind], body)
        for kind, code, body in EntryRecord.objects.values_list("kind", "code", "body")
    }
    found = misfits({**held, **entries}, current_region().known(), only=list(entries))
    return found or _take(context, entries, Origin("file"))


def export_register(context: Context) -> Mapping[str, str]:
    """Return the whole register in use as files, the same text for the same content."""
    require_office(context, MANAGER)
    rows = EntryRecord.objects.filter(retired=False).values_list("kind", "body")
    entries = [entry_of(KINDS[kind], body) for kind, body in rows]
    return ports().register_files.write(entries)


def export_archive(context: Context) -> bytes:
    """Return the whole register in use as one zip file, the same bytes for the same content."""
    return ports().pack_reader.write_archive(export_register(context))


def _take(context: Context, entries: Mapping[Key, Entry], origin: Origin) -> RegisterReport:
    rows = {(row.kind, row.code): row for row in EntryRecord.objects.all()}
    written_here = set(
        EntryVersionRecord.objects.filter(origin="here").values_list("entry__kind", "entry__code")
    )
    added: list[Key] = []
    changed: list[Key] = []
    kept: list[Key] = []
    for key, entry in entries.items():
        row = rows.get(key)
        if row is None:
            added.append(key)
        elif row.body == plain(KINDS[entry.kind], entry):
            continue
        elif key in written_here and origin.name == "pack":
            kept.append(key)
        else:
            changed.append(key)
    report = RegisterReport(tuple(added), tuple(changed), tuple(kept))
    if report.idle:
        return report
    with acting(context) as act:
        for key in (*added, *changed):
            row = rows.get(key)
            reason = READ_AGAIN[origin.name] if row is not None else ""
            write_version(context, row, entries[key], reason, origin)
        act.record(
            "RegisterLoaded",
            payload={
                "origin": origin.name,
                "added": len(added),
                "changed": len(changed),
                "kept": len(kept),
            },
        )
    return report
