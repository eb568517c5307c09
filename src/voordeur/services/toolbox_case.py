"""The toolbox for the person of one case: what fits, what does not and why, and what to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.rules.conditions import Condition, Is, Truth
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.toolbox.fitting import Fit, demand_facts, fits, is_turned, next_questions
from voordeur.domain.toolbox.instruments import EMPLOYER, PERSON, characteristic_of
from voordeur.records.cases.models import CaseRecord
from voordeur.records.toolbox.models import NotUsedRecord, ProfileRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register
from voordeur.services.access import case_for_act, open_case, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_lines import subject_name
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.register_words import Named, Words, words
from voordeur.services.toolbox_pages import INSTRUMENT, ToolLine, instruments, line_of, taken_places
from voordeur.services.toolbox_use import ColleagueLine, colleagues

CHARACTERISTIC = "characteristic"
CAUSES = ("unfamiliar", "legality", "caseload", "other")
MOST_ASKED = 4
Answers = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """One instrument for this person: why it fits or not, each as fact, value and demand."""

    line: ToolLine
    truth: str
    reasons: tuple[str, ...]
    to_ask: tuple[str, ...]
    over: bool
    facts: tuple[tuple[str, str], ...] = ()
    """What is known and decided it, as label and value."""
    rule: str = ""
    """For whom it is, in words; '' when it is for everybody."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLine:
    """A question to ask next; ``kept`` False: the answer is weighed here and never kept."""

    code: str
    question: str
    help: str
    values: tuple[tuple[str, str], ...]
    kept: bool
    instruments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """An answer that is kept, in words; ``rests_on`` an orientation aid, '' for a talk."""

    label: str
    value: str
    rests_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTools:
    """What the toolbox says for one case."""

    ref: str
    who: str
    may_work: bool
    fitting: tuple[FitLine, ...]
    unknown: tuple[FitLine, ...]
    not_fitting: tuple[FitLine, ...]
    questions: tuple[AskLine, ...]
    loose: tuple[tuple[str, str], ...]
    """Answers that count on this page only, to send along again."""
    not_used: int
    known: tuple[KnownLine, ...]
    colleagues: tuple[ColleagueLine, ...]
    aids: tuple[Named, ...]
    """Steps with an orientation aid whose result belongs in the profile: reference and what."""


def case_tools(context: Context, *, ref: str, loose: Answers | None = None) -> CaseTools:
    """Return what fits the person of a case; the view is in the log before this returns.

    ``loose`` are answers that are weighed and not kept. Raises ``RefusedError``: NOT_FOUND without
    a live grant, NO_GRANT when the situation is not shared.
    """
    opened = open_case(context, ref=ref, part="toolbox")
    if not opened.shows(FieldGroup.SITUATION):
        raise RefusedError(Refusal(Reason.NO_GRANT))
    profile = ProfileRecord.objects.filter(case=opened.case).first()
    held = {**_facts(context, opened.case, profile), **(loose or {})}
    known = instruments(context)
    definitions, kept = definitions_of(context)
    whom = EMPLOYER if opened.case.employer_id is not None else PERSON
    judged = fits((one for _entry, one in known), held, whom=whom, today=context.today)
    said, taken = words(context, {}), taken_places()
    entries = {entry.code: entry for entry, _one in known}
    lines = [
        FitLine(
            line=line_of(said, entries[one.instrument.code], taken.get(one.instrument.code, 0)),
            truth=one.truth.value,
            reasons=tuple(_reason(context, definitions, demand, held) for demand in one.demands),
            to_ask=tuple(_question(context, definitions, fact) for fact in one.to_ask),
            over=one.over,
            facts=_facts_used(context, definitions, one, held),
            rule=_rule(said, entries[one.instrument.code]),
            source=said.source(entries[one.instrument.code]),
        )
        for one in judged
    ]
    return CaseTools(
        ref=ref,
        who=subject_name(opened.case) if opened.shows(FieldGroup.NAME) else "",
        may_work=opened.allows(AccessAction.WORK),
        fitting=_of(lines, Truth.YES),
        unknown=_of(lines, Truth.UNKNOWN),
        not_fitting=_of(lines, Truth.NO),
        questions=_asked(context, judged, held, definitions, kept),
        loose=tuple((code, str(value)) for code, value in (loose or {}).items()),
        not_used=NotUsedRecord.objects.filter(case=opened.case).count(),
        known=_known(said, entries, definitions, profile),
        colleagues=colleagues(context, case=opened.case, tools=entries),
        aids=tuple(Named(one.ref, one.what) for one in aids_of(opened.case, entries)),
    )


def _of(lines: list[FitLine], truth: Truth) -> tuple[FitLine, ...]:
    return tuple(sorted((o for o in lines if o.truth == truth.value), key=lambda o: o.line.group))


def aids_of(case: CaseRecord, entries: Mapping[str, Entry]) -> tuple[TrajectoryStepRecord, ...]:
    """Return the steps of a case that run or ended with an aid whose result is kept (one query)."""
    codes = [code for code, one in entries.items() if one.flag("gives_profile")]
    steps = TrajectoryStepRecord.objects.filter(trajectory__case=case, instrument__in=codes)
    return tuple(steps.filter(state__in=("running", "finished")).order_by("id"))


