"""What professionals read about employers and vacancies; every list costs the same few queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.domain.kernel.text import Text
from voordeur.domain.profile.words import CONDITIONS, LICENCES
from voordeur.domain.work.employers import NEEDS, TALKS, THEMES, Talk, recurring
from voordeur.domain.work.referrals import (
    LIVE,
    NEXT,
    NO_FROM_EMPLOYER,
    NO_FROM_PERSON,
    WITH_EMPLOYER,
    ReferralState,
)
from voordeur.domain.work.vacancies import VacancyState
from voordeur.records.work.models import (
    EmployerAccountRecord,
    EmployerTalkRecord,
    ReferralRecord,
    VacancyRecord,
)
from voordeur.services.context import Context
from voordeur.services.employer_answers import SLOW_ANSWERS
from voordeur.services.employers import CONSULTANTS, require_reader
from voordeur.services.offices import may_by_office
from voordeur.services.region import current_region
from voordeur.services.vacancy_order import in_order, kilometres_between
from voordeur.services.vacancy_words import here_still, words_of

MOST_SHOWN = 200
CASE_WORKERS = (Role.GIDS, Role.PARTNER_PROFESSIONAL, Role.WSP_CONSULTANT, Role.TEAM_LEAD)
STATES: Mapping[ReferralState, Text] = {
    ReferralState.SUGGESTED: Text("voorgelegd aan de persoon", "laid before the person"),
    ReferralState.INTERESTED: Text("de persoon zei ja", "the person said yes"),
    ReferralState.INTRODUCED: Text("bij de werkgever", "with the employer"),
    ReferralState.MEETING: Text("kennismaking", "meeting"),
    ReferralState.PLACED: Text("aan het werk", "at work"),
    ReferralState.DECLINED: Text("de persoon zei nee", "the person said no"),
    ReferralState.REJECTED: Text("de werkgever zei nee", "the employer said no"),
    ReferralState.ENDED: Text("gestopt", "stopped"),
}
VACANCY_STATES: Mapping[VacancyState, Text] = {
    VacancyState.OPEN: Text("open", "open"),
    VacancyState.PAUSED: Text("staat stil", "on hold"),
    VacancyState.FILLED: Text("vervuld", "filled"),
    VacancyState.WITHDRAWN: Text("ingetrokken", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerLine:
    """One employer on the list; ``vacancies`` are open ones."""

    ref: str
    name: str
    place: str
    sector: str
    need: str
    public: bool
    impact: bool
    vacancies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine:
    """One line of the log of contact; ``open`` when somebody must still come back."""

    ref: str
    employer: str
    employer_ref: str
    day: date
    sort: str
    theme: str
    about: str
    agreed: str
    organisation: str
    follow_up_on: date | None
    open: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFilter:
    """What is looked for: words or a KvK number, a sector, a kind of need."""

    text: str = ""
    sector: str = ""
    need: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployersPage:
    """Employers, who must be called again, and themes for the regional table."""

    lines: tuple[EmployerLine, ...]
    to_follow: tuple[TalkLine, ...]
    themes: tuple[tuple[str, int], ...]
    chosen: EmployerFilter
    sectors: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyLine:
    """One vacancy on a list. ``distance``: whole kilometres, None when a place is not known."""

    ref: str
    title: str
    employer: str
    employer_ref: str
    sector: str
    place: str
    hours: str
    seats: int
    free: int
    state: str
    state_label: str
    fresh: bool
    room: bool
    distance: int | None = None
    origin: str = ""
    """The source of a vacancy from elsewhere; '' is our own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerPage:
    """One employer with everything that was said and asked."""

    line: EmployerLine
    kvk_number: str
    networks: str
    contact: tuple[str, str, str]
    manager: str
    sites: tuple[tuple[str, str], ...]
    talks: tuple[TalkLine, ...]
    vacancies: tuple[VacancyLine, ...]
    waiting: int
    """Introductions that wait for an answer."""
    slow: bool
    version: int
    row: EmployerAccountRecord
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyFilter:
    """What is looked for: words, sector, municipality, hours one wants, from where, how far."""

    text: str = ""
    sector: str = ""
    municipality: str = ""
    hours: int | None = None
    postcode: str = ""
    km: int | None = None
    room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VacanciesPage:
    """Open vacancies that fit what is looked for, nearest first when a place was given."""

    lines: tuple[VacancyLine, ...]
    found: int
    chosen: VacancyFilter
    sectors: tuple[tuple[str, str], ...]
    municipalities: tuple[tuple[str, str], ...]
    may_read_employers: bool
    may_divide: bool
    may_see_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """One referral as a professional sees it; a name only where the case was shared."""

    ref: str
    case: str
    state: str
    state_label: str
    live: bool
    because: str
    shared: str
    reason: str
    note: str
    next: str
    """What could come after a no."""
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyPage:
    """One vacancy with what it asks and who was suggested for it."""

    line: VacancyLine
    level: str
    dutch: str
    occupation: str
    required: tuple[str, ...]
    preferred: tuple[str, ...]
    licences: tuple[str, ...]
    offers: tuple[str, ...]
    tasks: tuple[str, ...]
    conditions: str
    starts_on: date | None
    fresh_until: date
    carved_from: tuple[str, str] | None
    carved: tuple[tuple[str, str], ...]
    shared_by: tuple[str, ...]
    asked: int
    """People who were asked and did not answer yet; nothing of them is shown."""
    live: tuple[ReferralLine, ...]
    ended: tuple[ReferralLine, ...]
    end_reason: str
    row: VacancyRecord
    may_write: Verdict


