"""Employers the region works with: accounts, sites, and the log of contact with its follow-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.employers import NEEDS, may_log
from voordeur.records.references import new_reference
from voordeur.records.work.models import (
    EmployerAccountRecord,
    EmployerSiteRecord,
    EmployerTalkRecord,
)
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import holds_office, may_by_office, require_office
from voordeur.services.region import current_region

CONSULTANTS = frozenset({Role.WSP_CONSULTANT, Role.COORDINATOR})
READERS = CONSULTANTS | {Role.PROGRAMME_TEAM, Role.TEAM_LEAD}
"""Who reads the log of contact; vacancies are for every professional."""
LONGEST_NAME = 160
LONGEST_TEXT = 4000
KVK_DIGITS = 8
MOST_SITES = 50
TEXTS = {
    "name": LONGEST_NAME,
    "networks": 200,
    "contact_name": LONGEST_NAME,
    "contact_email": 254,
    "contact_phone": 30,
    "postcode": 7,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerDetails:
    """What is known of an employer; only the name is needed. ``need`` is one of ``NEEDS``."""

    name: str
    kvk_number: str = ""
    sector: str = ""
    municipality: str = ""
    postcode: str = ""
    need: str = ""
    public: bool = False
    impact: bool = False
    networks: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTalk:
    """A line for the log: what kind, about what, what was agreed, and when to come back."""

    sort: str
    theme: str
    day: date
    about: str
    agreed: str = ""
    follow_up_on: date | None = None


def open_employer(context: Context, *, details: EmployerDetails) -> str:
    """Write an employer down; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT with the field, EMPLOYER_KNOWN with
    the reference when the KvK number belongs to an employer we have.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        values = _checked(details)
        _require_new(details.kvk_number)
        row = EmployerAccountRecord.objects.create(
            ref=new_reference(),
            manager_id=context.organisation,
            made_at=context.now,
            made_by_id=context.account_id,
            **values,
        )
        act.record("EmployerOpened", payload=_told(row))
    return row.ref


def change_employer(context: Context, *, ref: str, details: EmployerDetails, version: int) -> None:
    """Change what is known of an employer.

    Raises as :func:`open_employer`, NOT_FOUND, and CHANGED_MEANWHILE when somebody else did so.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(ref)
        if row.version != version:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        if details.kvk_number != row.kvk_number:
            _require_new(details.kvk_number)
        values = _checked(details)
        EmployerAccountRecord.objects.filter(pk=row.pk).update(version=version + 1, **values)
        act.record("EmployerChanged", payload={**_told(row), "need": details.need})


def add_site(context: Context, *, ref: str, name: str, postcode: str) -> None:
    """Add a place where an employer has work.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT with the field.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(ref)
        _fits("name", name, 120, needed=True)
        place = _place(postcode)
        if row.sites.count() >= MOST_SITES:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "name"}))
        EmployerSiteRecord.objects.create(
            employer=row, name=name.strip(), postcode=postcode.strip().upper(), municipality=place
        )
        act.record("EmployerSiteAdded", payload=_told(row))


def log_talk(context: Context, *, ref: str, talk: NewTalk) -> str:
    """Write down a contact with an employer; returns the reference of the line.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT with the field,
    DATE_IN_THE_FUTURE, DATE_IN_THE_PAST, NEXT_STEP_NEEDED when somebody must come back.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(ref)
        require(
            may_log(
                talk.sort,
                talk.theme,
                day=talk.day,
                follow_up_on=talk.follow_up_on,
                today=context.today,
            )
        )
        _fits("about", talk.about, LONGEST_TEXT, needed=True)
        _fits("agreed", talk.agreed, LONGEST_TEXT)
        made = EmployerTalkRecord.objects.create(
            ref=new_reference(),
            employer=row,
            sort=talk.sort,
            theme=talk.theme,
            day=talk.day,
            about=talk.about.strip(),
            agreed=talk.agreed.strip(),
            follow_up_on=talk.follow_up_on,
            organisation_id=context.organisation,
            told_at=context.now,
            told_by_id=context.account_id,
        )
        codes = {"talk": made.ref, "sort": talk.sort, "theme": talk.theme}
        act.record("EmployerTalkLogged", payload={**_told(row), **codes})
    return made.ref


def follow_up(context: Context, *, ref: str) -> None:
    """Say that somebody came back to what was agreed; a second press changes nothing.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND when nobody had to come back.
    """
    require(may_by_office(context, CONSULTANTS))
    talk = EmployerTalkRecord.objects.exclude(follow_up_on=None).filter(ref=ref).first()
    if talk is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if talk.followed_at is not None:
        return
    with acting(context) as act:
        row = locked_employer(EmployerAccountRecord.objects.get(pk=talk.employer_id).ref)
        EmployerTalkRecord.objects.filter(pk=talk.pk).update(followed_at=context.now)
        act.record("EmployerTalkFollowed", payload={**_told(row), "talk": talk.ref})


def calls_late(context: Context) -> int:
    """Return how many employers were promised a call before today (one query at most)."""
    if not holds_office(context, CONSULTANTS):
        return 0
    late = EmployerTalkRecord.objects.filter(followed_at=None, follow_up_on__lt=context.today)
    return late.order_by().values("employer_id").distinct().count()


def locked_employer(ref: str) -> EmployerAccountRecord:
    """Lock and return an employer to act on. Raises ``RefusedError`` (NOT_FOUND)."""
    found = EmployerAccountRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if found is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def require_reader(context: Context) -> None:
    """Let through who may read the log of contact; NOT_FOUND for anybody else."""
    require_office(context, READERS)


def _checked(details: EmployerDetails) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(details, name) for name in details.__slots__}
    for name, longest in TEXTS.items():
        said = str(values[name]).strip()
        _fits(name, said, longest, needed=name == "name")
        values[name] = said
    kvk = details.kvk_number.strip()
    if kvk and not (kvk.isascii() and kvk.isdigit() and len(kvk) == KVK_DIGITS):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "kvk_number"}))
    region = current_region()
    _known("need", details.need, NEEDS)
    _known("sector", details.sector, region.sectors)
    _known("municipality", details.municipality, region.municipalities)
    values["municipality"] = details.municipality or _place(details.postcode)
    return {**values, "kvk_number": kvk, "postcode": str(values["postcode"]).upper()}


def _known(field: str, code: str, known: Mapping[str, object]) -> None:
    if code and code not in known:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))


def _fits(field: str, said: str, longest: int, *, needed: bool = False) -> None:
    if len(said) > longest or "\0" in said or (needed and not said.strip()):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))


def _place(postcode: str) -> str:
    """Return the municipality of a postcode, '' when it is none of this region."""
    found = current_region().municipality_of(postcode.strip())
    return found.slug if found is not None else ""


def _require_new(kvk_number: str) -> None:
    known = EmployerAccountRecord.objects.filter(kvk_number=kvk_number).first()
    if kvk_number and known is not None:
        raise RefusedError(Refusal(Reason.EMPLOYER_KNOWN, {"employer": known.ref}))


def _told(row: EmployerAccountRecord) -> dict[str, object]:
    return {"employer": row.ref, "sector": row.sector, "municipality": row.municipality}
