"""Gatherings and groups in Mijn Voordeur: what there is, and saying yes or no myself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.work.gatherings import SignUpState
from voordeur.services import gathering_files, gathering_pages, group_routes, sign_ups
from voordeur.services.context import Context
from voordeur.web.components import Crumb
from voordeur.web.employer_service.forms import CodeForm, OwnSignUpForm
from voordeur.web.employer_service.frame import calendar_file, pressed, taken
from voordeur.web.my.entry import for_resident, shows, shows_and_takes, takes
from voordeur.web.my.words import home_crumb


@shows
@for_resident
def gatherings(request: HttpRequest, context: Context) -> HttpResponse:
    """Show gatherings to come."""
    return _shown(request, context)


@shows
@for_resident
def gathering_file(_request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Give a gathering for my own calendar."""
    return calendar_file(gathering_files.own_file(context, ref=ref))


@takes
@for_resident
def yes(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Sign up, with what the organiser may read."""
    form = OwnSignUpForm(request.POST, auto_id=f"id_{ref}_%s")
    found: list[SignUpState] = []

    def sign_up() -> None:
        shared = form.cleaned_data["shared"]
        found.append(sign_ups.sign_up_self(context, ref=ref, shared=shared))

    if not taken(form, sign_up):
        return _shown(request, context, (ref, form))
    if found[0] is SignUpState.IN:
        messages.success(request, _("Je staat op de lijst."))
    else:
        messages.info(request, _("Het is vol. Je staat op de wachtlijst; kijk hier later weer."))
    return redirect("wsp_my:gatherings")


@takes
@for_resident
def no(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Cancel; the organiser reads nothing of me any more."""
    pressed(request, lambda: sign_ups.cancel_self(context, ref=ref), _("Je bent afgemeld."))
    return redirect("wsp_my:gatherings")


def _shown(
    request: HttpRequest, context: Context, typed: tuple[str, OwnSignUpForm] | None = None
) -> HttpResponse:
    held, name = gathering_pages.own_gatherings(context)
    lines = []
    for one in held:
        again = typed[1] if typed and typed[0] == one.line.ref else None
        start = {"shared": one.shared or name}
        fresh = OwnSignUpForm(initial=start, auto_id=f"id_{one.line.ref}_%s")
        lines.append((one, again or fresh))
    values = {
        "lines": lines,
        "typed": typed[1] if typed else None,
        "crumbs": [home_crumb(), Crumb(_("Bijeenkomsten"))],
    }
    return render(request, "wsp/my_gatherings.html", values, status=422 if typed else 200)


@shows_and_takes
@for_resident
def groups(request: HttpRequest, context: Context) -> HttpResponse:
    """Show the groups I am in, and join one by its code."""
    start = {"code": request.GET.get("code", "")[:20]}
    form = CodeForm(request.POST if request.method == "POST" else None, initial=start)

    def join() -> None:
        group_routes.join(context, code=form.cleaned_data["code"])

    if taken(form, join):
        messages.success(request, _("Je doet mee. Je werkgever ziet niet dat jij het bent."))
        return redirect("wsp_my:groups")
    values = {
        "lines": group_routes.own_groups(context),
        "form": form,
        "crumbs": [home_crumb(), Crumb(_("Van werk naar werk"))],
    }
    return render(request, "wsp/my_groups.html", values, status=422 if form.is_bound else 200)


@takes
@for_resident
def leave_group(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Leave a group."""
    pressed(request, lambda: group_routes.leave(context, ref=ref), _("Je doet niet meer mee."))
    return redirect("wsp_my:groups")
