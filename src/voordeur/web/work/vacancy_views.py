"""Vacancies on screen: search, one vacancy, keep it true, split it, and who was suggested."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.services import (
    matching,
    placements,
    referrals,
    vacancies,
    vacancy_words,
    wage_support,
    work_pages,
)
from voordeur.services.context import Context
from voordeur.services.work_pages import VacancyFilter, VacancyPage
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.work.employer_views import HIDDEN, reads_or_writes, status_of, taken
from voordeur.web.work.forms import (
    PlacementForm,
    ReasonForm,
    SplitForm,
    StopForm,
    SuggestForm,
    VacancyForm,
    YesForm,
)

ACTS: Mapping[str, Callable[..., object]] = {
    "klopt": vacancies.confirm_vacancy,
    "stil": vacancies.pause_vacancy,
    "open": vacancies.reopen_vacancy,
}


@require_safe
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """Show open vacancies that fit what is looked for."""
    page = work_pages.vacancies_page(contexts.professional(request), chosen=asked(request))
    return render(request, "work/vacancies.html", {"page": page})


def asked(request: HttpRequest) -> VacancyFilter:
    """Return what the address asks for; what cannot be read is left out."""

    def read(name: str) -> str:
        return request.GET.get(name, "")[:80]

    return VacancyFilter(
        text=read("zoek"),
        sector=read("sector"),
        municipality=read("gemeente"),
        hours=_whole(read("uren")),
        postcode=read("postcode")[:7],
        km=_whole(read("km")),
        room=read("ruimte") == "ja",
    )


@require_safe
def vacancy(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one vacancy."""
    return _shown(request, contexts.professional(request), ref)


