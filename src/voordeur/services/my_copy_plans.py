"""What a resident takes along of trajectories: steps, what was said, and answers given."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from django.utils.translation import gettext as _

from voordeur.domain.trajectories.lifecycle import StepState, TrajectoryState
from voordeur.domain.trajectories.words import OUTCOMES, RESULTS, STATES, STEP_STATES, STOPS
from voordeur.domain.work.placements import KINDS
from voordeur.domain.work.referrals import ReferralState
from voordeur.records.toolbox.models import DeviationRecord, ProfileRecord
from voordeur.records.trajectories.models import (
    TrajectoryRecord,
    TrajectoryStepRecord,
    TrajectoryWordRecord,
)
from voordeur.records.work.models import PlacementRecord, ReferralRecord
from voordeur.services.work_pages import STATES as REFERRAL_STATES

Told: TypeAlias = tuple[str, str, object]
"""Code, label and value of one fact."""
Party: TypeAlias = Callable[[str | None], str]


def plans_of(
    refs: Mapping[int, str], party: Party, language: str
) -> Iterator[tuple[str, str, list[list[Told]]]]:
    """Yield code, name and items of each sort (five queries); ``refs`` are cases by their id."""
    ids = list(refs)
    own = {"trajectory__case_id__in": ids}
    rows = TrajectoryRecord.objects.filter(case_id__in=ids).order_by("id")
    steps = TrajectoryStepRecord.objects.filter(**own).select_related("trajectory")
    words = TrajectoryWordRecord.objects.filter(**own).select_related("trajectory")
    profiles = ProfileRecord.objects.filter(case_id__in=ids).order_by("id")
    yield (
        "trajectories",
        _("Je trajecten"),
        [_trajectory(row, refs[row.case_id], party, language) for row in rows],
    )
    yield "trajectory_steps", _("Stappen"), [_step(row, party, language) for row in steps]
    yield (
        "trajectory_words",
        _("Wat er gezegd is"),
        [
            [
                ("trajectory", _("Kenmerk"), row.trajectory.ref),
                ("at", _("Wanneer"), row.said_at),
                ("by", _("Door"), _("jou") if row.by_resident else party(row.organisation_id)),
                ("text", _("Tekst"), row.text),
            ]
            for row in words
        ],
    )
    yield (
        "answers",
        _("Wat je vertelde voor de gereedschapskist"),
        [
            [("case", _("Kenmerk"), refs[row.case_id]), *_answers(row.facts)]
            for row in profiles
            if row.facts
        ],
    )
    tried = DeviationRecord.objects.filter(case_id__in=ids).order_by("id")
    yield (
        "deviations",
        _("Waar we het anders deden"),
        [
            [
                ("case", _("Kenmerk"), refs[row.case_id]),
                ("at", _("Wanneer"), row.told_at),
                ("by", _("Door"), party(row.organisation)),
                ("reason", _("Waarom"), row.reason),
                ("lesson", _("Wat we leerden"), row.lesson),
            ]
            for row in tried
        ],
    )


def work_of(refs: Mapping[int, str], language: str) -> Iterator[tuple[str, str, list[list[Told]]]]:
    """Yield work that was suggested and jobs (two queries)."""
    ids = list(refs)
    suggested = ReferralRecord.objects.select_related("vacancy__employer").filter(case_id__in=ids)
    jobs = PlacementRecord.objects.select_related("employer").filter(case_id__in=ids)
    yield (
        "work",
        _("Werk dat je is voorgesteld"),
        [
            [
                ("case", _("Kenmerk"), refs[row.case_id]),
                ("at", _("Wanneer"), row.suggested_at),
                ("what", _("Wat"), f"{row.vacancy.title}, {row.vacancy.employer.name}"),
                ("because", _("Waarom"), row.because),
                (
                    "state",
                    _("Stand"),
                    REFERRAL_STATES[ReferralState(row.state)].in_language(language),
                ),
                ("shared", _("Dit las de werkgever"), row.shared),
                ("note", _("Tekst"), row.note),
            ]
            for row in suggested.order_by("id")
        ],
    )
    yield (
        "jobs",
        _("Je banen"),
        [
            [
                ("case", _("Kenmerk"), refs[row.case_id]),
                ("what", _("Wat"), row.employer.name),
                ("kind", _("Soort"), KINDS[row.kind].in_language(language)),
                ("hours", _("Uren per week"), row.hours_tenths / 10),
                ("from", _("Vanaf"), row.starts_on),
                ("until", _("Tot"), row.ends_on),
            ]
            for row in jobs.order_by("id")
        ],
    )


def _trajectory(row: TrajectoryRecord, case: str, party: Party, language: str) -> list[Told]:
    outcome = OUTCOMES.get(row.outcome) or STOPS.get(row.outcome)
    return [
        ("case", _("Kenmerk"), case),
        ("trajectory", _("Traject"), row.ref),
        ("goal", _("Doel van het traject"), row.goal),
        ("state", _("Stand"), STATES[TrajectoryState(row.state)].in_language(language)),
        ("payer", _("Betaler"), party(row.payer_id)),
        ("agreed", _("Ja op"), row.agreed_at),
        ("outcome", _("Uitkomst"), outcome.in_language(language) if outcome else ""),
    ]


def _step(row: TrajectoryStepRecord, party: Party, language: str) -> list[Told]:
    result = RESULTS.get(row.result)
    return [
        ("trajectory", _("Traject"), row.trajectory.ref),
        ("what", _("Wat"), row.what),
        ("goal", _("Doel van de stap"), row.goal),
        ("provider", _("Wie voert uit"), row.provider_name or party(row.provider_id)),
        ("start", _("Begint op"), row.starts_on),
        ("end", _("Laatste dag"), row.ends_on),
        ("state", _("Stand"), STEP_STATES[StepState(row.state)].in_language(language)),
        ("result", _("Resultaat"), result.in_language(language) if result else ""),
        ("certificate", _("Diploma of certificaat"), row.certificate),
    ]


def _answers(facts: Mapping[str, object]) -> list[Told]:
    return [(code, code, value) for code, value in facts.items()]
