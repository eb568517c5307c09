"""Pages without an account: a gathering to say yes or no to, a company, the code of a group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.domain.work.gatherings import SignUpState
from voordeur.services import company_link, gathering_files, gathering_pages, group_routes, sign_ups
from voordeur.web import contexts
from voordeur.web.employer_service.forms import CodeForm, PeopleForm
from voordeur.web.employer_service.frame import (
    calendar_file,
    pressed,
    reads_or_writes,
    status_of,
    taken,
)


@reads_or_writes
def gathering(request: HttpRequest, token: str) -> HttpResponse:
    """Show a gathering to an invited employer, and take its yes or no."""
    context = contexts.visitor(request)
    page = gathering_pages.link_page(context, token=token)
    if request.POST.get("doe") == "af":
        pressed(
            request,
            lambda: sign_ups.cancel_by_link(context, token=token),
            _("U bent afgemeld. Bedankt dat u het liet weten."),
        )
        return redirect("wsp_link:gathering", token)
    typed = request.POST if request.method == "POST" else None
    form = PeopleForm(typed, initial={"people": page.people})
    found: list[SignUpState] = []

    def sign_up() -> None:
        people = form.cleaned_data["people"]
        found.append(sign_ups.sign_up_by_link(context, token=token, people=people))

    if taken(form, sign_up):
        if found[0] is SignUpState.IN:
            messages.success(request, _("U staat op de lijst. Tot dan."))
        else:
            messages.info(request, _("Het is vol. U staat op de wachtlijst en krijgt een mail."))
        return redirect("wsp_link:gathering", token)
    values = {"page": page, "form": form, "token": token}
    return render(request, "wsp/link_gathering.html", values, status=status_of(form))


@require_safe
def gathering_file(request: HttpRequest, token: str) -> HttpResponse:
    """Give a gathering for one's own calendar."""
    return calendar_file(gathering_files.link_file(contexts.visitor(request), token=token))


@require_safe
def company(request: HttpRequest, token: str) -> HttpResponse:
    """Show an employer its own page."""
    page = company_link.company_page(contexts.visitor(request), token=token)
    return render(request, "wsp/company.html", {"page": page})


@reads_or_writes
def group(request: HttpRequest) -> HttpResponse:
    """Take the code of a group at the front door, and say how to join."""
    context = contexts.visitor(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    found: list[str] = []

    def find() -> None:
        code = form.cleaned_data["code"]
        key = request.META.get("REMOTE_ADDR", "")
        found.append(group_routes.known_code(context, code=code, key=key))

    values: dict[str, object] = {"form": form, "employer": "", "code": ""}
    if taken(form, find):
        values = {"form": CodeForm(), "employer": found[0], "code": form.cleaned_data["code"]}
        return render(request, "wsp/group_door.html", values)
    return render(request, "wsp/group_door.html", values, status=status_of(form))
