"""'Mijn bedrijf': the page of one employer behind a signed link, and the mail that brings it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import Signer
from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.referrals import WITH_EMPLOYER
from voordeur.records.employer_service.models import (
    CompanyLinkRecord,
    GroupRouteRecord,
    InvitationRecord,
)
from voordeur.records.work.models import EmployerAccountRecord, ReferralRecord
from voordeur.services.acts import Message, acting
from voordeur.services.context import Context
from voordeur.services.employer_link import log_seen
from voordeur.services.employers import CONSULTANTS, locked_employer
from voordeur.services.gathering_letters import token_of as gathering_token
from voordeur.services.gathering_pages import LinkPage, invited_page
from voordeur.services.group_routes import GroupLine, group_lines
from voordeur.services.offices import may_by_office
from voordeur.services.ports import ports
from voordeur.services.referral_letters import token_of as referral_token
from voordeur.services.signed_links import read_signed
from voordeur.services.trainings import BookedTraining, booked_for
from voordeur.services.work_pages import VacancyLine, vacancy_line

DAYS_VALID = 90
_SIGNER = Signer(salt="voordeur.company_link", sep=".")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """Somebody who agreed to be shown, with the link by which to answer."""

    vacancy: str
    shared: str
    state: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPage:
    """Everything an employer may see of itself."""

    name: str
    vacancies: tuple[VacancyLine, ...]
    candidates: tuple[CandidateLine, ...]
    gatherings: tuple[tuple[LinkPage, str], ...]
    """A gathering it was invited to, and the token of that invitation."""
    trainings: tuple[BookedTraining, ...]
    groups: tuple[GroupLine, ...]
    until: date


def send_link(context: Context, *, employer: str) -> None:
    """Mail an employer the link to its page; every older link stops working.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT without an e-mail.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(employer)
        if not row.contact_email:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "contact_email"}))
        link = _renewed(context, row, live=True)
        with translation.override("nl"):
            body = _(
                "Hallo,\n\nDit is de pagina van %(name)s in Voordeur, zonder account:\n%(link)s\n\n"
                "U ziet uw vacatures, wie wil kennismaken, bijeenkomsten en trainingen. De link "
                "werkt %(days)d dagen. Geef hem niet door.\n\nVoordeur"
            ) % {"name": row.name, "link": address_of(context, link), "days": DAYS_VALID}
            subject = _("De pagina van uw bedrijf")
        act.send(
            Message(
                key=f"company:{row.ref}:{link.version}",
                kind="company_link",
                recipient=row.contact_email,
                language="nl",
                subject=subject,
                body=body,
            )
        )
        told = {"employer": row.ref, "version": link.version}
        act.record("CompanyLinkSent", payload=told)


def stop_link(context: Context, *, employer: str) -> None:
    """Let the link of an employer work no longer. Raises ROLE_DOES_NOT_ALLOW, NOT_FOUND."""
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(employer)
        link = _renewed(context, row, live=False)
        act.record("CompanyLinkStopped", payload={"employer": row.ref, "version": link.version})


def address_of(context: Context, link: CompanyLinkRecord) -> str:
    """Return the whole address of the page of an employer."""
    return f"{ports().public_address}/link/bedrijf/{token_of(link, today=context.today)}/"


def token_of(link: CompanyLinkRecord, *, today: date) -> str:
    """Return a signed token that opens the page of one employer, from today."""
    return _SIGNER.sign_object({"e": link.employer_id, "v": link.version, "d": today.isoformat()})


def company_page(context: Context, *, token: str) -> CompanyPage:
    """Return the page behind a link; each person on it is in their own log first.

    Raises ``RefusedError`` (LINK_INVALID) for what is unsigned, old, stopped or replaced.
    """
    link, until = _opened(context, token)
    employer = link.employer
    rows = list(
        ReferralRecord.objects.select_related("vacancy", "case").filter(
            vacancy__employer=employer, state__in=[one.value for one in WITH_EMPLOYER]
        )
    )
    for row in rows:
        log_seen(context, row)
    invited = InvitationRecord.objects.select_related("gathering", "employer").filter(
        employer=employer, gathering__day__gte=context.today
    )
    groups = GroupRouteRecord.objects.select_related("employer").filter(employer=employer)
    vacancies = employer.vacancies.select_related("employer").filter(state__in=("open", "paused"))
    return CompanyPage(
        name=employer.name,
        vacancies=tuple(vacancy_line(context, one) for one in vacancies),
        candidates=tuple(
            CandidateLine(
                vacancy=row.vacancy.title,
                shared=row.shared,
                state=row.state,
                token=referral_token(row, today=context.today, company=link.version),
            )
            for row in rows
        ),
        gatherings=tuple((invited_page(context, one), gathering_token(one)) for one in invited),
        trainings=booked_for(context, employer.ref),
        groups=group_lines(context, rows=list(groups), codes=True),
        until=until,
    )


def _opened(context: Context, token: str) -> tuple[CompanyLinkRecord, date]:
    told = read_signed(_SIGNER, token)
    link = (
        CompanyLinkRecord.objects.select_related("employer")
        .filter(employer_id=told.get("e", 0), version=told.get("v", -1), live=True)
        .first()
    )
    until = date.fromisoformat(str(told.get("d", "1970-01-01"))) + timedelta(days=DAYS_VALID)
    if link is None or context.today >= until:
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    return link, until


def _renewed(context: Context, row: EmployerAccountRecord, *, live: bool) -> CompanyLinkRecord:
    link, made = CompanyLinkRecord.objects.get_or_create(
        employer=row, defaults={"sent_at": context.now, "live": live}
    )
    if not made:
        link.version, link.live, link.sent_at = link.version + 1, live, context.now
        link.save(update_fields=["version", "live", "sent_at"])
    return link
