"""The mail to an employer about somebody who wants to meet, with a signed link to answer by."""

from datetime import date, timedelta

from django.core.signing import Signer
from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.referrals import WITH_EMPLOYER, ReferralState
from voordeur.records.employer_service.models import CompanyLinkRecord
from voordeur.records.work.models import ReferralRecord, VacancyRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.ports import ports
from voordeur.services.signed_links import read_signed

DAYS_VALID = 30
_SIGNER = Signer(salt="voordeur.referral_link", sep=".")


def token_of(row: ReferralRecord, *, today: date, company: int | None = None) -> str:
    """Return a signed token that opens one referral for its employer, from today.

    ``company`` is the version of the link of the company whose page shows it: what was found there
    opens no longer than that page.
    """
    told = {"r": row.ref, "v": row.link_version, "d": today.isoformat()}
    return _SIGNER.sign_object(told if company is None else {**told, "c": company})


def address_of(row: ReferralRecord, *, today: date) -> str:
    """Return the whole address of the link."""
    return f"{ports().public_address}/link/werk/{token_of(row, today=today)}/"


def read_token(context: Context, *, token: str) -> ReferralRecord:
    """Return the referral a token leads to, with its vacancy and employer.

    Raises ``RefusedError`` (LINK_INVALID) for what is unsigned, old, replaced, or no longer with
    the employer: what a person took back is seen by nobody.
    """
    told = read_signed(_SIGNER, token)
    row = (
        ReferralRecord.objects.select_related("vacancy__employer", "case")
        .filter(ref=told.get("r", ""), link_version=told.get("v", -1))
        .first()
    )
    issued = date.fromisoformat(str(told.get("d", "1970-01-01")))
    if row is None or context.today >= issued + timedelta(days=DAYS_VALID):
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    seen = {one.value for one in WITH_EMPLOYER} | {
        ReferralState.PLACED.value,
        ReferralState.REJECTED.value,
    }
    if row.state not in seen or not _page_is_open(row, told.get("c")):
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    return row


def _page_is_open(row: ReferralRecord, company: int | None) -> bool:
    """Tell whether the page of the company a token was found on still opens; mails need none."""
    if company is None:
        return True
    links = CompanyLinkRecord.objects.filter(employer_id=row.vacancy.employer_id, live=True)
    return links.filter(version=company).exists()


def tell_employer(act: Act, context: Context, row: ReferralRecord, vacancy: VacancyRecord) -> None:
    """Mail the employer that somebody wants to meet; no name stands in the mail itself."""
    employer = vacancy.employer
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nIemand wil kennismaken voor uw vacature: %(title)s.\n"
            "Lees wie het is en antwoord hier, zonder account:\n%(link)s\n\n"
            "De link werkt %(days)d dagen. Geef hem niet door.\n\nVoordeur"
        ) % {
            "title": vacancy.title,
            "link": address_of(row, today=context.today),
            "days": DAYS_VALID,
        }
        subject = _("Iemand voor uw vacature")
    act.send(
        Message(
            key=f"referral:{row.ref}:{row.link_version}",
            kind="referral_link",
            recipient=employer.contact_email,
            language="nl",
            subject=subject,
            body=body,
            case_id=row.case_id,
        )
    )