@require_safe
def candidates(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who fits a vacancy, with every reason, and what stands in the way of others."""
    page = matching.candidates(contexts.professional(request), vacancy=ref)
    lines = [(one, SuggestForm(auto_id=f"id_{one.case}_%s")) for one in page.fitting]
    crumbs = (
        Crumb(_("Vacatures"), reverse("work:vacancies")),
        Crumb(page.vacancy.title, reverse("work:vacancy", args=[ref])),
        Crumb(_("Wie past hier?")),
    )
    values = {"page": page, "lines": lines, "crumbs": crumbs}
    return render(request, "work/candidates.html", values)


@require_POST
def act(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Keep a vacancy true, put it on hold, open it again, or withdraw it."""
    context = contexts.professional(request)
    if what != "intrekken" and what not in ACTS:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    try:
        if what == "intrekken":
            vacancies.withdraw_vacancy(context, ref=ref, reason=request.POST.get("reden", ""))
        else:
            ACTS[what](context, ref=ref)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("work:vacancy", ref)


@reads_or_writes
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a vacancy."""
    context = contexts.professional(request)
    page = _mine(context, ref)
    names = (
        "title",
        "kind",
        "seats",
        "hours_from",
        "hours_to",
        "sector",
        "postcode",
        "level",
        "dutch",
    )
    start = {name: getattr(page.row, name) for name in (*names, "conditions", "room", "starts_on")}
    start["tasks"] = "\n".join(page.tasks)
    start |= {"licences": page.row.licences, "offers": page.row.offers}
    start["partner_words"] = "\n".join(page.shared_by)
    start["occupation_words"] = "".join(vacancy_words.words_of([page.row.occupation]))
    start["required_words"] = "\n".join(vacancy_words.words_of(page.row.required))
    start["preferred_words"] = "\n".join(vacancy_words.words_of(page.row.preferred))
    typed = request.POST if request.method == "POST" else None
    form = VacancyForm(_sectors(context), typed, initial=start)
    version = _whole(request.POST.get("versie", "")) or page.row.version

    def change_it() -> str:
        vacancies.change_vacancy(context, ref=ref, new=form.new(), version=version)
        return ref

    if taken(form, change_it):
        messages.success(request, _("Gewijzigd."))
        return redirect("work:vacancy", ref)
    values = {
        "form": form,
        "crumbs": _crumbs(page, _("Wijzigen")),
        "title": _("Wijzig de vacature"),
        "version": version,
    }
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def split(request: HttpRequest, ref: str) -> HttpResponse:
    """Make other work of some tasks of a vacancy."""
    context = contexts.professional(request)
    page = _mine(context, ref)
    start = {"sector": page.row.sector, "postcode": page.row.postcode, "seats": 1}
    typed = request.POST if request.method == "POST" else None
    form = SplitForm(page.tasks, _sectors(context), typed, initial=start)

    def split_it() -> str:
        tasks = form.cleaned_data["taken"]
        return vacancies.split_vacancy(context, ref=ref, tasks=tasks, new=form.new())

    done = taken(form, split_it)
    if done:
        messages.success(request, _("Het nieuwe werk staat er. De taken zijn verdeeld."))
        return redirect("work:vacancy", done)
    values = {
        "form": form,
        "crumbs": _crumbs(page, _("Werk splitsen")),
        "title": _("Werk splitsen"),
        "lead": _("Kies taken die iemand anders kan doen, en maak er een eigen baan van."),
    }
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def referral(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Answer or move a referral: a yes, a no, an introduction, a meeting, a job."""
    context = contexts.professional(request)
    forms_of: Mapping[str, Callable[..., forms.Form]] = {
        "ja": YesForm,
        "nee": ReasonForm,
        "afwijzing": lambda *given: ReasonForm(*given, employer=True),
        "baan": lambda *given: PlacementForm(wage_support.wage_support(context), *given),
        "stop": StopForm,
    }
    if what in {"voorstellen", "kennismaken"}:
        return _pressed(request, context, ref, what)
    if what not in forms_of:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    back, label, about = _back(request, context, ref)
    form = forms_of[what](request.POST if request.method == "POST" else None)
    if taken(form, lambda: _answer(context, ref, what, form)):
        messages.success(request, _("Vastgelegd."))
        return redirect(back)
    titles = {
        "ja": _("De persoon zei ja"),
        "nee": _("De persoon zei nee"),
        "afwijzing": _("De werkgever zei nee"),
        "baan": _("Aan het werk"),
        "stop": _("Trek dit voorstel in"),
    }
    values = {
        "form": form,
        "crumbs": (Crumb(label, back), Crumb(titles[what])),
        "title": titles[what],
        "lead": about,
        "back": back,
    }
    return render(request, "work/form.html", values, status=status_of(form))


def _answer(context: Context, ref: str, what: str, form: forms.Form) -> str:
    said = form.cleaned_data
    match what:
        case "ja":
            referrals.say_yes(context, ref=ref, shared=said["shared"], how=said["how"])
        case "nee":
            referrals.say_no(context, ref=ref, reason=said["reason"], note=said["note"])
        case "afwijzing":
            referrals.reject(context, ref=ref, reason=said["reason"], note=said["note"])
        case "stop":
            referrals.end(context, ref=ref, note=said["note"])
        case _:
            assert isinstance(form, PlacementForm)
            placements.place_referral(context, ref=ref, new=form.new())
    return ref


def _pressed(request: HttpRequest, context: Context, ref: str, what: str) -> HttpResponse:
    back, _label, _about = _back(request, context, ref)
    if request.method != "POST":
        return redirect(back)
    try:
        if what == "voorstellen":
            referrals.introduce(context, ref=ref)
        else:
            referrals.invite(context, ref=ref)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect(back)


def _back(request: HttpRequest, context: Context, ref: str) -> tuple[str, str, str]:
    """Return where one came from (the case when it says so, else the vacancy), and what it is."""
    place = referrals.place_of(context, ref=ref)
    about = _("%(title)s bij %(employer)s.") % {"title": place.title, "employer": place.employer}
    about = f"{about} {place.shared}".strip()
    if "dossier" in request.GET or "dossier" in request.POST:
        return reverse("work:case", args=[place.case]), _("Werk"), about
    return reverse("work:vacancy", args=[place.vacancy]), place.title, about


def _shown(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    page = work_pages.vacancy_page(context, ref=ref)
    return render(request, "work/vacancy.html", {"page": page, "crumbs": _crumbs(page)})


def _mine(context: Context, ref: str) -> VacancyPage:
    page = work_pages.vacancy_page(context, ref=ref)
    require(page.may_write)
    return page


def _sectors(context: Context) -> tuple[tuple[str, str], ...]:
    return work_pages.vacancies_page(context, chosen=VacancyFilter()).sectors


def _crumbs(page: VacancyPage, here: str = "") -> tuple[Crumb, ...]:
    first = Crumb(_("Vacatures"), reverse("work:vacancies"))
    if not here:
        return (first, Crumb(page.line.title))
    return (
        first,
        Crumb(page.line.title, reverse("work:vacancy", args=[page.line.ref])),
        Crumb(here),
    )


def _whole(typed: str) -> int | None:
    digits = typed.isascii() and typed.isdigit() and len(typed) < len("1000000")
    return int(typed) if digits else None
