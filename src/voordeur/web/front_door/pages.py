"""Pages to read: home, for employers, who does what, what happens with data, accessibility."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.domain.region.model import OrganisationKind
from voordeur.services.consultation_hours import places
from voordeur.services.region import current_region
from voordeur.services.routing import front_door_of
from voordeur.services.who_does_what import parties, party
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.front_door.forms import AskForm, SearchForm
from voordeur.web.front_door.words import EXAMPLES, PICTURES, region_text, shown_place

EMPLOYER_SERVICE = OrganisationKind.WSP


@dataclass(frozen=True, slots=True)
class ShownDoor:
    """A door on the home page."""

    name: str
    hint: str
    url: str
    picture: str


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A question people often ask, with where it leads."""

    text: str
    url: str


def home_crumb() -> Crumb:
    """Return the first crumb of every page of the front door."""
    return Crumb(_("Voordeur"), reverse("front_door:home"))


def doors() -> tuple[ShownDoor, ...]:
    """Return the doors of the region, each with its own fanlight."""
    language = contexts.language()
    entries = sorted(current_region().doors.values(), key=lambda door: door.order)
    return tuple(
        ShownDoor(
            name=door.title.in_language(language),
            hint=door.lead.in_language(language),
            url=f"{reverse('front_door:ask')}?deur={door.code}",
            picture=PICTURES[number % len(PICTURES)],
        )
        for number, door in enumerate(entries)
    )


def examples() -> tuple[ShownExample, ...]:
    """Return the ready examples whose door the region has."""
    known = current_region().doors
    return tuple(
        ShownExample(str(one.text), f"{reverse('front_door:ask')}?vaak={one.code}")
        for one in EXAMPLES
        if one.door in known
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors, the box to ask in, where to come by and what to expect."""
    context = contexts.visitor(request)
    shown = [shown_place(place) for place in places(context, most_free=1)]
    region = current_region()
    return render(
        request,
        "front_door/home.html",
        {
            "doors": doors(),
            "form": AskForm(),
            "examples": examples(),
            "open_places": sorted(
                (one for one in shown if one.next_day),
                key=lambda one: (one.place.to_fill, str(one.next_day)),
            )[:3],
            "later_places": [one for one in shown if not one.hours],
            "lead": region_text(region, "home.lead", ""),
        },
    )


@require_safe
def employer(request: HttpRequest) -> HttpResponse:
    """Show employers what they can bring and who helps, before the first question."""
    context = contexts.visitor(request)
    region = current_region()
    service = (one.code for one in region.organisations.values() if one.kind == EMPLOYER_SERVICE)
    code = next(service, None) or front_door_of(region)
    return render(
        request,
        "front_door/employer.html",
        {
            "helper": party(context, code=code),
            "door": f"{reverse('front_door:ask')}?deur=employer",
            "crumbs": [home_crumb(), Crumb(_("Voor werkgevers"))],
        },
    )


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Show who does what, found by today's name, an old one or a short one."""
    context = contexts.visitor(request)
    search = request.GET.get("naam", "").strip()
    return render(
        request,
        "front_door/who.html",
        {
            "form": SearchForm(initial={"naam": search[:80]}),
            "search": search[:80],
            "parties": parties(context, search=search),
            "crumbs": [home_crumb(), Crumb(_("Wie doet wat"))],
        },
    )


@require_safe
def who_party(request: HttpRequest, code: str) -> HttpResponse:
    """Show one party: what it does, for whom, where and when, and what it used to be called."""
    shown = party(contexts.visitor(request), code=code)
    return render(
        request,
        "front_door/party.html",
        {
            "party": shown,
            "crumbs": [
                home_crumb(),
                Crumb(_("Wie doet wat"), reverse("front_door:who")),
                Crumb(shown.line.name),
            ],
        },
    )


@dataclass(frozen=True, slots=True)
class ShownPurpose:
    """What data are used for, and who may without asking because the law gives them the task."""

    label: str
    bases: tuple[str, ...]


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what we keep, why, who sees it, and how to stop it."""
    language = contexts.language()
    region = current_region()
    purposes = [
        ShownPurpose(
            purpose.label.in_language(language),
            tuple(
                sorted({base.label.in_language(language) for base in purpose.legal_bases.values()})
            ),
        )
        for purpose in region.purposes.values()
    ]
    fields = [
        (entry.label.in_language(language), entry.meaning.in_language(language))
        for entry in region.fields.values()
    ]
    return render(
        request,
        "front_door/privacy.html",
        {
            "purposes": purposes,
            "groups": fields,
            "share": region_text(region, "share.default", ""),
            "health": region_text(region, "health.never", ""),
            "crumbs": [home_crumb(), Crumb(_("Jouw gegevens"))],
        },
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(
        request,
        "front_door/accessibility.html",
        {"crumbs": [home_crumb(), Crumb(_("Toegankelijkheid"))]},
    )
