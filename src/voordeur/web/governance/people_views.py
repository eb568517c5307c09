"""People with access: the list, one account, and what a system manager does with it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import members
from voordeur.services.accounts import NewAccount
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.governance.doors import show, show_as
from voordeur.web.governance.forms import AccountForm, LeaveForm, MembershipForm
from voordeur.web.refusals import sentence


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show who has access, to what."""
    context = contexts.professional(request)
    search = request.GET.get("zoek", "")[:100]
    organisation = request.GET.get("organisatie", "")[:60]
    found = {
        "lines": members.accounts(context, organisation=organisation, search=search),
        "search": search,
        "organisation": organisation,
        "organisations": members.organisations(context),
        "most": members.MOST_SHOWN,
    }
    return show(request, context, "people", **found)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and mail a link to choose a password."""
    context = contexts.professional(request)
    bound = request.POST if request.method == "POST" else None
    form = AccountForm(members.organisations(context), bound)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        new = NewAccount(
            email=chosen["email"],
            name=chosen["name"],
            organisation=chosen["organisation"],
            roles=form.chosen_roles(),
        )
        try:
            identity = members.invite(context, new=new)
        except RefusedError as refused:
            if refused.refusal.reason is not Reason.INVALID_INPUT:
                raise
            form.add_error("email", _("Er is al een account met dit adres."))
        else:
            messages.success(request, _("Het account is gemaakt. De link is onderweg."))
            return redirect("governance:person", account_id=identity)
    status = 422 if form.is_bound else 200
    return show_as(request, context, "person_new", "people", form=form, status=status)


@require_safe
def person(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one account with its memberships and open cases."""
    return _person_page(request, contexts.professional(request), account_id)


def _person_page(
    request: HttpRequest,
    context: Context,
    account_id: int,
    form: MembershipForm | None = None,
    wrong: str = "",
) -> HttpResponse:
    page = members.account(context, account_id=account_id)
    found = {
        "page": page,
        "form": form or MembershipForm(page.organisations),
        "leave_form": LeaveForm(),
        "wrong": wrong,
    }
    status = 422 if wrong or (form and form.is_bound) else 200
    return show_as(request, context, "person", "people", status=status, **found)


@require_POST
def join(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give roles in an organisation, from a day."""
    context = contexts.professional(request)
    form = MembershipForm(
        members.account(context, account_id=account_id).organisations, request.POST
    )
    if not form.is_valid():
        return _person_page(request, context, account_id, form)
    try:
        members.join(
            context,
            account_id=account_id,
            organisation=form.cleaned_data["organisation"],
            roles=form.chosen_roles(),
            start_date=form.cleaned_data["start_date"],
        )
    except RefusedError as refused:
        return _refused(request, context, account_id, refused)
    messages.success(request, _("De rollen zijn gegeven."))
    return redirect("governance:person", account_id=account_id)


@require_POST
def leave(request: HttpRequest, account_id: int, membership_id: int) -> HttpResponse:
    """End a membership after a last day, or at once."""
    context = contexts.professional(request)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        wrong = str(form.errors["last_day"][0])
        return _person_page(request, context, account_id, wrong=wrong)
    last = form.cleaned_data["last_day"]
    try:
        end = last + timedelta(days=1) if last else None
        members.leave(context, membership_id=membership_id, end_date=end)
    except (RefusedError, OverflowError) as error:
        if isinstance(error, OverflowError):
            return _person_page(request, context, account_id, wrong=_("Kies een eerdere dag."))
        return _refused(request, context, account_id, error)
    messages.success(request, _("De toegang stopt op die dag. Kijk wie de dossiers overneemt."))
    return redirect("governance:person", account_id=account_id)


def _refused(
    request: HttpRequest, context: Context, account_id: int, refused: RefusedError
) -> HttpResponse:
    reason = refused.refusal.reason
    if reason is Reason.NOT_FOUND:
        raise refused
    if reason is Reason.ROLE_DOES_NOT_ALLOW:
        wrong = _("Dan blijft er geen systeembeheerder over. Geef eerst iemand anders die rol.")
    else:
        wrong = sentence(refused.refusal)
    return _person_page(request, context, account_id, wrong=wrong)


def _simple(act: Callable[..., None], said: Callable[[], str]) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: HttpRequest, account_id: int) -> HttpResponse:
        context = contexts.professional(request)
        try:
            act(context, account_id=account_id)
        except RefusedError as refused:
            return _refused(request, context, account_id, refused)
        messages.success(request, said())
        return redirect("governance:person", account_id=account_id)

    return view


send_link = _simple(members.send_link, lambda: _("Er is een nieuwe link onderweg."))
close = _simple(members.deactivate, lambda: _("Het account is dicht. Elke sessie is beëindigd."))
reopen = _simple(members.reactivate, lambda: _("Het account is weer open."))
