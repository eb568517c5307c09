"""What professionals know and tell: articles per topic, one communication plan, training, staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.period import Period
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.kinds.choices import CONNECTION_KINDS, TOPICS
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.recruitment import NOTHING, ROUTES, Brought, brought
from voordeur.services.register_links import pointed_at
from voordeur.services.register_words import Named, Words, words

ARTICLE, MESSAGE, CAMPAIGN = "article", "message", "campaign"
TRAINING, STAFFING, CONNECTION = "training", "staffing", "connection"
AUDIENCES = {
    "residents": gettext_noop("voor mensen"),
    "employers": gettext_noop("voor werkgevers"),
    "partners": gettext_noop("voor partners"),
}
"""Whom a name of the pack is for."""


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article: what it is about in its first words, and until when it was checked."""

    code: str
    title: str
    body: str
    for_whom: str
    fresh_until: str
    stale: bool
    laws: tuple[Named, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its articles."""

    code: str
    name: str
    articles: tuple[ArticleLine, ...]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: who tells it, along which way, under which brand."""

    code: str
    title: str
    content: str
    teller: str
    channel: str
    brand: str
    period: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom messages are for, with those messages."""

    name: str
    messages: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True)
class BrandLine:
    """A name the region uses: in which period, for whom; ``now`` when it is in use today."""

    name: str
    period: str
    audience: str
    now: bool
    note: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A recruitment route of a campaign: the code in its link, and what it brought."""

    code: str
    name: str
    tried: str
    brought: Brought


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign with what was measured of its reach, and what its routes brought."""

    code: str
    title: str
    audience: str
    goal: str
    period: str
    reach: tuple[tuple[str, str, str, str], ...]
    """What was measured, how much, on which day, and the source."""
    routes: tuple[RouteLine, ...]


@dataclass(frozen=True, slots=True)
class Communication:
    """The one communication plan."""

    audiences: tuple[Audience, ...]
    brands: tuple[BrandLine, ...]
    campaigns: tuple[CampaignLine, ...]


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """What people in a role learned; numbers, never names."""

    code: str
    title: str
    role: str
    topic: str
    when: str
    participants: str
    learned: str


@dataclass(frozen=True, slots=True)
class StaffingLine:
    """Hours needed and filled; None where nobody said it. ``shortage`` needs both."""

    code: str
    title: str
    organisation: str
    role: str
    period: str
    needed: int | None
    filled: int | None
    shortage: int | None
    alternative: str
    paid_from: str


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """Somebody or something outside the region that it works with."""

    code: str
    title: str
    what: str
    parties: str
    period: str
    lines: tuple[Named, ...]


def topics(context: Context, *, asked: str = "") -> tuple[Topic, ...]:
    """Return the articles per topic that have every word of ``asked`` (two queries)."""
    articles = register.entries(context, ARTICLE)
    said = words(context, pointed_at(context, entries=articles))
    wanted = asked.casefold().split()
    fitting = [one for one in articles if all(word in _text(one) for word in wanted)]
    grouped: dict[str, list[ArticleLine]] = {code: [] for code in TOPICS}
    for one in fitting:
        grouped[one.line("topic")].append(_article(said, one))
    return tuple(
        Topic(code, said.say(TOPICS[code]), tuple(lines))
        for code, lines in grouped.items()
        if lines
    )


def _text(one: Entry) -> str:
    body, whom = one.text("body"), one.text("for_whom")
    return "\n".join((*one.names(), body.nl, body.en, whom.nl, whom.en)).casefold()


def _article(said: Words, one: Entry) -> ArticleLine:
    fresh = one.line("fresh_until")
    return ArticleLine(
        code=one.code,
        title=said.title(one),
        body=said.say(one.text("body")),
        for_whom=said.say(one.text("for_whom")),
        fresh_until=said.day(fresh),
        stale=bool(fresh) and date.fromisoformat(fresh) <= said.today,
        laws=said.named("law", one.codes("laws")),
        source=said.source(one),
    )


def communication(context: Context) -> Communication:
    """Return messages by audience, the names in use, and campaigns (two queries)."""
    held = register.entries_of(context, (MESSAGE, CAMPAIGN))
    said = words(context, held)
    counted = brought(context)
    audiences: dict[str, list[MessageLine]] = {}
    for one in held.values():
        if one.kind == MESSAGE:
            audiences.setdefault(said.say(one.text("audience")), []).append(_message(said, one))
    return Communication(
        tuple(Audience(name, tuple(lines)) for name, lines in audiences.items()),
        tuple(_brands(said)),
        tuple(_campaign(said, one, counted) for one in held.values() if one.kind == CAMPAIGN),
    )


def _message(said: Words, one: Entry) -> MessageLine:
    brand = said.region.brands.get(one.line("brand"))
    dated = brand.name_on(_heard_on(said, one)) if brand is not None else None
    return MessageLine(
        code=one.code,
        title=said.title(one),
        content=said.say(one.text("content")),
        teller=said.organisation(one.line("organisation")) if one.line("organisation") else "",
        channel=said.say(one.text("channel")),
        brand=said.say(dated.name) if dated is not None else one.line("brand"),
        period=said.period(one),
    )


def _heard_on(said: Words, one: Entry) -> date:
    """Return the day that decides under which name a message is told: today, when it still is."""
    start, end = one.moment("from"), one.moment("until")
    if end is not None and end.last < said.today:
        return end.last
    return max(start.start, said.today) if start is not None else said.today


def _brands(said: Words) -> Iterable[BrandLine]:
    for brand in said.region.brands.values():
        for name in brand.names:
            audience = AUDIENCES.get(name.audience, "")
            yield BrandLine(
                said.say(name.name),
                _period(said, name.period),
                _(audience) if audience else name.audience,
                said.today in name.period,
                said.say(name.note),
            )


def _period(said: Words, period: Period) -> str:
    start, end = (said.day(one.isoformat()) if one else "" for one in (period.start, period.end))
    since = _("vanaf %(day)s") % {"day": start} if start else ""
    until = _("tot %(day)s") % {"day": end} if end else ""
    return f"{since} {until}".strip()


def _campaign(said: Words, one: Entry, counted: Mapping[str, Brought]) -> CampaignLine:
    return CampaignLine(
        code=one.code,
        title=said.title(one),
        audience=said.say(one.text("audience")),
        goal=said.say(one.text("goal")),
        period=said.period(one),
        reach=tuple(
            (
                said.say(text_of(row.get("measure"))),
                said.quantity(row.get("number")),
                said.day(row.get("day")),
                said.say(text_of(row.get("source"))),
            )
            for row in one.rows("reach")
        ),
        routes=tuple(
            RouteLine(
                code=str(row.get("code")),
                name=said.say(text_of(row.get("name"))),
                tried=said.say(text_of(row.get("tried"))),
                brought=counted.get(str(row.get("code")), NOTHING),
            )
            for row in one.rows(ROUTES)
        ),
    )


def trainings(context: Context) -> Mapping[str, tuple[TrainingLine, ...]]:
    """Return what was learned per organisation, newest first (one query)."""
    said = words(context, {})
    found: dict[str, list[TrainingLine]] = {}
    entries = register.entries(context, TRAINING)
    for one in sorted(entries, key=lambda entry: entry.line("when"), reverse=True):
        whose = one.line("organisation")
        name = said.organisation(whose) if whose else _("Meer organisaties samen")
        found.setdefault(name, []).append(_training(said, one))
    return {name: tuple(lines) for name, lines in found.items()}


def _training(said: Words, one: Entry) -> TrainingLine:
    kind = KINDS[TRAINING]
    return TrainingLine(
        code=one.code,
        title=said.title(one),
        role=said.say(one.text("role")),
        topic=said.choice(kind.field("topic"), one.line("topic")),
        when=said.moment(one.line("when")),
        participants=said.quantity(one.values.get("participants")),
        learned=said.say(one.text("learned")),
    )


def staffing(context: Context) -> tuple[StaffingLine, ...]:
    """Return staff needed and there, the largest shortage first (one query)."""
    said = words(context, {})
    lines = [_staffing(said, one) for one in register.entries(context, STAFFING)]
    return tuple(sorted(lines, key=lambda one: -(one.shortage or 0)))


def _staffing(said: Words, one: Entry) -> StaffingLine:
    needed, filled = one.number("hours_needed"), one.number("hours_filled")
    both = needed is not None and filled is not None
    return StaffingLine(
        code=one.code,
        title=said.title(one),
        organisation=said.organisation(one.line("organisation")),
        role=said.say(one.text("role")),
        period=said.period(one),
        needed=needed,
        filled=filled,
        shortage=max(0, (needed or 0) - (filled or 0)) if both else None,
        alternative=said.say(one.text("alternative")),
        paid_from=said.say(one.text("paid_from")),
    )


def connections(context: Context) -> Mapping[str, tuple[ConnectionLine, ...]]:
    """Return with whom the region works together, by sort (two queries)."""
    entries = register.entries(context, CONNECTION)
    said = words(context, pointed_at(context, entries=entries))
    found: dict[str, list[ConnectionLine]] = {code: [] for code in CONNECTION_KINDS}
    for one in entries:
        found[one.line("sort")].append(_connection(said, one))
    return {
        said.say(CONNECTION_KINDS[code]): tuple(lines) for code, lines in found.items() if lines
    }


def _connection(said: Words, one: Entry) -> ConnectionLine:
    known = [named.name for named in said.organisations(one.codes("parties"))]
    other = said.say(one.text("other_parties"))
    return ConnectionLine(
        code=one.code,
        title=said.title(one),
        what=said.say(one.text("what")),
        parties=", ".join([*known, other] if other else known),
        period=said.period(one),
        lines=said.named("plan_line", one.codes("lines")),
    )
