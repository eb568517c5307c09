"""Cases, residents and handovers of one organisation in open files, to take along or bring back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.services import consent
from voordeur.services.access import fields_per_case, subjects_of
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.import_acts import on_behalf
from voordeur.services.offices import require_own_data
from voordeur.services.ports import ports

MOST_CASES = 50_000
RESIDENT_COLUMNS = (
    "resident",
    "name",
    "birth_year",
    "email",
    "phone",
    "preferred_channel",
    "language",
    "postcode",
    "municipality",
)
CASE_COLUMNS = (
    "case",
    "resident",
    "employer",
    "name",
    "birth_year",
    "email",
    "phone",
    "postcode",
    "language",
    "question",
    "channel",
    "municipality",
    "situation",
    "target_group",
    "distance_class",
    "state",
    "episode",
    "phase",
    "next_step",
    "next_date",
    "next_party",
    "accountable",
    "finally_responsible",
    "rejected_on",
    "first_contact_at",
    "opened_at",
    "closed_at",
    "outcome",
)
HANDOVER_COLUMNS = (
    "handover",
    "case",
    "episode",
    "sender",
    "receiver",
    "state",
    "kind",
    "reason",
    "message",
    "introduction",
    "offered_at",
    "due_on",
    "answered_at",
    "answer_reason",
    "answer_note",
)
PROFILE_COLUMNS = (
    "resident",
    "hours_least",
    "hours_most",
    "hours_now",
    "more_hours",
    "days",
    "place",
    "mode",
    "minutes",
    "licences",
    "conditions",
    "sectors",
    "available_from",
    "changed_at",
)
PROFILE_LINE_COLUMNS = (
    "resident",
    "part",
    "code",
    "words",
    "level",
    "evidence",
    "place",
    "from_year",
    "to_year",
    "degree",
    "finished",
    "speaking",
    "writing",
    "told_on",
    "by_resident",
)
README = gettext_noop(
    "Gegevens uit Voordeur\n\n"
    "Organisatie: %(organisation)s\nGemaakt op: %(day)s\nDossiers: %(cases)s\n\n"
    "Wat erin zit\n"
    "- residents: de mensen\n- cases: hun vragen, met wie het is\n- handovers: overdrachten\n"
    "- profiles: wat mensen willen en nodig hebben in werk\n"
    "- profile_lines: hun vaardigheden, ervaring, opleiding, talen en gewenst werk\n"
    "Een profiel staat erin als de organisatie het mag zien.\n\n"
    "Van elk is er een tabel (CSV: puntkomma's, UTF-8) en een bestand voor programma's (JSONL: een "
    "regel per rij). Dagen staan er als 2026-12-31, tijden in UTC.\n"
    "Begint een cel in de tabel met een teken waarmee een rekenblad gaat rekenen, dan staat er een "
    "apostrof voor. In JSONL staat die er niet.\n\n"
    "Terugzetten: laad cases.csv bij Beheer, Importeren, Mensen met een vraag.\n\n"
    "Dit zijn gegevens van mensen. Bewaar ze veilig. Verwijder ze als je ze niet meer nodig hebt. "
    "Dat je dit bestand maakte, staat in het logboek van elke bewoner.\n"
)

Value = str | int | None | date | Mapping[str, object]
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table by its name, with columns named for programs."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The files by name, and how many cases they hold."""

    files: Mapping[str, bytes]
    cases: int

    def archive(self) -> bytes:
        """Return the files as one zip archive."""
        return ports().tables.bundle(self.files)


def take_along(context: Context, *, organisation: str) -> OpenFiles:
    """Return what ``organisation`` holds of the cases it is accountable for.

    Only what its grants let it see, as on its screens. That they were taken is in the log of every
    resident in them before this returns. Raises ``RefusedError``: NOT_FOUND, TOO_LARGE.
    """
    require_own_data(context, organisation)
    reader = on_behalf(context, organisation)
    cases = list(
        consent.visible_to(reader, AccessAction.EXPORT)
        .filter(accountable_id=organisation)
        .select_related("resident", "employer")
        .order_by("pk")[: MOST_CASES + 1]
    )
    if len(cases) > MOST_CASES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_CASES)}))
    with acting(context) as act:
        act.record(
            "OpenFilesTaken",
            payload={"for": organisation, "cases": [case.pk for case in cases]},
            subjects=tuple(subject for case in cases for subject in subjects_of(case)),
        )
    tables = _tables(reader, cases)
    files = {name: content for table in tables for name, content in _files(table).items()}
    values = {"organisation": organisation, "day": context.today, "cases": len(cases)}
    files["README.txt"] = (_(README) % values).encode()
    return OpenFiles(files, len(cases))