def _known(
    said: Words,
    entries: Mapping[str, Entry],
    definitions: Mapping[str, FactDefinition],
    profile: ProfileRecord | None,
) -> tuple[KnownLine, ...]:
    if profile is None:
        return ()
    return tuple(
        KnownLine(
            label=said.say(definitions[code].label),
            value=said.say(definitions[code].value_label(value)),
            rests_on=_evidence(said, entries, profile.evidence.get(code)),
        )
        for code, value in profile.facts.items()
        if code in definitions
    )


def _evidence(said: Words, entries: Mapping[str, Entry], found: Mapping[str, str] | None) -> str:
    if not found:
        return ""
    entry = entries.get(found["instrument"])
    return f"{said.title(entry) if entry else found['instrument']}, {said.day(found['day'])}"


def _facts(
    context: Context, case: CaseRecord, profile: ProfileRecord | None
) -> dict[str, str | int]:
    """Return what is known: the situation, the profile, and what follows from the case itself."""
    found: dict[str, str | int] = {**case.situation, **(profile.facts if profile else {})}
    year = case.resident.birth_year if case.resident else None
    if year:
        found.setdefault("age", context.today.year - year)
    if case.municipality:
        found["municipality"] = case.municipality
    return found


def definitions_of(context: Context) -> tuple[dict[str, FactDefinition], frozenset[str]]:
    """Return every fact that can be asked for, and the codes whose answers are kept."""
    entries = register.entries(context, CHARACTERISTIC)
    facts = dict(current_region().facts)
    own = {one.code: characteristic_of(one, len(facts) + at) for at, one in enumerate(entries)}
    kept = {one.code for one in entries if not one.flag("not_kept")}
    return {**facts, **own}, frozenset(kept)


def _asked(
    context: Context,
    judged: tuple[Fit, ...],
    held: Answers,
    definitions: Mapping[str, FactDefinition],
    kept: frozenset[str],
) -> tuple[AskLine, ...]:
    own = {code: one for code, one in definitions.items() if code not in current_region().facts}
    language = context.language
    return tuple(
        AskLine(
            code=one.fact,
            question=own[one.fact].question.in_language(language),
            help=own[one.fact].help.in_language(language),
            values=tuple((v.code, v.label.in_language(language)) for v in own[one.fact].values),
            kept=one.fact in kept,
            instruments=one.instruments,
        )
        for one in next_questions(judged, held, own)[:MOST_ASKED]
    )


def _question(context: Context, definitions: Mapping[str, FactDefinition], fact: str) -> str:
    one = definitions.get(fact)
    return one.question.in_language(context.language) if one else fact


def _facts_used(
    context: Context, definitions: Mapping[str, FactDefinition], one: Fit, held: Answers
) -> tuple[tuple[str, str], ...]:
    used = dict.fromkeys(fact for demand in one.demands for fact in demand_facts(demand))
    return tuple(
        (
            definitions[fact].label.in_language(context.language),
            definitions[fact].value_label(held[fact]).in_language(context.language),
        )
        for fact in used
        if fact in definitions and fact in held
    )


def _rule(said: Words, entry: Entry) -> str:
    kind = KINDS[INSTRUMENT]
    who = said.say(entry.text("who"))
    where = said.value(kind.field("municipalities"), entry.values.get("municipalities"))
    only = f"{said.say(kind.field('municipalities').label)}: {where}" if where else ""
    return " ".join(one for one in (who, only) if one)


def _reason(
    context: Context,
    definitions: Mapping[str, FactDefinition],
    demand: Condition,
    held: Answers,
) -> str:
    """Return one demand in words: the fact, what is known, and what the rule asks."""
    said = []
    for fact in demand_facts(demand):
        one = definitions.get(fact)
        label = one.label.in_language(context.language) if one else fact
        value = held.get(fact)
        known = (
            one.value_label(value).in_language(context.language)
            if one and value is not None
            else str(value or "–")
        )
        said.append(f"{label}: {known}{_asks(context, one, demand)}")
    return "; ".join(said)


def _asks(context: Context, one: FactDefinition | None, demand: Condition) -> str:
    test, turned = is_turned(demand)
    if one is None or not isinstance(test, Is):
        return ""
    names = ", ".join(one.value_label(value).in_language(context.language) for value in test.values)
    sign = "≠" if turned else "="
    return f" ({sign} {names})"


def tell_not_used(context: Context, *, ref: str, cause: str) -> None:
    """Say why nothing of the toolbox was used; ``cause`` is one of :data:`CAUSES`.

    Raises ``RefusedError``: INVALID_INPUT for another cause, or as the access door judges.
    """
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        if cause not in CAUSES:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "cause"}))
        NotUsedRecord.objects.create(
            case=case,
            organisation=context.organisation,
            cause=cause,
            told_at=context.now,
            told_by_id=context.account_id,
        )
        act.record(
            "ToolboxNotUsed",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "cause": cause},
        )
