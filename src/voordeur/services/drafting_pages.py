"""What one chooses from when drawing up a proposal or recording what a body said."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.routes import Route
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.entries import OrganisationKind
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.governance_register import Known, known
from voordeur.services.meetings import MeetingLine, meetings
from voordeur.services.proposal_lanes import LaneStep
from voordeur.services.proposal_pages import ProposalLine, ProposalPage, proposal_page

TOUCHING = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.UWV})


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """A route one can choose: what for, and who is asked in which order."""

    code: str
    title: str
    way: str


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """An organisation that can be a party; ``touches``: its services count as touched."""

    code: str
    name: str
    touches: bool


@dataclass(frozen=True, slots=True)
class DraftingChoices:
    """What a proposal is made of."""

    routes: tuple[RouteChoice, ...]
    parties: tuple[PartyChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """What is needed to record what was said in one step."""

    line: ProposalLine
    step: LaneStep
    quorum: int | None
    meetings: tuple[MeetingLine, ...]
    """Meetings of the body that have begun, newest first."""
    members: tuple[tuple[str, str], ...]
    """Organisations that can have an objection: those with a seat, else the parties."""


def drafting_choices(context: Context) -> DraftingChoices:
    """Return the routes that hold today, and the organisations; public ones first."""
    held = known(context)
    today = context.today
    parties = [
        PartyChoice(code, held.organisation(code, context), one.kind in TOUCHING)
        for code, one in held.region.organisations.items()
        if one.kind is not OrganisationKind.GOVERNING_BODY
    ]
    return DraftingChoices(
        routes=tuple(
            RouteChoice(one.code, one.title.in_language(context.language), _way(context, held, one))
            for one in held.routes.values()
            if today in one.valid
        ),
        parties=tuple(sorted(parties, key=lambda one: (not one.touches, one.name.casefold()))),
    )


def step_page(context: Context, *, ref: str, code: str, organisation: str) -> StepPage:
    """Return one step of a proposal to record. Raises ``RefusedError`` (NOT_FOUND)."""
    page = proposal_page(context, ref=ref)
    step = next(
        (one for one in page.line.steps if (one.code, one.organisation) == (code, organisation)),
        None,
    )
    if step is None:
        raise RefusedError(register.NOT_FOUND)
    held = known(context)
    body = held.bodies.get(step.body) if step.body and not step.organisation else None
    begun = meetings(context, body=step.body) if body is not None else ()
    return StepPage(
        line=page.line,
        step=step,
        quorum=body.quorum if body is not None else None,
        meetings=tuple(one for one in begun if one.day <= context.today),
        members=_members(context, held, page, body.organisations() if body is not None else ()),
    )


def fingerprint(page: ProposalPage) -> str:
    """Return what a proposal says as one string, to see whether somebody else changed it."""
    parties = ",".join(code for code, _name in page.parties)
    entries = ",".join(f"{kind}:{code}" for kind, code in page.entries)
    line = page.line
    said = [line.title, line.route, page.summary, parties, entries, line.amount_cents]
    return "|".join(map(str, [*said, line.touches, line.touches_reason, line.state, line.round]))


def meeting_days(lines: tuple[MeetingLine, ...]) -> dict[str, date]:
    """Return the day of each meeting by its reference."""
    return {one.ref: one.day for one in lines}


def _members(
    context: Context, held: Known, page: ProposalPage, seats: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    if not seats:
        return page.parties
    return tuple((code, held.organisation(code, context)) for code in seats)


def _way(context: Context, held: Known, route: Route) -> str:
    """Return who is asked, in order: 'Adviesgroep → Keten MT → Regionaal Beraad'."""
    names = []
    for step in route.steps:
        organisations = [held.organisation(one, context) for one in step.organisations]
        if len(organisations) > 1:
            names.append(f"{organisations[0]} + {len(organisations) - 1}")
        else:
            names.append(organisations[0] if organisations else held.body_name(step.body, context))
    return " → ".join(names)
