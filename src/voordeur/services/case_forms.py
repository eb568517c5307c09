"""What the forms of a case need: choices, the guard against acting on what changed, the news."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from voordeur.domain.consent.grants import Purpose
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.rules import FactDefinition
from voordeur.records.cases.models import AftercareRecord, CaseRecord
from voordeur.services import audit, consent
from voordeur.services.access import NOT_FOUND, open_case
from voordeur.services.case_timeline import TimelineLine, Written, timeline
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.region import current_region

T = TypeVar("T")


def if_unchanged(context: Context, *, ref: str, seen: int | None, act: Callable[[], T]) -> T:
    """Do ``act`` unless somebody changed the case after the reader saw version ``seen``.

    Raises ``RefusedError`` (CHANGED_MEANWHILE) and does nothing in that case.
    """
    with transaction.atomic():
        version = (
            CaseRecord.objects.select_for_update(no_key=True)
            .filter(ref=ref)
            .values_list("version", flat=True)
            .first()
        )
        if version is None:
            raise RefusedError(NOT_FOUND)
        visible = consent.visible_to(context).filter(ref=ref).exists()
        if visible and seen is not None and version != seen:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        return act()


def news_since(context: Context, *, ref: str, since: datetime) -> tuple[TimelineLine, ...]:
    """Return what happened to a case after ``since``, for somebody whose text must not be lost."""
    region = current_region()
    opened = open_case(context, ref=ref, part="news")
    lines = [line for line in audit.lines_of_case(opened.case.pk) if line.at > since]
    return timeline(context, region, opened=opened, lines=lines, written=Written({}, {}, {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActChoices:
    """What the forms of a case offer, from the pack: code → label."""

    phases: Mapping[str, str]
    outcomes: Mapping[str, str]
    reopen_reasons: Mapping[str, str]
    no_show_reasons: Mapping[str, str]
    distance_classes: Mapping[str, str]
    organisations: Mapping[str, str]
    municipality_parties: Mapping[str, str]
    purposes: Mapping[str, str]
    fields: Mapping[str, tuple[str, str]]
    facts: Mapping[str, FactDefinition]
    next_default_days: int


def act_choices(context: Context, *, own: str = "") -> ActChoices:
    """Return the choices, in the language of the page; ``own`` is left out of the partners."""
    region, language = current_region(), context.language
    parties = {
        code: party_name(context, region, code)
        for code, entry in region.organisations.items()
        if code != own
    }
    by_name = dict(sorted(parties.items(), key=lambda one: one[1].casefold()))
    return ActChoices(
        phases={code: one.label.in_language(language) for code, one in region.phases.items()},
        outcomes={code: one.label.in_language(language) for code, one in region.outcomes.items()},
        reopen_reasons={
            one.code: one.label.in_language(language) for one in region.reasons_for("reopen")
        },
        no_show_reasons={
            one.code: one.label.in_language(language) for one in region.reasons_for("no_show")
        },
        distance_classes={
            code: one.label.in_language(language) for code, one in region.distance_classes.items()
        },
        organisations=by_name,
        municipality_parties={
            code: name
            for code, name in by_name.items()
            if region.organisations[code].kind == "municipality"
        },
        purposes={
            code: region.purposes[code].label.in_language(language)
            for code in (Purpose.GUIDANCE.value, Purpose.AFTERCARE.value)
            if code in region.purposes
        },
        fields={
            code: (one.label.in_language(language), one.meaning.in_language(language))
            for code, one in region.fields.items()
        },
        facts=region.facts,
        next_default_days=region.term_days("next_step_default"),
    )


def stoppable(context: Context, *, ref: str) -> tuple[tuple[str, str], ...]:
    """Return what of a case may stop being shared at the resident's word: reference and words."""
    region = current_region()
    case_id = consent.visible_to(context).filter(ref=ref).values_list("pk", flat=True).first()
    if case_id is None:
        return ()
    found = []
    for one in consent.grants_of_case(case_id, context.now):
        if one.withdrawable and one.fields:
            purpose = region.purposes[one.purpose.value].label.in_language(context.language)
            found.append((one.ref, f"{party_name(context, region, one.organisation)}: {purpose}"))
    return tuple(found)


def still_seen(context: Context, *, ref: str) -> bool:
    """Tell whether the reader's organisation may still open the case."""
    return consent.visible_to(context).filter(ref=ref).exists()


def aftercare_days(context: Context, *, ref: str) -> tuple[date, ...]:
    """Return the after-care days of a case that nobody has done yet, the first one first."""
    rows = AftercareRecord.objects.filter(
        case__in=consent.visible_to(context).filter(ref=ref), done_at__isnull=True
    )
    return tuple(rows.values_list("due_date", flat=True))