class _Said:
    """Puts codes in words, in the language of the page, as of today."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.region = current_region()

    def text(self, text: Text) -> str:
        return text.in_language(self._context.language)

    def code(self, known: Mapping[str, Text], code: str) -> str:
        return self.text(known[code]) if code in known else code

    def sector(self, code: str) -> str:
        found = self.region.sectors.get(code)
        return self.text(found.names[-1].name) if found is not None else code

    def place(self, slug: str, postcode: str = "") -> str:
        found, outside = self.region.municipalities.get(slug), self.region.outside_place(postcode)
        return found.name if found is not None else outside.place if outside else slug

    def organisation(self, code: str) -> str:
        if code not in self.region.organisations:
            return code
        today, language = self._context.today, self._context.language
        return self.region.organisation_name(code, today, language)

    def sectors(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, self.sector(code)) for code in self.region.sectors)

    def municipalities(self) -> tuple[tuple[str, str], ...]:
        return tuple((slug, one.name) for slug, one in self.region.municipalities.items())


def employers_page(context: Context, *, chosen: EmployerFilter) -> EmployersPage:
    """Return employers that fit (four queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    said = _Said(context)
    rows = EmployerAccountRecord.objects.filter(origin="").annotate(
        open_vacancies=Count("vacancies", filter=Q(vacancies__state="open"))
    )
    if chosen.text.strip():
        text = chosen.text.strip()[:80]
        rows = rows.filter(
            Q(name__icontains=text) | Q(kvk_number=text) | Q(networks__icontains=text)
        )
    if chosen.sector:
        rows = rows.filter(sector=chosen.sector)
    if chosen.need:
        rows = rows.filter(need=chosen.need)
    open_talks = EmployerTalkRecord.objects.select_related("employer").filter(followed_at=None)
    to_follow = open_talks.exclude(follow_up_on=None).order_by("follow_up_on", "id")
    talks = EmployerTalkRecord.objects.values_list("employer_id", "theme", "day")
    themes = recurring(Talk(str(employer), theme, day) for employer, theme, day in talks)
    return EmployersPage(
        lines=tuple(_employer(said, row, row.open_vacancies) for row in rows[:MOST_SHOWN]),
        to_follow=tuple(_talk(said, context, one) for one in to_follow[:MOST_SHOWN]),
        themes=tuple((said.code(THEMES, theme), count) for theme, count in themes),
        chosen=chosen,
        sectors=said.sectors(),
        needs=tuple((code, said.text(label)) for code, label in NEEDS.items()),
        may_write=may_by_office(context, CONSULTANTS),
    )


def employer_page(context: Context, *, ref: str) -> EmployerPage:
    """Return one employer (five queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    row = EmployerAccountRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    said = _Said(context)
    vacancies = tuple(
        _vacancy(said, context, one) for one in row.vacancies.select_related("employer")
    )
    waiting = ReferralRecord.objects.filter(
        vacancy__employer=row, state__in=[one.value for one in WITH_EMPLOYER], answered_at=None
    ).count()
    talks = row.talks.select_related("employer")
    return EmployerPage(
        line=_employer(said, row, sum(one.state == "open" for one in vacancies)),
        kvk_number=row.kvk_number,
        networks=row.networks,
        contact=(row.contact_name, row.contact_email, row.contact_phone),
        manager=said.organisation(row.manager_id),
        sites=tuple((one.name, said.place(one.municipality)) for one in row.sites.all()),
        talks=tuple(_talk(said, context, one) for one in talks),
        vacancies=vacancies,
        waiting=waiting,
        slow=waiting >= SLOW_ANSWERS,
        version=row.version,
        row=row,
        may_write=may_by_office(context, CONSULTANTS),
    )


def vacancies_page(context: Context, *, chosen: VacancyFilter) -> VacanciesPage:
    """Return open vacancies that fit (three queries); employers that never answer come last.

    A region has thousands: only what is shown is read whole.
    """
    said = _Said(context)
    rows = here_still(context, VacancyRecord.objects.order_by())
    if chosen.text.strip():
        text = chosen.text.strip()[:80]
        rows = rows.filter(Q(title__icontains=text) | Q(employer__name__icontains=text))
    if chosen.sector:
        rows = rows.filter(sector=chosen.sector)
    if chosen.municipality:
        rows = rows.filter(municipality=chosen.municipality)
    if chosen.hours is not None:
        rows = rows.filter(hours_from__lte=chosen.hours, hours_to__gte=chosen.hours)
    if chosen.room:
        rows = rows.filter(room=True)
    found = in_order(context, rows, region=said.region, postcode=chosen.postcode, km=chosen.km)
    shown = rows.select_related("employer").in_bulk(found[:MOST_SHOWN])
    return VacanciesPage(
        lines=tuple(
            _vacancy(said, context, shown[pk], chosen.postcode)
            for pk in found[:MOST_SHOWN]
            if pk in shown
        ),
        found=len(found),
        chosen=chosen,
        sectors=said.sectors(),
        municipalities=said.municipalities(),
        may_read_employers=_reads_employers(context),
        may_divide=context.has_role(Role.TEAM_LEAD, Role.COORDINATOR, Role.WSP_CONSULTANT),
        may_see_people=context.has_role(*CASE_WORKERS),
    )


def vacancy_page(context: Context, *, ref: str) -> VacancyPage:
    """Return one vacancy (four queries). Raises ``RefusedError`` (NOT_FOUND).

    Who was suggested is told to the consultants of its organisation, without names.
    """
    row = VacancyRecord.objects.select_related("employer", "carved_from").filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    said = _Said(context)
    office = may_by_office(context, CONSULTANTS)
    mine = bool(office) and context.organisation == row.organisation_id
    referrals = row.referrals.select_related("case").order_by("id") if mine else ()
    lines = [referral_line(context, one) for one in referrals]
    source = row.carved_from
    return VacancyPage(
        line=_vacancy(said, context, row),
        level=row.level,
        dutch=row.dutch,
        occupation="".join(words_of([row.occupation])) if row.occupation else "",
        required=words_of(row.required),
        preferred=words_of(row.preferred),
        licences=tuple(said.code(LICENCES, one) for one in row.licences),
        offers=tuple(said.code(CONDITIONS, one) for one in row.offers),
        tasks=tuple(row.tasks),
        conditions=row.conditions,
        starts_on=row.starts_on,
        fresh_until=row.fresh_until,
        carved_from=(source.ref, source.title) if source is not None else None,
        carved=tuple(row.carved.values_list("ref", "title")),
        shared_by=tuple(row.partners.values_list("name", flat=True)),
        asked=sum(one.state == ReferralState.SUGGESTED.value for one in lines),
        live=tuple(o for o in lines if o.live and o.state != ReferralState.SUGGESTED.value),
        ended=tuple(one for one in lines if not one.live),
        end_reason=row.end_reason,
        row=row,
        may_write=office,
    )


def referral_line(context: Context, row: ReferralRecord) -> ReferralLine:
    """Return a referral in words; before a yes nobody but the case's own people see it is there."""
    said = _Said(context)
    state = ReferralState(row.state)
    hidden = state is ReferralState.SUGGESTED
    reasons = {**NO_FROM_PERSON, **NO_FROM_EMPLOYER}
    return ReferralLine(
        ref=row.ref,
        case=row.case.ref,
        state=row.state,
        state_label=said.text(STATES[state]),
        live=state in LIVE,
        because="" if hidden else row.because,
        shared=row.shared,
        reason=said.code(reasons, row.reason) if row.reason else "",
        note=row.note,
        next=said.text(NEXT[row.reason]) if row.reason in NEXT else "",
        day=row.suggested_at.date(),
    )


def vacancy_line(context: Context, row: VacancyRecord, postcode: str = "") -> VacancyLine:
    """Return a vacancy as a line; ``postcode`` is from where the distance counts."""
    return vacancy_lines(context, ((row, postcode),))[0]


def vacancy_lines(
    context: Context, rows: Iterable[tuple[VacancyRecord, str]]
) -> tuple[VacancyLine, ...]:
    """Return vacancies as lines, each with the postcode from where its distance counts."""
    said = _Said(context)
    return tuple(_vacancy(said, context, row, postcode) for row, postcode in rows)


def _reads_employers(context: Context) -> bool:
    try:
        require_reader(context)
    except RefusedError:
        return False
    return True


def _employer(said: _Said, row: EmployerAccountRecord, vacancies: int) -> EmployerLine:
    return EmployerLine(
        ref=row.ref,
        name=row.name,
        place=said.place(row.municipality),
        sector=said.sector(row.sector) if row.sector else "",
        need=said.code(NEEDS, row.need) if row.need else "",
        public=row.public,
        impact=row.impact,
        vacancies=vacancies,
    )


def _talk(said: _Said, context: Context, row: EmployerTalkRecord) -> TalkLine:
    waits = row.follow_up_on is not None and row.followed_at is None
    return TalkLine(
        ref=row.ref,
        employer=row.employer.name,
        employer_ref=row.employer.ref,
        day=row.day,
        sort=said.code(TALKS, row.sort),
        theme=said.code(THEMES, row.theme),
        about=row.about,
        agreed=row.agreed,
        organisation=said.organisation(row.organisation_id),
        follow_up_on=row.follow_up_on,
        open=waits,
        late=waits and row.follow_up_on is not None and row.follow_up_on < context.today,
    )


def _vacancy(said: _Said, context: Context, row: VacancyRecord, postcode: str = "") -> VacancyLine:
    same = row.hours_from == row.hours_to
    return VacancyLine(
        ref=row.ref,
        title=row.title,
        employer=row.employer.name,
        employer_ref=row.employer.ref,
        sector=said.sector(row.sector) if row.sector else "",
        place=said.place(row.municipality, row.postcode),
        hours=str(row.hours_from) if same else f"{row.hours_from}–{row.hours_to}",
        seats=row.seats,
        free=row.seats - row.filled,
        state=row.state,
        state_label=said.text(VACANCY_STATES[VacancyState(row.state)]),
        fresh=context.today < row.fresh_until,
        room=row.room,
        distance=kilometres_between(said.region, postcode, row.postcode),
        origin=row.origin,
    )
