"""The page with all parts: what a builder can use, with invented people."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from voordeur.web.components import (
    Bar,
    Crumb,
    Explanation,
    Fact,
    Moment,
    Option,
    OwnerFact,
    Step,
    Stop,
    Tab,
)
from voordeur.web.icons import ICONS
from voordeur.web.plain_form import PlainForm

SOURCE_DAY = date(2026, 3, 17)


CALL = Option(gettext_lazy("Bellen"), gettext_lazy("Op een werkdag tussen 9.00 en 17.00 uur"))
VISIT = Option(gettext_lazy("Langskomen"), gettext_lazy("Op een spreekuur bij jou in de buurt"))


class ExampleForm(PlainForm):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Hoe heet je?"), help_text=gettext_lazy("Je voornaam is genoeg.")
    )
    reach = forms.CharField(
        label=gettext_lazy("Telefoon of e-mail"),
        error_messages={
            "required": gettext_lazy(
                "Vul een telefoonnummer of e-mailadres in, dan kunnen we je bereiken."
            )
        },
    )
    day = forms.DateField(
        label=gettext_lazy("Datum"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe wil je contact?"),
        widget=forms.RadioSelect,
        choices=(
            (
                "call",
                Option(
                    gettext_lazy("Bellen"), gettext_lazy("Op een werkdag tussen 9.00 en 17.00 uur")
                ),
            ),
            (
                "visit",
                Option(
                    gettext_lazy("Langskomen"), gettext_lazy("Op een spreekuur bij jou in de buurt")
                ),
            ),
            ("mail", gettext_lazy("Mailen")),
        ),
    )
    share = forms.MultipleChoiceField(
        label=gettext_lazy("Wat mag Nova College zien?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(
            ("name", gettext_lazy("Mijn naam en telefoon")),
            ("papers", gettext_lazy("Mijn diploma's")),
        ),
    )
    town = forms.ChoiceField(
        label=gettext_lazy("Gemeente"),
        required=False,
        choices=(("", gettext_lazy("Kies je gemeente")), ("v", "Velsen"), ("h", "Haarlem")),
    )
    words = forms.CharField(
        label=gettext_lazy("Vertel het in je eigen woorden"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agree = forms.BooleanField(
        label=gettext_lazy("Ja, het Werkcentrum mag mij hierover bellen"), required=False
    )


def parts(request: HttpRequest) -> HttpResponse:
    """Show every component once, with the name of its tag."""
    return render(request, "components/showcase.html", values())


def values() -> dict[str, object]:
    """Return the invented values the page shows."""
    return {
        "form": ExampleForm(prefix="leeg"),
        "wrong_form": ExampleForm({"fout-name": "Dagmar", "fout-day": "2026-04-31"}, prefix="fout"),
        "filter_form": ExampleForm(prefix="filter"),
        "icons": sorted(ICONS),
        "today": SOURCE_DAY,
        "page": Paginator(range(312), 50).page(2),
        **course_values(),
        **list_values(),
    }


def list_values() -> dict[str, object]:
    """Return crumbs, tabs, rows and bars."""
    return {
        "crumbs": [Crumb(_("Vandaag"), "#"), Crumb("Dagmar Voorbeeld")],
        "tabs": [
            Tab(_("Verloop"), "#verloop", current=True),
            Tab(_("Taken"), "#taken", count=2),
            Tab(_("Wie keek"), "#keek", count=9, icon="eye"),
        ],
        "owner": [
            OwnerFact(
                _("Verantwoordelijk"), "Werkcentrum", detail="Alice Proefman, sinds 27 februari"
            ),
            OwnerFact(_("Volgende stap"), _("Bellen over de meeloopdag")),
            OwnerFact(pgettext("datum", "Uiterlijk"), "di 17 maart", late=_("Jij bent aan zet")),
        ],
        "facts": [Fact(_("Woont in"), "Velsen"), Fact(_("Werkte als"), "verkoper, 14 jaar")],
        "bars": [
            Bar("Haarlem", 412),
            Bar("Velsen", 268),
            Bar("Beverwijk", 143),
            Bar("Heemskerk", 0),
        ],
    }


def course_values() -> dict[str, object]:
    """Return why, lane, timeline and steps."""
    return {
        "why": Explanation(
            facts=(
                Fact(_("Uitkering"), _("aangevraagd en niet gekregen")),
                Fact(_("Woont in"), "Velsen"),
            ),
            rule=_("Krijg je geen uitkering en volg je geen traject? Dan leidt het Werkcentrum."),
            source="Werkplan sluitende infrastructuur, § 3.1",
            note=_(
                "Daar heet het nog 'ZKIJ Werkt Door'. Sinds 3 juni 2024 is dat het Werkcentrum."
            ),
            changes=(_("Uitkering: WW → UWV"),),
        ),
        "stops": [
            Stop("Gemeente Velsen", "24 feb, vraag om bijstand"),
            Stop("Gemeente Velsen", "26 feb, afgewezen en aangeboden", "offered"),
            Stop("Werkcentrum", "27 feb, zei ja na 1 werkdag"),
            Stop("Werkcentrum", "nu, 17 mrt", "now"),
            Stop("Werkcentrum", "20 april, Dagmar leert bij Nova College", "later"),
        ],
        "offered_stops": [
            Stop("UWV", "2 maart"),
            Stop("UWV", "nu: bood aan op 6 maart", "now_offered"),
            Stop("Jij", "kiest voor 20 maart", "needed"),
        ],
        "moments": [
            Moment(
                _("Bellen over de meeloopdag"),
                SOURCE_DAY,
                kind="next",
                late=_("Jij bent aan zet, vandaag"),
                url="#",
                url_label=_("Leg vast"),
            ),
            Moment(
                _("Adviesgesprek"),
                date(2026, 3, 10),
                text=_("Dagmar wil werken als helpende. Ze kan 24 uur per week werken."),
                by="Alice Proefman, Werkcentrum",
            ),
            Moment(_("Bericht gestuurd"), date(2026, 3, 2), kind="small"),
        ],
        "steps": [
            Step(_("Je legt een moment vast"), _("Je krijgt een bericht voor je agenda."), "done"),
            Step(_("Je spreekt een gids"), _("Ongeveer 45 minuten. Neem mee wie je wilt."), "now"),
            Step(_("Je kiest je volgende stap"), _("De gids schrijft die op, met een datum.")),
        ],
    }
