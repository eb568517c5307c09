"""What professionals are told about a handover: short mails with a link, no names of residents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.ports import ports


class HandoverNews(StrEnum):
    """What happened to a handover, as far as professionals are told."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"
    REMINDER = "reminder"
    ESCALATION_1 = "escalation_1"
    ESCALATION_2 = "escalation_2"
    LINK = "link"


_SUBJECTS: dict[HandoverNews, str] = {
    HandoverNews.OFFERED: gettext_noop("Er is een overdracht voor jullie"),
    HandoverNews.ACCEPTED: gettext_noop("Jullie overdracht is aangenomen"),
    HandoverNews.RETURNED: gettext_noop("Jullie overdracht kwam terug"),
    HandoverNews.REDIRECTED: gettext_noop("Jullie overdracht gaat naar een ander"),
    HandoverNews.WITHDRAWN: gettext_noop("Een overdracht is ingetrokken"),
    HandoverNews.REMINDER: gettext_noop("Een overdracht wacht op jullie antwoord"),
    HandoverNews.ESCALATION_1: gettext_noop("Een overdracht wacht te lang op antwoord"),
    HandoverNews.ESCALATION_2: gettext_noop("Een overdracht blijft zonder antwoord"),
    HandoverNews.LINK: gettext_noop("Je nieuwe link voor een overdracht"),
}
_SENTENCES: dict[HandoverNews, str] = {
    HandoverNews.OFFERED: gettext_noop(
        "%(sender)s vraagt %(receiver)s om iemand over te nemen. Antwoord uiterlijk op %(due)s. "
        "Tot dan blijft %(sender)s verantwoordelijk."
    ),
    HandoverNews.ACCEPTED: gettext_noop("%(receiver)s neemt het over en is nu verantwoordelijk."),
    HandoverNews.RETURNED: gettext_noop(
        "%(receiver)s neemt het niet over. %(sender)s blijft verantwoordelijk en zoekt vandaag "
        "een andere partij."
    ),
    HandoverNews.REDIRECTED: gettext_noop(
        "%(receiver)s wees een andere partij aan. Die krijgt nu de vraag. %(sender)s blijft "
        "verantwoordelijk."
    ),
    HandoverNews.WITHDRAWN: gettext_noop(
        "%(sender)s heeft de vraag ingetrokken. Je hoeft niets meer te doen."
    ),
    HandoverNews.REMINDER: gettext_noop(
        "%(sender)s wacht op antwoord van %(receiver)s. Antwoord uiterlijk op %(due)s."
    ),
    HandoverNews.ESCALATION_1: gettext_noop(
        "%(receiver)s had op %(due)s moeten antwoorden en deed dat niet. Neem vandaag contact op. "
        "%(sender)s blijft verantwoordelijk."
    ),
    HandoverNews.ESCALATION_2: gettext_noop(
        "%(receiver)s antwoordt na twee keer de afgesproken tijd nog niet. Breng %(sender)s en "
        "%(receiver)s bij elkaar."
    ),
    HandoverNews.LINK: gettext_noop(
        "Met deze link antwoord je %(sender)s. De vorige link werkt niet meer."
    ),
}
_BODY = gettext_noop("Hallo,\n\n%(sentence)s\n\nBekijk de overdracht:\n%(link)s\n\nVoordeur")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody a mail goes to; ``key`` names them without their address."""

    key: str
    email: str
    language: str = "nl"
    link: str = ""
    """A signed link for somebody without an account; '' leads to the desk."""


def members(organisation: str, on: date, *roles: Role) -> list[Addressed]:
    """Return the active members of an organisation on a day who hold one of ``roles``."""
    rows = _memberships(on).filter(organisation_id=organisation)
    return _holding(rows, roles)


def by_account(account_id: int | None) -> list[Addressed]:
    """Return one professional, or nobody when the account can no longer log in."""
    rows = Account.objects.filter(pk=account_id or 0, is_active=True)
    return [Addressed(f"account-{row.pk}", row.email, row.language) for row in rows]


def everywhere(on: date, *roles: Role) -> list[Addressed]:
    """Return whoever holds one of ``roles`` in any organisation on a day."""
    return _holding(_memberships(on), roles)


def somebody_at(organisation: str, on: date, role: Role) -> list[Addressed]:
    """Return who holds ``role``; else all who do case work there; else the general address.

    So that a message to a role nobody holds still reaches a person.
    """
    found = members(organisation, on, role) or members(organisation, on, *CASE_WORK_ROLES)
    if found:
        return found
    emails = OrganisationRecord.objects.filter(code=organisation).exclude(contact_email="")
    return [
        Addressed(f"organisation-{organisation}", email)
        for email in emails.values_list("contact_email", flat=True)
    ]


def tell_professionals(
    act: Act,
    context: Context,
    region: Region,
    news: HandoverNews,
    *,
    row: HandoverRecord,
    to: Iterable[Addressed],
) -> int:
    """Queue a mail to each once per handover and kind of news; return how many they are."""
    reached = 0
    for person in {one.email: one for one in to}.values():
        act.send(_message(context, region, news, row, person))
        reached += 1
    return reached


def desk_link(ref: str, language: str) -> str:
    """Return the address of a handover at the desk."""
    prefix = "/en" if language == "en" else ""
    return f"{ports().public_address}{prefix}/werk/overdracht/{ref}/"


def _message(
    context: Context, region: Region, news: HandoverNews, row: HandoverRecord, person: Addressed
) -> Message:
    language = "en" if person.language == "en" else "nl"
    with translation.override(language):
        sentence = _(_SENTENCES[news]) % {
            "sender": region.organisation_name(row.sender_id, context.today, language),
            "receiver": region.organisation_name(row.receiver_id, context.today, language),
            "due": f"{row.due_on:%d-%m-%Y}",
        }
        link = person.link or desk_link(row.ref, language)
        return Message(
            key=f"handover_{news.value}:{row.ref}:{row.link_version}:{person.key}",
            kind=f"handover_{news.value}",
            recipient=person.email,
            language=language,
            subject=_(_SUBJECTS[news]),
            body=_(_BODY) % {"sentence": sentence, "link": link},
            case_id=row.case_id,
        )


def _memberships(on: date) -> QuerySet[MembershipRecord]:
    return (
        MembershipRecord.objects.select_related("account")
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=on), start_date__lte=on)
        .filter(account__is_active=True)
        .order_by("id")
    )


def _holding(rows: Iterable[MembershipRecord], roles: tuple[Role, ...]) -> list[Addressed]:
    wanted = {role.value for role in roles}
    return [
        Addressed(f"account-{row.account_id}", row.account.email, row.account.language)
        for row in rows
        if wanted & set(row.roles)
    ]
