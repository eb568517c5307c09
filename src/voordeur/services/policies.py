"""Positions municipalities take on local policy; the routing answer follows them from their day."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import NugPolicy, Region
from voordeur.domain.region.positions import (
    LABELS,
    NUG_TOPIC,
    RECORDED_DOCUMENT,
    leading_for,
)
from voordeur.records.region.models import PolicyPositionRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import (
    READERS_OF_THE_PACK,
    TAKERS_OF_POSITIONS,
    holds_office,
    require_office,
)
from voordeur.services.region import current_region, forget_region


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLine:
    """A position during a period: who then leads, in words, and where that comes from."""

    position: str
    label: str
    leading: str
    start: date | None
    end: date | None
    current: bool
    recorded: bool
    """Recorded here, instead of read from the pack."""
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityLine:
    """A municipality with every position it took, newest first, and the ones it can take."""

    slug: str
    name: str
    positions: tuple[PositionLine, ...]
    choices: tuple[tuple[str, str], ...]

    @property
    def current(self) -> PositionLine | None:
        """The position that holds today."""
        return next((line for line in self.positions if line.current), None)


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    """Every municipality with its positions; ``may_take``: the reader may record a new one."""

    municipalities: tuple[MunicipalityLine, ...]
    may_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPosition:
    """A position to record: it holds from ``valid_from``, for the reason given."""

    municipality: str
    position: str
    valid_from: date
    reason: str


def positions(context: Context) -> PoliciesPage:
    """Return what each municipality decided about people without work and benefit (NUG)."""
    require_office(context, READERS_OF_THE_PACK)
    region = current_region()
    return PoliciesPage(
        municipalities=tuple(
            MunicipalityLine(
                slug=place.slug,
                name=place.name,
                positions=tuple(
                    _line(context, region, policy)
                    for policy in reversed(region.policies.get(place.slug, ()))
                ),
                choices=tuple(
                    (code, label.in_language(context.language))
                    for code, label in LABELS.items()
                    if leading_for(region, place.slug, code) is not None
                ),
            )
            for place in region.municipalities.values()
        ),
        may_take=holds_office(context, TAKERS_OF_POSITIONS),
    )


def _line(context: Context, region: Region, policy: NugPolicy) -> PositionLine:
    language = context.language
    source = region.sources.get(policy.source.document)
    title = source.title.in_language(language) if source else policy.source.document
    label = LABELS.get(policy.position)
    return PositionLine(
        position=policy.position,
        label=label.in_language(language) if label else policy.position,
        leading=region.organisation_name(policy.leading, context.today, language),
        start=policy.period.start,
        end=policy.period.end,
        current=context.today in policy.period,
        recorded=policy.source.document == RECORDED_DOCUMENT,
        source=f"{title}, {policy.source.section}" if policy.source.section else title,
        reason=policy.source.note.in_language(language),
    )


def take_position(context: Context, *, new: NewPosition) -> None:
    """Record a position; from its first day the routing answer follows it.

    What holds before that day stays as it was. Raises ``RefusedError``: NOT_FOUND,
    DATE_IN_THE_PAST, REASON_NEEDED, INVALID_INPUT for an unknown municipality or position, and
    CHANGED_MEANWHILE when a position starts that day already.
    """
    require_office(context, TAKERS_OF_POSITIONS)
    region = current_region()
    leading = leading_for(region, new.municipality, new.position)
    if leading is None or new.municipality not in region.municipalities:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "position"}))
    if new.valid_from < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    if not new.reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        _write(context, new)
        act.record(
            "PolicyPositionTaken",
            payload={
                "municipality": new.municipality,
                "topic": NUG_TOPIC,
                "position": new.position,
                "valid_from": new.valid_from.isoformat(),
                "leading": leading,
            },
        )
    forget_region()


def _write(context: Context, new: NewPosition) -> None:
    try:
        with transaction.atomic():
            PolicyPositionRecord.objects.create(
                municipality=new.municipality,
                topic=NUG_TOPIC,
                position=new.position,
                reason=new.reason.strip(),
                valid_from=new.valid_from,
                recorded_at=context.now,
                recorded_by_id=context.account_id,
            )
    except IntegrityError as error:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE)) from error
