"""Forms of the employer service: shape only; what may be done, the services judge."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from voordeur.domain.work.gatherings import AUDIENCES, MOST_OF_ONE_EMPLOYER, MOST_PLACES
from voordeur.domain.work.group_routes import PAYERS
from voordeur.services.employer_plans import LONGEST_TEXT as LONGEST_PLAN
from voordeur.services.employer_plans import MOST_SEATS, NewPlan
from voordeur.services.gatherings import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    NewGathering,
)
from voordeur.services.group_routes import LONGEST_AGREEMENT
from voordeur.services.sign_ups import LONGEST_SHARED
from voordeur.services.trainings import ComingTraining
from voordeur.web import contexts
from voordeur.web.dates import day_year
from voordeur.web.plain_form import PlainForm, day_input

NONE = ("", _("Niet gezegd"))


class ServiceForm(PlainForm):
    """A form of this part; the browser does not judge before we do."""

    use_required_attribute = False

    def choose(self, name: str, held: Iterable[tuple[str, Any]]) -> None:
        """Fill in what can be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(held)


def choices(texts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what can be chosen, in the language of the page."""
    language = contexts.language()
    return [(code, text.in_language(language)) for code, text in texts.items()]


class GatheringForm(ServiceForm):
    """A gathering that is planned."""

    title = forms.CharField(label=_("Naam van de bijeenkomst"), max_length=LONGEST_TITLE)
    day = forms.DateField(label=_("Dag"), widget=day_input())
    starts_at = forms.TimeField(
        label=_("Hoe laat"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        required=False,
    )
    online = forms.BooleanField(label=_("Het is online"), required=False)
    place = forms.CharField(
        label=_("Waar"),
        help_text=_("Een adres, of hoe je online meedoet."),
        max_length=LONGEST_PLACE,
    )
    places = forms.IntegerField(
        label=_("Hoeveel mensen passen er"), min_value=1, max_value=MOST_PLACES
    )
    audience = forms.ChoiceField(label=_("Voor wie"))
    about = forms.CharField(
        label=_("Waar gaat het over"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    entry = forms.ChoiceField(
        label=_("Hoort bij"),
        help_text=_("Een campagne of moment dat al in het plan staat."),
        required=False,
    )

    def __init__(
        self,
        sectors: Iterable[tuple[str, str]],
        entries: Iterable[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401 - as Django's form takes them
    ) -> None:
        super().__init__(*args, **values)
        self.choose("audience", choices(AUDIENCES))
        self.choose("sector", [NONE, *sectors])
        self.choose("entry", [NONE, *entries])

    def new(self) -> NewGathering:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        kind, _sign, code = said.pop("entry").partition(":")
        return NewGathering(**said, entry=(kind, code) if code else None)


class TaskForm(ServiceForm):
    """Something to do after a gathering."""

    what = forms.CharField(label=_("Wat moet er gebeuren"), max_length=200)
    due_on = forms.DateField(label=_("Uiterlijk"), widget=day_input())


class EmployerSignUpForm(ServiceForm):
    """An employer that comes."""

    employer = forms.ChoiceField(label=_("Bedrijf"))
    people = forms.IntegerField(
        label=_("Hoeveel mensen komen er"), min_value=1, max_value=MOST_OF_ONE_EMPLOYER, initial=1
    )

    def __init__(self, employers: Iterable[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        self.choose("employer", employers)


class PeopleForm(ServiceForm):
    """How many people of an employer come, behind its link."""

    people = forms.IntegerField(
        label=_("Hoeveel mensen komen er"), min_value=1, max_value=MOST_OF_ONE_EMPLOYER, initial=1
    )


class PersonForm(ServiceForm):
    """Somebody a gids tells about a gathering."""

    case = forms.CharField(
        label=_("Nummer van het dossier"),
        help_text=_("De persoon leest het in Mijn Voordeur en kiest zelf."),
        max_length=12,
    )


class OwnSignUpForm(ServiceForm):
    """What the organiser of a gathering may read of a person."""

    shared = forms.CharField(
        label=_("Dit mag de organisator lezen"),
        help_text=_("Zoals je voornaam. Niets over gezondheid."),
        max_length=LONGEST_SHARED,
    )


class MemberForm(ServiceForm):
    """An employer for a network."""

    employer = forms.ChoiceField(label=_("Bedrijf"))

    def __init__(self, employers: Iterable[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        self.choose("employer", employers)


class GroupRouteForm(ServiceForm):
    """A group route that is drawn up."""

    employer = forms.ChoiceField(label=_("Bedrijf"))
    union = forms.ChoiceField(label=_("Vakbond"))
    staff = forms.IntegerField(label=_("Hoeveel mensen raken hun werk kwijt"), min_value=1)
    starts_on = forms.DateField(label=_("Begint op"), widget=day_input())
    last_day = forms.DateField(label=_("Laatste dag"), widget=day_input())
    payer = forms.ChoiceField(label=_("Wie betaalt"))
    agreement = forms.CharField(
        label=_("Wat is afgesproken"),
        help_text=_("Wat krijgt iemand, in welke tijd van het werk, en wie doet wat."),
        max_length=LONGEST_AGREEMENT,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(
        self,
        employers: Iterable[tuple[str, str]],
        unions: Iterable[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401 - as Django's form takes them
    ) -> None:
        super().__init__(*args, **values)
        self.choose("employer", employers)
        self.choose("union", unions)
        self.choose("payer", choices(PAYERS))


class CodeForm(ServiceForm):
    """The code of a group."""

    code = forms.CharField(
        label=_("Code van de groep"),
        help_text=_("Die kreeg je van je werkgever of de vakbond."),
        max_length=20,
    )


class PlanForm(ServiceForm):
    """What is agreed with an employer."""

    goal = forms.CharField(
        label=_("Wat spreken jullie af over mensen met een afstand tot werk"),
        max_length=LONGEST_PLAN,
        widget=forms.Textarea({"rows": 3}),
    )
    seats = forms.IntegerField(
        label=_("Hoeveel plekken houdt het bedrijf vrij"),
        min_value=0,
        max_value=MOST_SEATS,
        initial=1,
    )
    instruments = forms.MultipleChoiceField(
        label=_("Wat zetten jullie in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    trainings = forms.CharField(
        label=_("Welke training"),
        help_text=_("Zoals HARRIE of Sterk naar Werk."),
        max_length=200,
        required=False,
    )
    look_back_on = forms.DateField(label=_("Wanneer kijken jullie terug"), widget=day_input())

    def __init__(self, instruments: Iterable[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        self.choose("instruments", instruments)

    def new(self) -> NewPlan:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        return NewPlan(**{**said, "instruments": tuple(said["instruments"])})


class TrainingForm(ServiceForm):
    """People of an employer for a training: which one, and how many; no names."""

    ref = forms.ChoiceField(label=_("Welke training"))
    people = forms.IntegerField(
        label=_("Hoeveel mensen?"),
        help_text=_("Alleen het aantal, geen namen."),
        min_value=1,
        max_value=99,
    )

    def __init__(self, coming: Iterable[ComingTraining], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        self.choose("ref", [(one.ref, _room(one)) for one in coming])


def _room(one: ComingTraining) -> str:
    said = f"{one.title}, {day_year(one.day)}, {one.place}"
    if not one.left:
        return gettext("%(what)s (wachtlijst)") % {"what": said}
    places = ngettext("nog %(left)d plek", "nog %(left)d plekken", one.left) % {"left": one.left}
    return f"{said} ({places})"
