"""The inbox of who owns money: what is asked of them, without a name, and what they said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from voordeur.domain.funding.broker_consents import (
    ConsentFacts,
    ConsentState,
    MixState,
    may_answer,
    may_withdraw,
)
from voordeur.domain.kernel.refusal import RefusedError, Verdict
from voordeur.domain.region.model import Region
from voordeur.records.funding.models import MixConsentRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services.broker_money import Money, money_on
from voordeur.services.case_words import municipality_name
from voordeur.services.context import Context
from voordeur.services.mix_pages import CONSENT_STATES, MIX_STATES
from voordeur.services.mix_words import Words
from voordeur.services.mixes import NOT_FOUND, shares_of
from voordeur.services.offices import BUDGET_OWNER, require_office
from voordeur.services.region import current_region

MOST_ANSWERED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked:
    """One consent as its owner sees it: steps and amounts, why it may and why it works; no name."""

    mix: str
    source: str
    source_title: str
    trajectory: str
    municipality: str
    amount_cents: int
    total_cents: int
    steps: tuple[tuple[str, int], ...]
    legality: str
    effectiveness: str
    rule: str
    document: str
    others: tuple[tuple[str, int, str], ...]
    """The other sources in the mix: what they pay and where that stands."""
    asked_at: datetime
    due_on: date
    state: str
    label: str
    mix_state: str
    mix_label: str
    reason: str
    answered_at: datetime | None
    paid_cents: int
    """Of this source: ordered or paid, so it stays."""
    free_cents: int | None
    """What the purse has free besides; None when it has none now."""
    may_answer: Verdict
    may_withdraw: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentInbox:
    """What waits for an answer of the own organisation, and the answers that were given."""

    organisation: str
    waiting: tuple[ConsentAsked, ...]
    answered: tuple[ConsentAsked, ...]


def inbox(context: Context) -> ConsentInbox:
    """Return what is asked of the own organisation, the first to run out first.

    A fixed number of queries. Raises ``RefusedError`` (NOT_FOUND) for other roles.
    """
    require_office(context, BUDGET_OWNER)
    rows = _rows(context)
    waiting = list(
        rows.filter(state=ConsentState.ASKED.value, mix__state=MixState.ASKED.value).order_by(
            "mix__answer_due_on", "id"
        )
    )
    answered = list(
        rows.filter(answered_at__isnull=False).order_by("-answered_at", "-id")[:MOST_ANSWERED]
    )
    desk = _desk(context, [*waiting, *answered])
    return ConsentInbox(
        organisation=context.organisation,
        waiting=tuple(desk.line(one) for one in waiting),
        answered=tuple(desk.line(one) for one in answered),
    )


def consent_page(context: Context, *, mix: str, source: str) -> ConsentAsked:
    """Return one consent of the own organisation. Raises ``RefusedError`` (NOT_FOUND)."""
    require_office(context, BUDGET_OWNER)
    row = _rows(context).exclude(state=ConsentState.NOT_NEEDED.value)
    found = row.filter(mix__ref=mix, source=source).first()
    if found is None:
        raise RefusedError(NOT_FOUND)
    return _desk(context, [found]).line(found)


def waiting_count(context: Context) -> int:
    """Return how many consents wait for an answer of the own organisation (one query)."""
    rows = MixConsentRecord.objects.filter(
        owner=context.organisation,
        state=ConsentState.ASKED.value,
        mix__state=MixState.ASKED.value,
    )
    return rows.count()


def _rows(context: Context) -> QuerySet[MixConsentRecord]:
    return (
        MixConsentRecord.objects.filter(owner=context.organisation)
        .select_related("mix__trajectory__case")
        .prefetch_related("mix__consents")
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is needed to tell of many consents at once."""

    context: Context
    region: Region
    words: Words
    steps: Mapping[str, str]
    held: Mapping[tuple[int, str], tuple[int, int]]
    """Per trajectory and source: what is reserved, and what is ordered or paid."""

    def line(self, row: MixConsentRecord) -> ConsentAsked:
        """Return one consent as its owner sees it."""
        mix = row.mix
        terms = self.words.money.terms.get(row.source)
        reserved, stays = self.held.get((mix.trajectory_id, row.source), (0, 0))
        facts = ConsentFacts(
            mix=MixState(mix.state),
            state=ConsentState(row.state),
            owner=row.owner_id,
            reserved_cents=reserved,
        )
        return ConsentAsked(
            mix=mix.ref,
            source=row.source,
            source_title=self.words.source(row.source),
            trajectory=mix.trajectory.ref,
            municipality=municipality_name(self.region, mix.trajectory.case.municipality),
            amount_cents=row.amount_cents,
            total_cents=mix.total_cents,
            steps=tuple(
                (self.steps.get(one.step, one.step), one.amount_cents)
                for one in shares_of(mix)
                if one.source == row.source
            ),
            legality=mix.legality,
            effectiveness=mix.effectiveness,
            rule=(self.words.text(terms.conditions) or self.words.text(terms.purpose))
            if terms is not None
            else "",
            document=self.words.document(terms) if terms is not None else "",
            others=tuple(
                (
                    self.words.source(one.source),
                    one.amount_cents,
                    _(CONSENT_STATES[ConsentState(one.state)]),
                )
                for one in mix.consents.all()
                if one.pk != row.pk
            ),
            asked_at=mix.chosen_at,
            due_on=mix.answer_due_on,
            state=row.state,
            label=_(CONSENT_STATES[ConsentState(row.state)]),
            mix_state=mix.state,
            mix_label=_(MIX_STATES[MixState(mix.state)]),
            reason=row.reason,
            answered_at=row.answered_at,
            paid_cents=stays,
            free_cents=_free(self.words.money, row.source),
            may_answer=may_answer(facts, self.context.organisation),
            may_withdraw=may_withdraw(facts, self.context.organisation),
        )


def _free(money: Money, source: str) -> int | None:
    open_now = [one for one in money.purses_of(source) if one.start <= money.day]
    return open_now[0].free_cents if open_now else None


def _desk(context: Context, rows: list[MixConsentRecord]) -> _Desk:
    trajectories = {one.mix.trajectory_id for one in rows}
    steps = TrajectoryStepRecord.objects.filter(trajectory__in=trajectories)
    claims = (
        ClaimRecord.objects.filter(cost__step__trajectory__in=trajectories)
        .order_by()
        .values_list("cost__step__trajectory_id", "budget__source")
        .annotate(kept=Sum("reserved_cents"), gone=Sum("committed_cents") + Sum("paid_cents"))
    )
    region = current_region()
    return _Desk(
        context=context,
        region=region,
        words=Words(context, region, money_on(context)),
        steps=dict(steps.values_list("ref", "what")),
        held={(row, source): (kept, gone) for row, source, kept, gone in claims},
    )
