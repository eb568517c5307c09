"""The money side of a trajectory: three ways to pay it, the one that was chosen, and its owners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.funding.broker_consents import LIVE, ConsentState, MixState
from voordeur.domain.funding.broker_rules import ASK, PRIVATE, blockers
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.records.funding.models import MixRecord
from voordeur.records.trajectories.models import LIVE as LIVE_TRAJECTORY
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services.access import NOT_FOUND, open_case
from voordeur.services.broker import Found, Offer, found_for, may_choose, offers_of
from voordeur.services.broker_money import money_on
from voordeur.services.broker_person import claimed_per_source, payables
from voordeur.services.broker_problem import Extra, problem_of
from voordeur.services.context import Context
from voordeur.services.mix_words import WhyNot, Words
from voordeur.services.mixes import KeptShare
from voordeur.services.region import current_region
from voordeur.services.register_words import euros
from voordeur.services.savings import ExpectedSavings, expected_savings

TRIED_CENTS = 50_000
"""What an employer or fund is imagined to pay, to say what that would change: 500 euro."""
MOST_CHANGES = 5
MIX_STATES = {
    MixState.ASKED: gettext_noop("wacht op een ja van wie het geld is"),
    MixState.AGREED: gettext_noop("iedereen heeft ja gezegd"),
    MixState.REFUSED: gettext_noop("iemand zei nee; het geld is weer vrij"),
    MixState.EXPIRED: gettext_noop("geen antwoord op tijd; het geld is weer vrij"),
    MixState.WITHDRAWN: gettext_noop("een ja is ingetrokken; wat nog kon, is weer vrij"),
    MixState.REPLACED: gettext_noop("teruggenomen om opnieuw te kiezen"),
}
CONSENT_STATES = {
    ConsentState.ASKED: gettext_noop("gevraagd"),
    ConsentState.NOT_NEEDED: gettext_noop("niet nodig"),
    ConsentState.GIVEN: gettext_noop("ja"),
    ConsentState.REFUSED: gettext_noop("nee"),
    ConsentState.WITHDRAWN: gettext_noop("ja ingetrokken"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerLine:
    """What one source pays in a mix, why it may, and of which steps; ``permille`` of the whole."""

    source: str
    title: str
    owner: str
    amount_cents: int
    permille: int
    steps: tuple[tuple[str, int], ...]
    facts: tuple[tuple[str, str], ...]
    rule: str
    document: str
    needs_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MixCard:
    """One way to pay: who pays what, whose yes it needs, and how it differs from the first."""

    key: str
    place: int
    total_cents: int
    payers: tuple[PayerLine, ...]
    asked: tuple[str, ...]
    expiring_cents: int
    difference: str

    @property
    def bars(self) -> tuple[tuple[int, int], ...]:
        """Return start and width of each payer's part, of a bar of a thousand."""
        found: list[tuple[int, int]] = []
        for one in self.payers:
            start = sum(found[-1]) if found else 0
            found.append((start, one.permille))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """What one owner said in the chosen mix."""

    source: str
    title: str
    owner: str
    amount_cents: int
    state: str
    label: str
    reason: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenMix:
    """A mix that was chosen, live or ended."""

    ref: str
    state: str
    label: str
    live: bool
    total_cents: int
    chosen_at: datetime
    answer_due_on: date
    legality: str
    effectiveness: str
    consents: tuple[ConsentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectLine:
    """Money that is claimed outside the region: what, how, and what must be known first."""

    title: str
    purpose: str
    how: str
    ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MixPanel:
    """Everything on the money side of one trajectory."""

    trajectory: str
    case_ref: str
    open_cents: int
    words: int
    may_choose: Verdict
    cards: tuple[MixCard, ...]
    others: tuple[WhyNot, ...]
    changes: tuple[str, ...]
    order: tuple[str, ...]
    legality: str
    effectiveness: str
    priced: bool
    chosen: ChosenMix | None
    earlier: tuple[ChosenMix, ...]
    direct: tuple[DirectLine, ...]
    saves: ExpectedSavings | None
    """What the whole trajectory is expected to save; None when nothing of it costs money."""


def mix_panel(context: Context, *, trajectory: TrajectoryRecord) -> MixPanel:
    """Return the money side of a trajectory whose case the caller opened."""
    money = money_on(context)
    (person,) = payables(context, TrajectoryRecord.objects.filter(pk=trajectory.pk))
    found = found_for(money, person, claimed_per_source(trajectory.case_id))
    words = Words(context, current_region(), money)
    mixes = list(
        MixRecord.objects.filter(trajectory=trajectory).prefetch_related("consents").order_by("-id")
    )
    live = next((one for one in mixes if one.state in LIVE), None)
    offers = found.offers if live is None else ()
    return MixPanel(
        trajectory=trajectory.ref,
        case_ref=person.case_ref,
        open_cents=person.open_cents,
        words=person.words,
        may_choose=may_choose(trajectory, live),
        cards=tuple(_card(words, found, one, place) for place, one in enumerate(offers)),
        others=tuple(
            words.why_not(code, why, found.person)
            for code, why in sorted(found.others.items())
            if _still_runs(found, code)
        )
        if person.open_cents
        else (),
        changes=_changes(words, found) if live is None and person.open_cents else (),
        order=tuple(words.source(one.code) for one in found.problem.sources if one.budgets),
        legality=_legality(words, found, offers),
        effectiveness=_effectiveness(found, trajectory),
        priced=bool(money.prices),
        chosen=_chosen(words, live) if live is not None else None,
        earlier=tuple(_chosen(words, one) for one in mixes if one is not live),
        direct=_direct(words, found),
        saves=expected_savings(context, cost_cents=_whole_cost(trajectory)),
    )


def _direct(words: Words, found: Found) -> tuple[DirectLine, ...]:
    """Return money somebody may claim without the region, as far as the facts allow it."""
    lines = []
    for terms in found.money.terms.values():
        blocking = blockers(terms, found.person.facts, on=found.money.day, sources=())
        if terms.direct.nl and all(one.kind == ASK for one in blocking):
            lines.append(
                DirectLine(
                    title=words.text(terms.title),
                    purpose=words.text(terms.purpose),
                    how=words.text(terms.direct),
                    ask=bool(blocking),
                )
            )
    return tuple(lines)


def _whole_cost(trajectory: TrajectoryRecord) -> int:
    held = trajectory.steps.exclude(state="cancelled").aggregate(cents=Sum("cost_cents"))
    return held["cents"] or 0


def _still_runs(found: Found, code: str) -> bool:
    """Tell whether a source has not ended; one of years ago explains nothing."""
    ends = found.money.terms[code].ends_on
    return ends is None or ends > found.money.day


def mix_page(context: Context, *, ref: str) -> MixPanel:
    """Return the money side of the live trajectory of a case.

    Raises ``RefusedError``: NOT_FOUND without a live grant or a trajectory, ROLE_DOES_NOT_ALLOW.
    """
    opened = open_case(context, ref=ref, part="money")
    if not opened.allows(AccessAction.WORK):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    row = TrajectoryRecord.objects.filter(case=opened.case, state__in=LIVE_TRAJECTORY).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return mix_panel(context, trajectory=row)


def _card(words: Words, found: Found, offer: Offer, place: int) -> MixCard:
    return MixCard(
        key=offer.key,
        place=place + 1,
        total_cents=offer.mix.total_cents,
        payers=payer_lines(words, found, offer.shares),
        asked=tuple(words.owner(one) for one in offer.mix.needs_consent),
        expiring_cents=offer.mix.expiring_cents,
        difference=_difference(words, found, offer) if place else "",
    )


def payer_lines(words: Words, found: Found, shares: Sequence[KeptShare]) -> tuple[PayerLine, ...]:
    """Return per source what it pays of which steps, and by what rule it may."""
    total = sum(one.amount_cents for one in shares) or 1
    whats = {one.ref: one.what for one in found.person.steps}
    by_source: dict[str, list[KeptShare]] = {}
    for one in shares:
        by_source.setdefault(one.source, []).append(one)
    lines = []
    for source, held in by_source.items():
        terms = found.money.terms[source]
        amount = sum(one.amount_cents for one in held)
        lines.append(
            PayerLine(
                source=source,
                title=words.source(source),
                owner=words.owner(source),
                amount_cents=amount,
                permille=amount * 1000 // total,
                steps=tuple((whats.get(one.step, one.step), one.amount_cents) for one in held),
                facts=words.facts_used(terms, found.person),
                rule=words.text(terms.conditions) or words.text(terms.purpose),
                document=words.document(terms),
                needs_consent=terms.needs_consent,
            )
        )
    return tuple(lines)


def _difference(words: Words, found: Found, offer: Offer) -> str:
    """Return in one sentence who pays more and who less than in the first mix."""
    first, here = _totals(found.offers[0].shares), _totals(offer.shares)
    less = [words.source(one) for one in first if here.get(one, 0) < first[one]]
    more = [words.source(one) for one in here if first.get(one, 0) < here[one]]
    if not more:
        return _("Dezelfde bronnen, anders verdeeld over de stappen.")
    said = _("Hier betaalt %(more)s meer en %(less)s minder.")
    return said % {"more": _(" en ").join(more), "less": _(" en ").join(less)}


def _totals(shares: Iterable[KeptShare]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for one in shares:
        totals[one.source] = totals.get(one.source, 0) + one.amount_cents
    return totals


def _changes(words: Words, found: Found) -> tuple[str, ...]:
    said = [*_if_somebody_pays(words, found), *words.openings(found.person)]
    return tuple((*said, *words.later(found.person))[:MOST_CHANGES])


def _if_somebody_pays(words: Words, found: Found) -> list[str]:
    """Return what changes when an employer or fund without a budget here pays a part itself."""
    said = []
    steps = found.person.waiting()
    for terms in found.money.terms.values():
        held = found.money.purses_of(terms.code)
        if terms.sort != PRIVATE or held or not steps:
            continue
        paying = found.money.paying_sources
        if all(
            blockers(terms, found.person.facts, on=one.due_on, sources=paying(one.instrument))
            for one in steps
        ):
            continue
        sentence = _imagined(words, found, terms.code)
        if sentence:
            said.append(sentence)
    return said


def _imagined(words: Words, found: Found, source: str) -> str:
    extra = Extra(source=source, amount_cents=min(TRIED_CENTS, found.person.open_cents))
    problem = problem_of(found.money, [found.person], extra=extra)
    paid = [_totals(one.shares) for one in offers_of(problem, found.money)]
    paid = [one for one in paid if source in one]
    if not paid:
        return ""
    values = {
        "source": words.source(source),
        "amount": euros(paid[0][source], words.context.language),
    }
    if not found.offers:
        return _("Betaalt %(source)s %(amount)s, dan kan dit traject wel betaald worden.") % values
    first = _totals(found.offers[0].shares)
    less = [words.source(one) for one in first if paid[0].get(one, 0) < first[one]]
    said = _("Betaalt %(source)s %(amount)s, dan hoeft %(less)s dat niet te betalen.")
    return said % {**values, "less": _(" en ").join(less)} if less else ""


def _legality(words: Words, found: Found, offers: tuple[Offer, ...]) -> str:
    """Draft why it is lawful: per source the rule that holds; somebody reads and changes it."""
    if not offers:
        return ""
    said = []
    for one in payer_lines(words, found, offers[0].shares):
        facts = ", ".join(f"{label.lower()}: {value.lower()}" for label, value in one.facts)
        values = {"source": one.title, "document": one.document, "facts": facts}
        if facts:
            said.append(_("%(source)s mag dit betalen (%(facts)s). Bron: %(document)s.") % values)
        else:
            said.append(_("%(source)s mag dit betalen. Bron: %(document)s.") % values)
    return " ".join(said)


def _effectiveness(found: Found, row: TrajectoryRecord) -> str:
    """Draft why it works: the steps, and from where to where they bring somebody."""
    steps = found.person.waiting()
    if not steps:
        return ""
    names = ", ".join(one.what.lower() for one in steps)
    if row.level_start is None or row.level_goal is None:
        return _("Deze stappen horen bij het doel: %(steps)s.") % {"steps": names}
    values = {"steps": names, "start": row.level_start, "goal": row.level_goal}
    return (
        _("Met deze stappen gaat iemand van niveau %(start)d naar niveau %(goal)d: %(steps)s.")
        % values
    )


def _chosen(words: Words, row: MixRecord) -> ChosenMix:
    state = MixState(row.state)
    return ChosenMix(
        ref=row.ref,
        state=row.state,
        label=_(MIX_STATES[state]),
        live=state in LIVE,
        total_cents=row.total_cents,
        chosen_at=row.chosen_at,
        answer_due_on=row.answer_due_on,
        legality=row.legality,
        effectiveness=row.effectiveness,
        consents=tuple(
            ConsentLine(
                source=one.source,
                title=words.source(one.source),
                owner=words.owner(one.source),
                amount_cents=one.amount_cents,
                state=one.state,
                label=_(CONSENT_STATES[ConsentState(one.state)]),
                reason=one.reason,
                answered_at=one.answered_at,
            )
            for one in row.consents.all()
        ),
    )
