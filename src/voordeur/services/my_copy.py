"""Everything Voordeur keeps about one resident, in words, for themselves to take along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import (
    AftercareRecord,
    CaseRecord,
    ClosureRecord,
    DocumentRecord,
    EntryRecord,
    MoveRecord,
    StepRecord,
)
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import audit_residents, my_log
from voordeur.services.case_words import (
    event_title,
    fact_words,
    label_of,
    municipality_name,
    party_name,
    result_words,
    step_words,
)
from voordeur.services.cases import ENTRY_EVENTS
from voordeur.services.consent_lines import shared_lines
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.match_lists import lists_with
from voordeur.services.my_copy_plans import plans_of, work_of
from voordeur.services.my_copy_profile import profile_of
from voordeur.services.my_copy_service import service_of
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.region import current_region

MOST_LINES = 20_000
LANGUAGES = {"nl": "Nederlands", "en": "English"}
STATES: Mapping[str, str] = {
    "open": gettext_noop("Open"),
    "closed": gettext_noop("Afgerond"),
    "offered": gettext_noop("Gevraagd"),
    "accepted": gettext_noop("Ja"),
    "returned": gettext_noop("Nee"),
    "redirected": gettext_noop("Doorgestuurd"),
    "withdrawn": gettext_noop("Ingetrokken"),
    "booked": gettext_noop("Staat vast"),
    "moved": gettext_noop("Verzet"),
    "cancelled": gettext_noop("Afgezegd"),
    "attended": gettext_noop("Geweest"),
    "no_show": gettext_noop("Niet geweest"),
    "live": gettext_noop("Nu"),
    "stopped": gettext_noop("Gestopt"),
    "ended": gettext_noop("Voorbij"),
}


@dataclass(frozen=True, slots=True)
class CopyFact:
    """One thing kept: ``code`` names it for programs, ``label`` for people."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CopyPart:
    """One sort of things kept; each item is a list of facts."""

    code: str
    title: str
    items: tuple[tuple[CopyFact, ...], ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything kept about a resident on a day; health is never kept."""

    name: str
    made_at: datetime
    parts: tuple[CopyPart, ...]

    def as_data(self) -> dict[str, object]:
        """Return the same for programs: part → list of fact → value."""
        parts: dict[str, object] = {
            part.code: [{fact.code: fact.value for fact in item} for item in part.items]
            for part in self.parts
        }
        return {"made_at": self.made_at.isoformat(), **parts}


def whole_copy(context: Context) -> Copy:
    """Return everything kept about the resident who asks; that they took it is in the log."""
    return copy_about(context, seen_by_themselves(context, part="copy"))


def copy_about(context: Context, resident: ResidentRecord) -> Copy:
    """Return everything kept about ``resident``; the caller wrote in the log who takes it."""
    region = current_region()
    cases = list(CaseRecord.objects.filter(resident_id=resident.pk).order_by("id"))
    pen = _Pen(context, region, {case.pk: case.ref for case in cases})
    parts = (
        CopyPart("person", _("Wie je bent"), (pen.person(resident),)),
        CopyPart("cases", _("Je vragen"), tuple(pen.case(row) for row in cases)),
        *pen.of_cases(),
        *pen.of_plans(),
        *pen.of_profile(resident.pk),
        CopyPart("match_lists", _("Lijsten waarop je stond"), pen.match_lists(resident.pk)),
        CopyPart("appointments", _("Je afspraken"), pen.appointments(resident.pk)),
        CopyPart("sharing", _("Wie wat mag zien"), pen.sharing(resident.pk)),
        CopyPart("log", _("Wie keek en wat er gebeurde"), pen.log(resident.pk)),
    )
    return Copy(resident.name, context.now, tuple(part for part in parts if part.items))


Item = tuple[CopyFact, ...]


class _Pen:
    """Writes rows in words, in the language of the reader; empty facts are left out."""

    def __init__(self, context: Context, region: Region, refs: Mapping[int, str]) -> None:
        self.context, self.region, self.refs = context, region, refs

    def item(self, *facts: tuple[str, str, object]) -> Item:
        return tuple(
            CopyFact(code, label, self.said(value))
            for code, label, value in facts
            if value not in {None, ""}
        )

    def said(self, value: object) -> str:
        match value:
            case datetime():
                return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
            case date():
                return f"{value:%d-%m-%Y}"
            case bool():
                return _("ja") if value else _("nee")
            case _:
                return str(value)

    def party(self, code: str | None) -> str:
        return party_name(self.context, self.region, code)

    def place(self, slug: str) -> str:
        return municipality_name(self.region, slug)

    def person(self, row: ResidentRecord) -> Item:
        return self.item(
            ("name", _("Naam"), row.name),
            ("birth_year", _("Geboortejaar"), row.birth_year),
            ("email", _("E-mail"), row.email),
            ("phone", _("Telefoon"), row.phone),
            (
                "preferred_channel",
                _("Liefst bereikt via"),
                label_of(self.context, self.region.channels, row.preferred_channel),
            ),
            ("language", _("Taal"), LANGUAGES.get(row.language, row.language)),
            ("postcode", _("Postcode"), row.postcode),
            ("municipality", _("Gemeente"), self.place(row.municipality)),
            ("known_since", _("Bekend sinds"), row.created_at),
            ("changed", _("Laatst gewijzigd"), row.updated_at),
        )

    def case(self, row: CaseRecord) -> Item:
        region, context = self.region, self.context
        told = ", ".join(
            f"{label}: {value}"
            for label, value in (
                fact_words(context, region, code, value) for code, value in row.situation.items()
            )
        )
        return self.item(
            ("case", _("Kenmerk"), row.ref),
            ("question", _("Vraag"), row.question),
            ("state", _("Stand"), _(STATES[row.state])),
            ("leading", _("Aan zet"), self.party(row.accountable_id)),
            (
                "finally_responsible",
                _("Eindverantwoordelijk"),
                self.party(row.finally_responsible_id),
            ),
            ("channel", _("Kwam binnen via"), label_of(context, region.channels, row.channel)),
            ("situation", _("Situatie"), told),
            (
                "target_group",
                _("Doelgroep"),
                label_of(context, region.target_groups, row.target_group),
            ),
            (
                "distance_class",
                _("Afstand tot werk"),
                label_of(context, region.distance_classes, row.distance_class),
            ),
            ("phase", _("Fase"), label_of(context, region.phases, row.phase)),
            ("next_step", _("Volgende stap"), step_words(row.next_step)),
            ("next_date", _("Wanneer"), row.next_date),
            ("rejected_on", _("Uitkering afgewezen op"), row.rejected_on),
            ("first_contact", _("Eerste contact"), row.first_contact_at),
            ("opened", _("Begonnen"), row.opened_at),
            ("closed", _("Afgerond"), row.closed_at),
            ("outcome", _("Uitkomst"), label_of(context, region.outcomes, row.outcome)),
        )

    def of_cases(self) -> Iterator[CopyPart]:
        """Yield what hangs on the cases, one query per sort."""
        ids = list(self.refs)
        entries = EntryRecord.objects.filter(case_id__in=ids)
        steps = StepRecord.objects.filter(case_id__in=ids)
        handovers = HandoverRecord.objects.filter(case_id__in=ids)
        closures = ClosureRecord.objects.filter(case_id__in=ids)
        aftercare = AftercareRecord.objects.filter(case_id__in=ids)
        moves = MoveRecord.objects.filter(case_id__in=ids)
        documents = DocumentRecord.objects.filter(case_id__in=ids)
        yield CopyPart("entries", _("Wat is opgeschreven"), tuple(map(self.entry, entries)))
        yield CopyPart("steps", _("Afgesproken stappen"), tuple(map(self.step, steps)))
        yield CopyPart("handovers", _("Overdrachten"), tuple(map(self.handover, handovers)))
        yield CopyPart("closures", _("Hoe het eindigde"), tuple(map(self.closure, closures)))
        yield CopyPart("aftercare", _("Nazorg"), tuple(map(self.aftercare, aftercare)))
        yield CopyPart("moves", _("Veranderingen"), tuple(map(self.move, moves)))
        yield CopyPart("documents", _("Documenten"), tuple(map(self.document, documents)))

    def of_plans(self) -> Iterator[CopyPart]:
        """Yield trajectories, what was said of them, answers for the toolbox, and work."""
        for code, name, items in plans_of(self.refs, self.party, self.context.language):
            yield CopyPart(code, name, tuple(self.item(*told) for told in items))
        for code, name, items in work_of(self.refs, self.context.language):
            yield CopyPart(code, name, tuple(self.item(*told) for told in items))
        for code, name, items in service_of(self.refs, self.context.language):
            yield CopyPart(code, name, tuple(self.item(*told) for told in items))

    def of_profile(self, resident_id: int) -> Iterator[CopyPart]:
        """Yield what stands in the profile."""
        for code, name, items in profile_of(self.context, resident_id):
            yield CopyPart(code, name, tuple(self.item(*told) for told in items))

    def entry(self, row: EntryRecord) -> Item:
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("kind", _("Soort"), event_title(ENTRY_EVENTS.get(row.kind, row.kind))),
            ("at", _("Wanneer"), row.happened_at),
            ("by", _("Door"), self.party(row.organisation_id)),
            ("to", _("Aan"), self.party(row.to_organisation_id)),
            ("result", _("Resultaat"), result_words(row.code)),
            ("text", _("Tekst"), row.text),
        )

    def step(self, row: StepRecord) -> Item:
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("what", _("Wat"), row.what),
            ("by", _("Door"), _("jou") if row.by_resident else self.party(row.organisation_id)),
            ("before", _("Voor"), row.due_date),
            ("done", _("Klaar"), row.done_at),
        )

    def handover(self, row: HandoverRecord) -> Item:
        reasons = self.region.reasons
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("from", _("Van"), self.party(row.sender_id)),
            ("to", _("Aan"), self.party(row.receiver_id)),
            ("asked", _("Gevraagd op"), row.offered_at),
            ("reason", _("Waarom"), label_of(self.context, reasons, row.reason)),
            ("text", _("Tekst"), row.message),
            ("deviation", _("Waarom een ander dan de routetabel"), row.deviation),
            ("answer", _("Antwoord"), _(STATES[row.state])),
            ("answered", _("Beantwoord op"), row.answered_at),
            (
                "answer_reason",
                _("Reden van het antwoord"),
                label_of(self.context, reasons, row.answer_reason),
            ),
            ("answer_text", _("Toelichting bij het antwoord"), row.answer_note),
        )

    def closure(self, row: ClosureRecord) -> Item:
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("outcome", _("Uitkomst"), label_of(self.context, self.region.outcomes, row.outcome)),
            ("by", _("Door"), self.party(row.organisation_id)),
            ("at", _("Wanneer"), row.closed_at),
            ("text", _("Tekst"), row.note),
        )

    def aftercare(self, row: AftercareRecord) -> Item:
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("before", _("Voor"), row.due_date),
            ("done", _("Klaar"), row.done_at),
            ("result", _("Resultaat"), result_words(row.result)),
        )

    def move(self, row: MoveRecord) -> Item:
        label, value = fact_words(self.context, self.region, row.changed, row.to_value)
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("what", _("Wat"), label),
            ("to", _("Nieuw"), value),
            ("from_day", _("Vanaf"), row.start_date),
            ("at", _("Wanneer"), row.recorded_at),
        )

    def document(self, row: DocumentRecord) -> Item:
        return self.item(
            ("case", _("Kenmerk"), self.refs[row.case_id]),
            ("name", _("Naam"), row.name),
            ("size", _("Grootte in bytes"), row.size_bytes),
            ("by", _("Door"), self.party(row.organisation_id)),
            ("at", _("Wanneer"), row.added_at),
        )

    def appointments(self, resident_id: int) -> tuple[Item, ...]:
        rows = AppointmentRecord.objects.filter(resident_id=resident_id)
        return tuple(self.appointment(row) for row in rows)

    def appointment(self, row: AppointmentRecord) -> Item:
        place = self.region.locations.get(row.location)
        name = place.name.in_language(self.context.language) if place else row.location
        return self.item(
            ("at", _("Wanneer"), row.starts_at),
            ("place", _("Waar"), name),
            ("with", _("Met"), self.party(row.organisation_id)),
            ("state", _("Stand"), _(STATES[row.state])),
        )

    def match_lists(self, resident_id: int) -> tuple[Item, ...]:
        return tuple(
            self.item(
                ("list", _("Nummer"), line.number),
                ("at", _("Wanneer"), line.at),
                ("by", _("Door"), line.by),
                ("work", _("Werk"), line.vacancy),
                ("place", _("Jouw plaats"), line.place),
                ("rows", _("Regels"), line.rows),
                ("points", _("Punten"), line.points),
            )
            for line in lists_with(self.context, resident_id=resident_id)
        )

    def sharing(self, resident_id: int) -> tuple[Item, ...]:
        lines = shared_lines(
            self.context, self.region, resident_id=resident_id, questions={}, whole=True
        )
        return tuple(
            self.item(
                ("case", _("Kenmerk"), line.case_ref),
                ("organisation", _("Organisatie"), line.organisation),
                ("purpose", _("Waarvoor"), line.purpose),
                ("basis", _("Waarom het mag"), line.basis),
                ("fields", _("Wat ze zien"), line.fields),
                ("since", _("Sinds"), line.since),
                ("until", _("Tot"), line.until),
                ("state", _("Stand"), _(STATES[line.state])),
            )
            for line in lines
        )

    def log(self, resident_id: int) -> tuple[Item, ...]:
        lines = audit_residents.looked(resident_id, most=MOST_LINES, own=True)
        return tuple(
            self.item(
                ("at", _("Wanneer"), line.at),
                ("who", _("Wie"), my_log.who(self.context, self.region, line)),
                ("what", _("Wat"), my_log.what(line)),
                ("purpose", _("Waarvoor"), my_log.purpose(self.context, self.region, line)),
            )
            for line in lines
        )
