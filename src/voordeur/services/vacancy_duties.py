"""What vacancies need of their consultant: a yes to pass on, an answer to ask for, a check."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from voordeur.domain.work.referrals import LIVE, ReferralState
from voordeur.domain.work.vacancies import VacancyState
from voordeur.records.work.models import VacancyRecord
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS
from voordeur.services.offices import holds_office

DAYS_TO_ANSWER = 7
"""After so many days without an answer of the employer, somebody calls."""
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyDuty:
    """One vacancy that waits for its consultant, and for what."""

    ref: str
    title: str
    employer: str
    said_yes: int
    """People who want to meet, and of whom the employer knows nothing yet."""
    unanswered: int
    """People the employer knows of for a week or more, and gave no answer about."""
    left: int
    """People who still wait while every seat is taken."""
    stale: bool


def vacancy_duties(context: Context) -> tuple[VacancyDuty, ...]:
    """Return what vacancies of this organisation wait for, a yes first (one query at most)."""
    if not holds_office(context, CONSULTANTS):
        return ()
    rows = _waiting(context).select_related("employer").order_by("-said_yes", "title", "pk")
    return tuple(
        VacancyDuty(
            ref=row.ref,
            title=row.title,
            employer=row.employer.name,
            said_yes=row.said_yes,
            unanswered=row.unanswered,
            left=row.left_over,
            stale=row.state == VacancyState.OPEN.value and row.fresh_until <= context.today,
        )
        for row in rows[:MOST_SHOWN]
    )


def how_many(context: Context) -> int:
    """Return how many vacancies wait for the consultants of this organisation."""
    return _waiting(context).count() if holds_office(context, CONSULTANTS) else 0


def _waiting(context: Context) -> QuerySet[Any]:
    """Return the vacancies with their counts as columns."""
    is_open = Q(state=VacancyState.OPEN.value)
    long_ago = context.now - timedelta(days=DAYS_TO_ANSWER)
    said_yes = Q(referrals__state=ReferralState.INTERESTED.value) & is_open
    unanswered = Q(
        referrals__state=ReferralState.INTRODUCED.value,
        referrals__answered_at=None,
        referrals__introduced_at__lte=long_ago,
    )
    known = [one.value for one in LIVE - {ReferralState.SUGGESTED}]
    left = Q(state=VacancyState.FILLED.value, referrals__state__in=known)
    rows = VacancyRecord.objects.filter(organisation_id=context.organisation, origin="")
    counted = rows.annotate(
        said_yes=Count("referrals", filter=said_yes),
        unanswered=Count("referrals", filter=unanswered & is_open),
        left_over=Count("referrals", filter=left),
    )
    needed = Q(said_yes__gt=0) | Q(unanswered__gt=0) | Q(left_over__gt=0)
    return counted.filter(needed | (is_open & Q(fresh_until__lte=context.today)))
