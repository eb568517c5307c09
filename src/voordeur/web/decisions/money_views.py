"""Money out of the reserve, and plans that eight organisations adopt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.governance.routes import RESERVE
from voordeur.domain.kernel.refusal import Reason, RefusedError, require
from voordeur.services import adoption_pages, proposal_pages, reserve
from voordeur.services.context import Context
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.register_words import euros
from voordeur.services.reserve import DecidedAmount, NewWithdrawal
from voordeur.web import contexts
from voordeur.web.decisions.frame import show
from voordeur.web.decisions.meeting_forms import WithdrawalForm
from voordeur.web.decisions.proposal_forms import CENTS
from voordeur.web.decisions.refused import HIDDEN, typed
from voordeur.web.refusals import sentence

FIELDS = {
    Reason.DECISION_NEEDED: "proposal",
    Reason.ABOVE_DECISION: "amount",
    Reason.REASON_NEEDED: "purpose",
}


@require_http_methods(["GET", "HEAD", "POST"])
def reserve_view(request: HttpRequest) -> HttpResponse:
    """Show what was decided on and taken; the controller takes, or hears why not."""
    context = contexts.professional(request)
    page = reserve.reserve_page(context)
    if request.method == "POST":
        require(page.may_write)
    form = WithdrawalForm(page.proposals, typed(request))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        withdrawal = NewWithdrawal(
            proposal=said["proposal"],
            amount_cents=int(said["amount"] * CENTS),
            purpose=said["purpose"],
        )
        try:
            reserve.withdraw(context, withdrawal=withdrawal)
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            refusal = refused.refusal.reason.value
            named = FIELDS.get(refused.refusal.reason)
            form.add_error(named, _why(context, refused, sentence(refused.refusal)))
        else:
            messages.success(request, _("Vastgelegd. Het bedrag is uit de reserve gehaald."))
            return redirect("decisions:reserve")
    return show(
        request,
        "reserve",
        form=form if page.may_write else None,
        decision_needed=refusal == Reason.DECISION_NEEDED.value,
        asked=_asked(context, form.data.get("proposal", "")),
        proposals=[_amounts(context, one) for one in page.proposals],
        withdrawals=[(one, euros(one.amount_cents, context.language)) for one in page.withdrawals],
        may_draft=bool(may_by_office(context, SECRETARIAT)),
        route=RESERVE,
        status=422 if form.is_bound else 200,
    )


def _why(context: Context, refused: RefusedError, said: str) -> str:
    left = refused.refusal.facts.get("left_cents", "")
    if not left:
        return said
    words = euros(int(left), context.language)
    return f"{said} {_('Er kan nog %(left)s uit.') % {'left': words}}"


def _asked(context: Context, ref: str) -> proposal_pages.ProposalLine | None:
    """Return the proposal somebody wanted to withdraw on, to say what it still lacks."""
    lines = proposal_pages.open_proposals(context) if ref else ()
    return next((one for one in lines if one.ref == ref), None)


def _amounts(context: Context, one: DecidedAmount) -> tuple[DecidedAmount, str, str, str]:
    said = [euros(cents, context.language) for cents in (one.amount_cents, one.withdrawn_cents)]
    left = euros(one.left_cents, context.language) if one.decided_on else ""
    return (one, said[0], said[1], left)


@require_safe
def adoptions(request: HttpRequest) -> HttpResponse:
    """Show the adoptions of each year's plan at a glance."""
    context = contexts.professional(request)
    found = adoption_pages.adoptions(context)
    return show(
        request,
        "adoptions",
        found=found,
        may_draft=bool(may_by_office(context, SECRETARIAT)),
    )
