"""Forgetting what was written of trajectories, toolbox and work; amounts, codes and days stay."""

from collections.abc import Sequence

from voordeur.records.employer_service.models import SignUpRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.money.models import CostRecord
from voordeur.records.toolbox.models import DeviationRecord, ProfileRecord
from voordeur.records.trajectories.models import (
    ContinuityRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
    TrajectoryWordRecord,
)
from voordeur.records.work.models import ReferralRecord


def wipe_plans(case_ids: Sequence[int], forgotten: str) -> None:
    """Wipe the words of trajectories and answers of profiles; ``forgotten`` stands where some must.

    The caller is in an act of its own and wipes the case itself.
    """
    own = {"trajectory__case_id__in": case_ids}
    steps = TrajectoryStepRecord.objects.filter(**own)
    CostRecord.objects.filter(step__in=steps).update(what="")
    steps.update(what=forgotten, goal="", provider_name="", certificate="")
    TrajectoryWordRecord.objects.filter(**own).update(text=forgotten)
    agreements = ContinuityRecord.objects.filter(**own)
    agreements.update(reason=forgotten)
    agreements.exclude(note="").update(note=forgotten)
    mixes = MixRecord.objects.filter(**own)
    MixConsentRecord.objects.filter(mix__in=mixes).exclude(reason="").update(reason=forgotten)
    mixes.update(legality=forgotten, effectiveness=forgotten)
    TrajectoryRecord.objects.filter(case_id__in=case_ids).update(goal=forgotten)
    ProfileRecord.objects.filter(case_id__in=case_ids).update(facts={}, evidence={})
    tried = DeviationRecord.objects.filter(case_id__in=case_ids)
    tried.update(reason=forgotten)
    tried.exclude(lesson="").update(lesson=forgotten)
    ReferralRecord.objects.filter(case_id__in=case_ids).update(
        because=forgotten, shared="", note="", link_version=0
    )
    SignUpRecord.objects.filter(case_id__in=case_ids).update(shared="")
