"""The pages of a profile, whoever opens them: showing it, reading a text, and every change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.profile.profile import ProfileLine, ProfilePart
from voordeur.domain.profile.words import LEVELS
from voordeur.domain.skills.suggesting import LONGEST_TEXT
from voordeur.services import profile_pages, profile_sharing, work_profile
from voordeur.services.context import Context
from voordeur.services.profile_pages import ProfilePage, SuggestionPage
from voordeur.services.skill_index import LONGEST_SEARCH
from voordeur.web.components import Crumb
from voordeur.web.profile.forms import LINE_FORMS, LineForm, PracticalForm, TextForm
from voordeur.web.refusals import sentence

LONGEST_CODE = 200
HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT, Reason.ROLE_DOES_NOT_ALLOW})
FIRST_LEVEL, FIRST_EVIDENCE = 2, "told"
"""What a skill gets when it is added: on one's own, by one's own word; to be changed at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the profile is opened: the slice, the case of a professional, and the way back."""

    space: str
    ref: str
    crumbs: Callable[[str], tuple[Crumb, ...]]

    @property
    def own(self) -> bool:
        """Tell whether the person opens it."""
        return not self.ref

    def address(self, name: str) -> str:
        """Return the address of a page of the profile here."""
        return reverse(f"{self.space}:{name}", args=[self.ref] if self.ref else [])


Forms = dict[str, Any]


def show(
    request: HttpRequest,
    context: Context,
    place: Place,
    *,
    forms: Forms | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the profile with its forms; ``forms`` hold what was typed wrong."""
    asked = request.GET.get("zoek", "")[:LONGEST_SEARCH].strip()
    try:
        page = _page(context, place, asked)
    except RefusedError as refused:
        return _closed(request, context, place, refused)
    choices = profile_pages.choices(context)
    values = {
        "page": page,
        "choices": choices,
        "place": place,
        "address": place.address("profile"),
        "act_address": place.address("profile_act"),
        "text_address": place.address("profile_text"),
        "crumbs": place.crumbs(page.who),
        "helpers": profile_sharing.not_seen_by(context) if place.own else (),
        "text_form": TextForm(prefix="tekst"),
        "practical_form": PracticalForm(choices, initial=dict(page.practical.kept)),
        **{f"{name}_form": made(choices, prefix=name) for name, made in LINE_FORMS.items()},
        **(forms or {}),
    }
    return render(request, f"profile/{place.space}.html", values, status=status)


def _closed(
    request: HttpRequest, context: Context, place: Place, refused: RefusedError
) -> HttpResponse:
    """Show who is accountable how to get a yes; anybody else gets the refusal."""
    asks = refused.refusal.reason is Reason.NO_GRANT
    if not asks or not profile_sharing.may_ask(context, ref=place.ref):
        raise refused
    values = {"act_address": place.address("profile_act"), "crumbs": place.crumbs("")}
    return render(request, "profile/closed.html", values)


def _page(context: Context, place: Place, asked: str) -> ProfilePage:
    if place.own:
        return profile_pages.own_profile(context, asked=asked)
    return profile_pages.case_profile(context, ref=place.ref, asked=asked)


def read_text(request: HttpRequest, context: Context, place: Place) -> HttpResponse:
    """Show what a text names, to confirm; a text that is too long is said, and stays."""
    form = TextForm(request.POST, prefix="tekst")
    if form.is_valid():
        try:
            found = _suggestions(context, place, form.cleaned_data["text"])
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            form.add_error("text", told(refused.refusal))
        else:
            values = {
                "page": found,
                "address": place.address("profile"),
                "act_address": place.address("profile_act"),
                "crumbs": place.crumbs(found.who),
            }
            return render(request, f"profile/{place.space}_text.html", values)
    return show(request, context, place, forms={"text_form": _short(form)}, status=422)


def _short(form: TextForm) -> TextForm:
    """Return the form without a text that is far too long: a page of a megabyte helps nobody."""
    typed = str(form.data.get(form.add_prefix("text"), ""))
    if len(typed) > 2 * LONGEST_TEXT:
        form.data = {**form.data, form.add_prefix("text"): typed[:LONGEST_TEXT]}
    return form


def _suggestions(context: Context, place: Place, text: str) -> SuggestionPage:
    if place.own:
        return profile_pages.own_suggestions(context, text=text)
    return profile_pages.case_suggestions(context, ref=place.ref, text=text)


def act(request: HttpRequest, context: Context, place: Place) -> HttpResponse:
    """Do one change; what was typed stays when it cannot be kept."""
    wanted = request.POST.get("doe", "")
    if wanted in LINE_FORMS:
        return _add_typed(request, context, place, wanted)
    if wanted == "praktisch":
        return _keep_practical(request, context, place)
    deeds: dict[str, Callable[[HttpRequest, Context, Place], str]] = {
        "kies": _add_chosen,
        "niveaus": _rate,
        "weg": _remove,
        "laat-zien": _let_see,
    }
    if request.POST.get("weg"):
        wanted = "weg"
    if wanted not in deeds:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    try:
        said = deeds[wanted](request, context, place)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, told(refused.refusal))
    else:
        messages.success(request, said)
    return redirect(place.address("profile"))


