"""Why one person fits one vacancy, or what stands in the way: any pair, wherever it is listed."""

from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.referrals import LIVE
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import ReferralRecord, VacancyRecord
from voordeur.services.access import open_case
from voordeur.services.context import Context
from voordeur.services.learning_ways import LearningWay, learning_way
from voordeur.services.match_lists import kept_of, log_work
from voordeur.services.match_market import market
from voordeur.services.matching import Reasons, told_of
from voordeur.services.work_pages import VacancyLine, vacancy_line


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """A person and a vacancy; ``reasons`` is None when the vacancy is not open."""

    ref: str
    name: str
    vacancy: VacancyLine
    reasons: Reasons | None
    learning: LearningWay | None
    taken: frozenset[str]
    """The vacancy, when it is suggested to this person now."""
    may_work: bool


def pair(context: Context, *, case: str, vacancy: str) -> PairPage:
    """Return why the person of a case fits a vacancy or does not; the view is logged and kept.

    Raises ``RefusedError`` (NOT_FOUND) also when this organisation may not see the profile, or when
    there is none.
    """
    opened = open_case(context, ref=case, part="work")
    row = VacancyRecord.objects.select_related("employer").filter(ref=vacancy).first()
    profile = WorkProfileRecord.objects.filter(resident_id=opened.case.resident_id).first()
    sees = opened.shows(FieldGroup.PROFILE) and opened.shows(FieldGroup.PLAN)
    resident = opened.case.resident
    if row is None or profile is None or resident is None or not sees:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    with market(context.today) as index:
        known = profile.pk in index.market.seekers and row.pk in index.market.vacancies
        scores = [index.explain(profile.pk, row.pk)] if known else []
        kept = kept_of(index, scores) if scores else {}
    log_work(context, case=opened.case, scores=scores, kept=kept)
    live = ReferralRecord.objects.filter(
        case=opened.case, vacancy=row, state__in=[one.value for one in LIVE]
    )
    return PairPage(
        ref=opened.case.ref,
        name=resident.name if opened.shows(FieldGroup.NAME) else "",
        vacancy=vacancy_line(context, row, profile.place),
        reasons=next(iter(told_of(context, scores)), None),
        learning=learning_way(context, occupation=row.occupation),
        taken=frozenset({row.ref} if live.exists() else ()),
        may_work=opened.allows(AccessAction.WORK),
    )
