"""What an employer reads behind a signed link: one person, as far as the person agreed."""

from dataclasses import dataclass, replace

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.work.referrals import NO_FROM_EMPLOYER
from voordeur.records.work.models import ReferralRecord
from voordeur.services.access import subjects_of
from voordeur.services.audit import JournalEntry, record_view
from voordeur.services.context import Context
from voordeur.services.referral_letters import read_token
from voordeur.services.work_pages import VacancyLine, vacancy_line


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerLink:
    """The referral behind a link; ``organisation`` is the one to call."""

    ref: str
    organisation: str
    vacancy: VacancyLine
    shared: str
    state: str


def follow(context: Context, *, token: str) -> EmployerLink:
    """Return what a link shows; the view is in the person's log first.

    Raises ``RefusedError`` (LINK_INVALID), also when the person took it back.
    """
    row = read_token(context, token=token)
    log_seen(context, row)
    return EmployerLink(
        ref=row.ref,
        organisation=row.vacancy.organisation_id,
        vacancy=vacancy_line(context, row.vacancy),
        shared=row.shared,
        state=row.state,
    )


def log_seen(context: Context, row: ReferralRecord) -> None:
    """Write in somebody's log that an employer reads what they shared, before it is shown."""
    entry = JournalEntry(
        kind="view",
        name="WorkSeenByEmployer",
        payload={"referral": row.ref, "vacancy": row.vacancy.ref},
        case_id=row.case_id,
        subjects=subjects_of(row.case),
        purpose="employer_service",
    )
    consultant = row.vacancy.organisation_id
    record_view(replace(context, kind=ActorKind.LINK, organisation=consultant), entry)


def reasons(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the reasons an employer can give for a no."""
    language = context.language
    return tuple((code, text.in_language(language)) for code, text in NO_FROM_EMPLOYER.items())