def _add_chosen(request: HttpRequest, context: Context, place: Place) -> str:
    """Add the ticked skills and occupations."""
    level = request.POST.get("niveau", "")
    chosen = FIRST_LEVEL if level not in {str(one) for one in LEVELS} else int(level)
    lines = [
        ProfileLine(
            part=ProfilePart.SKILLS,
            words=code,
            code=code,
            level=chosen,
            evidence=FIRST_EVIDENCE,
        )
        for code in _codes(request, "vaardigheid")
    ] + [
        ProfileLine(part=ProfilePart.WISHES, words=code, code=code)
        for code in _codes(request, "wens")
    ]
    if not lines:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "lines"}))
    added = _add(request, context, place, lines)
    return _("Toegevoegd: %(number)s. Kijk of het niveau klopt.") % {"number": added}


def _codes(request: HttpRequest, name: str) -> list[str]:
    return [one[:LONGEST_CODE] for one in dict.fromkeys(request.POST.getlist(name)) if one]


def _add(request: HttpRequest, context: Context, place: Place, lines: list[ProfileLine]) -> int:
    together = bool(request.POST.get("samen"))
    return work_profile.add_lines(context, ref=place.ref, lines=lines, together=together)


def _rate(request: HttpRequest, context: Context, place: Place) -> str:
    levels: dict[str, tuple[int, str]] = {}
    for name, value in request.POST.items():
        kind, _dash, line = name.partition("-")
        if kind == "niveau" and line and value in {str(one) for one in LEVELS}:
            levels[line] = (int(value), request.POST.get(f"blijkt-{line}", ""))
    changed = work_profile.rate_skills(context, ref=place.ref, levels=levels)
    return _("Bewaard.") if changed else _("Er is niets veranderd.")


def _remove(request: HttpRequest, context: Context, place: Place) -> str:
    work_profile.remove_line(context, ref=place.ref, line=request.POST.get("weg", "")[:12])
    return _("Uit het profiel gehaald.")


def _let_see(request: HttpRequest, context: Context, place: Place) -> str:
    ref = place.ref or request.POST.get("vraag", "")[:12]
    profile_sharing.let_see(context, ref=ref, agrees=bool(request.POST.get("samen")))
    if place.own:
        return _("Ze zien je profiel nu. Je kunt dat stoppen bij ‘Wie mag wat zien?’.")
    return _("De persoon zei ja. Jullie zien het profiel nu.")


def _add_typed(request: HttpRequest, context: Context, place: Place, wanted: str) -> HttpResponse:
    choices = profile_pages.choices(context)
    form: LineForm = LINE_FORMS[wanted](choices, request.POST, prefix=wanted)
    if form.is_valid():
        try:
            _add(request, context, place, [form.line()])
        except RefusedError as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Toegevoegd."))
            return redirect(place.address("profile"))
    return show(request, context, place, forms={f"{wanted}_form": form}, status=422)


def _keep_practical(request: HttpRequest, context: Context, place: Place) -> HttpResponse:
    form = PracticalForm(profile_pages.choices(context), request.POST)
    if form.is_valid():
        try:
            work_profile.keep_practical(context, ref=place.ref, practical=form.practical())
        except RefusedError as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Bewaard."))
            return redirect(place.address("profile"))
    return show(request, context, place, forms={"practical_form": form}, status=422)


def _say(form: LineForm, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    field = refused.refusal.facts.get("field", "")
    known = field if field in form.fields else None
    words = told(refused.refusal)
    if known in {"from_year", "to_year"}:
        words = _("Klopt dit jaar? Het ligt in de toekomst, of na het andere jaar.")
    form.add_error(known, words)


def told(refusal: Refusal) -> str:
    """Return what a refusal about a profile says to a person."""
    field = refusal.facts.get("field", "")
    match refusal.reason, field:
        case Reason.TOO_LARGE, "text":
            return _(
                "Deze tekst is te lang: er passen 50.000 tekens, zo’n twintig bladzijden. Plak"
                " alleen je cv."
            )
        case Reason.TOO_LARGE, "skills":
            return _(
                "Er passen 150 vaardigheden in een profiel. Er is niets toegevoegd. Kies de"
                " belangrijkste."
            )
        case Reason.TOO_LARGE, _:
            return _("Deze lijst is vol. Haal er eerst iets uit.")
        case Reason.INVALID_INPUT, "lines":
            return _("Kies eerst iets. Er is niets toegevoegd.")
        case Reason.INVALID_INPUT, "code":
            return _("Dit staat niet (meer) in de lijst. Zoek een ander woord.")
        case Reason.NO_CONSENT, "profile":
            return sentence(refusal)
        case Reason.NO_CONSENT, _:
            return _("Vul het profiel samen in, en vink dat aan. Er is niets toegevoegd.")
        case _:
            return sentence(refusal)
