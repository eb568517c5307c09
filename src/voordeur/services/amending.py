"""Changes that need a decision: under which proposal they can wait, and a new one to begin with."""

from django.db import transaction

from voordeur.domain.governance.proposals import ProposalState
from voordeur.services import proposal_pages, proposals, register, register_acts
from voordeur.services.context import Context
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.proposals import ProposalContent
from voordeur.services.register_acts import Change, Recorded, Rejected
from voordeur.services.register_words import Named, words

FITTING = {"plan_line": "plan-amendment", "plan": "plan", "focus_group": "focus-groups"}
"""Kind → the route its changes usually take; any other route can be chosen."""


def open_drafts(context: Context) -> tuple[Named, ...]:
    """Return the proposals that can still take a change in."""
    return tuple(
        Named(one.ref, one.title)
        for one in proposal_pages.open_proposals(context)
        if one.state is ProposalState.DRAFTED
    )


def routes(context: Context, *, kind: str) -> tuple[Named, ...]:
    """Return the routes a new proposal can take, the fitting one first; none for who may not."""
    if not may_by_office(context, SECRETARIAT):
        return ()
    said = words(context, {})
    found = [Named(one.code, said.title(one)) for one in register.entries(context, "route")]
    return tuple(sorted(found, key=lambda one: one.code != FITTING.get(kind)))


def begin(
    context: Context, *, title: str, route: str, change: Change
) -> tuple[str, Recorded | Rejected]:
    """Draw a proposal up with ``change`` as its content; returns its reference and what was kept.

    Raises ``RefusedError`` as drafting and proposing do. What does not fit makes no proposal.
    """
    with transaction.atomic():
        ref = proposals.draft(context, content=ProposalContent(title=title, route=route))
        kept = register_acts.propose_change(context, proposal=ref, change=change)
        transaction.set_rollback(isinstance(kept, Rejected))
    return ref, kept
