"""Answers about a situation: what somebody told, and what an orientation aid showed."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.entry import Entry
from voordeur.domain.rules.conditions import facts_in
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.toolbox.instruments import PERSON, Instrument
from voordeur.records.cases.models import CaseRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services.access import case_for_act, open_case, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.case_lines import subject_name
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.toolbox_case import Answers, AskLine, aids_of, definitions_of
from voordeur.services.toolbox_pages import instruments

NO_GRANT = Refusal(Reason.NO_GRANT)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of answers: kept, weighed only on this page, and the codes that were wrong."""

    kept: tuple[str, ...]
    loose: Answers
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AidPage:
    """The result of an orientation aid on a step: what it can say of the person."""

    ref: str
    who: str
    step: str
    what: str
    questions: tuple[AskLine, ...]
    chosen: Answers
    """What is known now, by question."""


def answer(context: Context, *, ref: str, typed: Mapping[str, str]) -> Answered:
    """Keep answers about a situation; a wrong one does not hold back the others.

    What says something on health is weighed by the page and never kept. Raises ``RefusedError``
    as the access door judges (NOT_FOUND, ROLE_DOES_NOT_ALLOW).
    """
    definitions, kept = definitions_of(context)
    own = {c: d for c, d in definitions.items() if c not in current_region().facts}
    given = {code: text for code, text in typed.items() if code in own and text.strip()}
    read = {code: own[code].read(text) for code, text in given.items()}
    good = {code: value for code, value in read.items() if value is not None}
    wrong = tuple(code for code, value in read.items() if value is None)
    to_keep = {code: value for code, value in good.items() if code in kept}
    if to_keep:
        _keep(context, ref, to_keep)
    loose = {code: value for code, value in good.items() if code not in kept}
    return Answered(tuple(to_keep), loose, wrong)


def aid_page(context: Context, *, ref: str, step: str) -> AidPage:
    """Return the form for the result of an orientation aid; the view is in the log.

    Raises ``RefusedError``: NOT_FOUND without a live grant or such a step, NO_GRANT when the
    situation is not shared.
    """
    opened = open_case(context, ref=ref, part="toolbox")
    if not opened.shows(FieldGroup.SITUATION):
        raise RefusedError(NO_GRANT)
    known = instruments(context)
    row = _aid(opened.case, step, {entry.code: entry for entry, _one in known})
    own = _told_of_people(context, [one for _entry, one in known])
    profile = ProfileRecord.objects.filter(case=opened.case).first()
    return AidPage(
        ref=ref,
        who=subject_name(opened.case) if opened.shows(FieldGroup.NAME) else "",
        step=row.ref,
        what=row.what,
        questions=tuple(_ask(one, context.language) for one in own.values()),
        chosen=profile.facts if profile else {},
    )


def keep_result(context: Context, *, ref: str, step: str, typed: Mapping[str, str]) -> Answered:
    """Put what an orientation aid showed in the profile, with the step it rests on.

    A wrong answer does not hold back the others. Raises ``RefusedError``: NOT_FOUND,
    ROLE_DOES_NOT_ALLOW, INVALID_INPUT when nothing was filled in.
    """
    known = instruments(context)
    own = _told_of_people(context, [one for _entry, one in known])
    given = {code: text for code, text in typed.items() if code in own and text.strip()}
    read = {code: own[code].read(text) for code, text in given.items()}
    good = {code: value for code, value in read.items() if value is not None}
    wrong = tuple(code for code, value in read.items() if value is None)
    if not good:
        if wrong:
            return Answered((), {}, wrong)
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "facts"}))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        row = _aid(case, step, {entry.code: entry for entry, _one in known})
        told = {"instrument": row.instrument, "step": row.ref}
        evidence = {**told, "day": (row.finished_on or context.today).isoformat()}
        version = _write(context, case, good, evidence)
        _record(act, "OrientationResultKept", case, {**told, **_named(good, version)})
    return Answered(tuple(good), {}, wrong)


def _ask(one: FactDefinition, language: str) -> AskLine:
    return AskLine(
        code=one.code,
        question=one.question.in_language(language),
        help=one.help.in_language(language),
        values=tuple((v.code, v.label.in_language(language)) for v in one.values),
        kept=True,
        instruments=0,
    )


def _told_of_people(context: Context, known: list[Instrument]) -> dict[str, FactDefinition]:
    """Return the kept questions that instruments for a person ask; never one on health."""
    definitions, kept = definitions_of(context)
    asked = {fact for one in known if one.is_for(PERSON) for fact in facts_in(one.condition)}
    own = (code for code in definitions if code in kept and code in asked)
    return {code: definitions[code] for code in own if code not in current_region().facts}


def _aid(case: CaseRecord, step: str, entries: Mapping[str, Entry]) -> TrajectoryStepRecord:
    for row in aids_of(case, entries):
        if row.ref == step:
            return row
    raise RefusedError(Refusal(Reason.NOT_FOUND))


def _keep(context: Context, ref: str, facts: Answers) -> None:
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        version = _write(context, case, facts, None)
        _record(act, "ProfileAnswered", case, _named(facts, version))


def _write(
    context: Context, case: CaseRecord, facts: Answers, evidence: Mapping[str, str] | None
) -> int:
    """Write facts over what was known; what a fact rested on before no longer counts."""
    row = ProfileRecord.objects.filter(case=case).first()
    version = row.version + 1 if row else 1
    rests = {code: on for code, on in row.evidence.items() if code not in facts} if row else {}
    if evidence:
        rests |= dict.fromkeys(facts, evidence)
    ProfileRecord.objects.update_or_create(
        case=case,
        defaults={
            "facts": {**(row.facts if row else {}), **facts},
            "evidence": rests,
            "changed_at": context.now,
            "changed_by_id": context.account_id,
            "version": version,
        },
    )
    return version


def _named(facts: Answers, version: int) -> dict[str, object]:
    return {"facts": sorted(facts), "version": version}


def _record(act: Act, name: str, case: CaseRecord, payload: Mapping[str, object]) -> None:
    told = {"case": case.ref, **payload}
    act.record(name, case_id=case.pk, subjects=subjects_of(case), payload=told)
