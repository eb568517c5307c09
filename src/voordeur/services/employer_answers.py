"""Employers that leave introductions without an answer, so that they are shown less."""

from django.db.models import Count

from voordeur.domain.work.referrals import WITH_EMPLOYER
from voordeur.records.work.models import ReferralRecord

SLOW_ANSWERS = 3
"""From so many unanswered introductions on, an employer is told to be slow."""


def slow_employers() -> frozenset[int]:
    """Return employers that left several introductions without an answer (one query)."""
    waiting = (
        ReferralRecord.objects.filter(
            state__in=[one.value for one in WITH_EMPLOYER], answered_at=None
        )
        .order_by()
        .values("vacancy__employer_id")
        .annotate(waiting=Count("id"))
        .filter(waiting__gte=SLOW_ANSWERS)
    )
    return frozenset(waiting.values_list("vacancy__employer_id", flat=True))