def _tables(reader: Context, cases: Sequence[CaseRecord]) -> list[OpenTable]:
    fields = fields_per_case(reader, [case.pk for case in cases])
    people: dict[str, Row] = {}
    profiled: dict[int, str] = {}
    rows = []
    for case in cases:
        shown = fields.get(case.pk, frozenset())
        rows.append(_case_row(case, shown))
        if case.resident is not None and FieldGroup.NAME in shown:
            people[case.resident.ref] = _resident_row(case, shown)
        if case.resident is not None and FieldGroup.PROFILE in shown:
            profiled[case.resident.pk] = case.resident.ref
    handovers = HandoverRecord.objects.filter(case__in=[case.pk for case in cases])
    return [
        OpenTable("residents", RESIDENT_COLUMNS, tuple(people.values())),
        OpenTable("cases", CASE_COLUMNS, tuple(rows)),
        OpenTable(
            "handovers",
            HANDOVER_COLUMNS,
            tuple(_handover_row(row) for row in handovers.select_related("case").order_by("pk")),
        ),
        *_profile_tables(profiled),
    ]


def _profile_tables(profiled: Mapping[int, str]) -> Iterable[OpenTable]:
    """Return the profiles of people by their own id, and the lines in them (two queries)."""
    held = WorkProfileRecord.objects.filter(resident_id__in=list(profiled)).order_by("pk")
    lines = ProfileLineRecord.objects.filter(profile__resident_id__in=list(profiled))
    yield OpenTable(
        "profiles",
        PROFILE_COLUMNS,
        tuple(
            (profiled[row.resident_id], *_cells(row, PROFILE_COLUMNS[1:]))
            for row in held.iterator()
        ),
    )
    yield OpenTable(
        "profile_lines",
        PROFILE_LINE_COLUMNS,
        tuple(
            (profiled[row.profile.resident_id], *_cells(row, PROFILE_LINE_COLUMNS[1:]))
            for row in lines.select_related("profile").order_by("pk")
        ),
    )


def _cells(row: WorkProfileRecord | ProfileLineRecord, names: Iterable[str]) -> Row:
    values = (getattr(row, name) for name in names)
    return tuple(" ".join(value) if isinstance(value, list) else value for value in values)


def _resident_row(case: CaseRecord, shown: frozenset[FieldGroup]) -> Row:
    person = case.resident
    assert person is not None  # the caller looked
    contact, residence = FieldGroup.CONTACT in shown, FieldGroup.RESIDENCE in shown
    return (
        person.ref,
        person.name,
        person.birth_year,
        person.email if contact else "",
        person.phone if contact else "",
        person.preferred_channel,
        person.language,
        person.postcode if residence else "",
        person.municipality if residence else "",
    )


def _person_cells(case: CaseRecord, shown: frozenset[FieldGroup]) -> Row:
    if FieldGroup.NAME not in shown:
        return ("", "", "", "", "", "")
    if case.employer is not None:
        return (case.employer.name, "", case.employer.email, case.employer.phone, "", "")
    _ref, name, year, email, phone, _channel, language, postcode, _place = _resident_row(
        case, shown
    )
    return (name, year, email, phone, postcode, language)


def _case_row(case: CaseRecord, shown: frozenset[FieldGroup]) -> Row:
    situation = FieldGroup.SITUATION in shown
    plan = FieldGroup.PLAN in shown
    return (
        case.ref,
        case.resident.ref if case.resident else "",
        case.employer.ref if case.employer else "",
        *_person_cells(case, shown),
        case.question if FieldGroup.QUESTION in shown else "",
        case.channel,
        case.municipality if FieldGroup.RESIDENCE in shown else "",
        case.situation if situation else {},
        case.target_group if situation else "",
        case.distance_class if situation else "",
        case.state,
        case.episode,
        case.phase,
        case.next_step if plan else "",
        case.next_date if plan else "",
        case.next_party if plan else "",
        case.accountable_id,
        case.finally_responsible_id,
        case.rejected_on,
        case.first_contact_at,
        case.opened_at,
        case.closed_at,
        case.outcome,
    )


def _handover_row(row: HandoverRecord) -> Row:
    return (
        row.ref,
        row.case.ref,
        row.episode,
        row.sender_id,
        row.receiver_id,
        row.state,
        row.kind,
        row.reason,
        row.message,
        row.introduction,
        row.offered_at,
        row.due_on,
        row.answered_at,
        row.answer_reason,
        row.answer_note,
    )


def _files(table: OpenTable) -> dict[str, bytes]:
    rows = [[_text(value) for value in row] for row in table.rows]
    return {
        f"{table.name}.csv": ports().tables.write(table.columns, rows),
        f"{table.name}.jsonl": _json_lines(table.columns, table.rows),
    }


def _json_lines(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    lines = (
        json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=_iso)
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _iso(value: object) -> str:
    assert isinstance(value, date)  # nothing else in a row is not plain JSON
    return value.isoformat()


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return json.dumps(value, sort_keys=True) if value else ""
        case _:
            return str(value)
