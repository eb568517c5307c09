"""Forms of the toolbox: shape only; what may be done, the services judge."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from voordeur.domain.register.amounts import read_cents
from voordeur.services import toolbox_sums
from voordeur.services.deviations import LONGEST, CaseDeviations, NewDeviation
from voordeur.services.register_words import Named
from voordeur.services.toolbox_sums import Asked
from voordeur.services.trainings import LONGEST_NAME, NewTraining, TrainingsPage
from voordeur.web.plain_form import PlainForm, day_input

MOST_HOURS, MOST_MONTHS, MOST_WEEKS = 60, 120, 52
YEARS = (
    MinValueValidator(date(2000, 1, 1), _("Kies een dag vanaf 2000.")),
    MaxValueValidator(date(2100, 1, 1), _("Kies een dag tot 2100.")),
)
DAY = _("Bedragen van welke dag?")


class SumForm(PlainForm):
    """What every calculation asks: the day whose amounts count."""

    use_required_attribute = False

    dag = forms.DateField(label=DAY, widget=day_input(), validators=YEARS)

    def asked(self) -> Asked:
        """Return what was filled in."""
        return Asked(day=self.cleaned_data["dag"], **self.more(self.cleaned_data))

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what this calculation asks besides the day."""
        return {"tenths_week": said["uren"]} if "uren" in said else {}


class HoursField(forms.DecimalField):
    """Hours a week with at most one decimal, a comma or a point; gives tenths of an hour."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Uren per week"),
            min_value=1,
            max_value=MOST_HOURS,
            max_digits=3,
            decimal_places=1,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "invalid": _("Schrijf de uren met cijfers, zoals 24 of 25,5."),
                "max_decimal_places": _("Schrijf de uren met hooguit één cijfer achter de komma."),
                "max_digits": _("Schrijf de uren met cijfers, zoals 24 of 25,5."),
                "max_whole_digits": _("Schrijf de uren met cijfers, zoals 24 of 25,5."),
            },
        )

    def clean(self, value: Any) -> int:  # noqa: ANN401 - as Django's field takes it
        """Return tenths of an hour."""
        return int(super().clean(str(value or "").strip().replace(",", ".")) * 10)


class WageForm(SumForm):
    """Wage-cost subsidy: hours, and the wage value or the flat rate."""

    uren = HoursField()
    loonwaarde = forms.IntegerField(
        label=_("Loonwaarde in procenten"),
        help_text=_("Nog niet gemeten? Laat dit leeg. Dan rekenen we met het vaste bedrag."),
        min_value=0,
        max_value=100,
        required=False,
    )

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the hours and the wage value in permille."""
        value = said["loonwaarde"]
        permille = None if value is None else value * 10
        return {"tenths_week": said["uren"], "wage_value_permille": permille}


class BenefitForm(SumForm):
    """Wage-cost benefit: for whom, and the hours."""

    soort = forms.ChoiceField(
        label=_("Voor wie?"),
        choices=(
            ("disabled", _("Iemand met een arbeidsbeperking die je aanneemt")),
            ("replace", _("Iemand met een arbeidsbeperking die je herplaatst")),
            ("jobs-agreement", _("Iemand uit de banenafspraak")),
        ),
    )
    uren = HoursField()

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the sort and the hours."""
        return {"sort": said["soort"], "tenths_week": said["uren"]}


class SavingsForm(SumForm):
    """Costs and benefits: months without benefit, and the cost of the trajectory."""

    maanden = forms.IntegerField(
        label=_("Maanden zonder uitkering"), min_value=1, max_value=MOST_MONTHS
    )
    kosten = forms.CharField(
        label=_("Kosten van het traject"),
        help_text=_("In euro’s, zoals 1250 of 1.250,50."),
        max_length=20,
    )
    samenleving = forms.BooleanField(
        label=_("Tel ook mee wat het de samenleving oplevert"), required=False
    )

    def clean_kosten(self) -> int:
        """Return cents. Raises ``ValidationError`` when it is no amount."""
        cents = read_cents(self.cleaned_data["kosten"])
        if cents is None:
            raise forms.ValidationError(_("Schrijf een bedrag in euro’s, zoals 1250 of 1.250,50."))
        return cents

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the months, the cost and whether society counts."""
        return {
            "months": said["maanden"],
            "cost_cents": said["kosten"],
            "social": said["samenleving"],
        }


class LearningForm(SumForm):
    """A learning place: weeks of guidance in a school year."""

    weken = forms.IntegerField(label=_("Weken begeleiding"), min_value=1, max_value=MOST_WEEKS)

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the weeks."""
        return {"weeks": said["weken"]}


class CoachForm(SumForm):
    """Job coaching: the hours somebody works."""

    uren = HoursField()


class TrialForm(SumForm):
    """A trial placement: the first day, and through whom."""

    dag = forms.DateField(label=_("Eerste dag"), widget=day_input(), validators=YEARS)
    uwv = forms.BooleanField(label=_("Het gaat via UWV"), required=False)

    def more(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return whether it goes through UWV."""
        return {"through_uwv": said["uwv"]}


class DeviationForm(PlainForm):
    """Where somebody leaves the usual way, and why."""

    use_required_attribute = False

    sort = forms.ChoiceField(label=_("Wat doe je anders?"))
    instrument = forms.ChoiceField(label=_("Met welk instrument?"), required=False)
    step = forms.ChoiceField(label=_("Bij welke stap van het traject?"), required=False)
    reason = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Iedereen die in de regio werkt leest dit. Noem geen personen."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, page: CaseDeviations, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        for name, offered in (("sort", page.sorts), ("instrument", page.instruments)):
            _offer(self, name, offered)
        _offer(self, "step", page.steps)

    def new(self) -> NewDeviation:
        """Return what was typed."""
        said = self.cleaned_data
        return NewDeviation(
            sort=said["sort"],
            reason=said["reason"],
            instrument=said["instrument"],
            step=said["step"],
        )


class LessonForm(PlainForm):
    """What was learned, and whether it was finished or stopped."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label=_("Hoe liep het af?"),
        choices=(("", _("Kies")), ("finished", _("Klaar")), ("stopped", _("Gestopt"))),
    )
    lesson = forms.CharField(
        label=_("Wat leerden jullie?"),
        help_text=_("Iedereen die in de regio werkt leest dit. Noem geen personen."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )


class TrainingForm(PlainForm):
    """A training to plan."""

    use_required_attribute = False

    instrument = forms.ChoiceField(label=_("Welke training?"))
    day = forms.DateField(label=_("Op welke dag?"), widget=day_input(), validators=YEARS)
    place = forms.CharField(
        label=_("Waar?"),
        help_text=_("Het bedrijf of de plek, zoals mensen die kennen."),
        max_length=LONGEST_NAME,
    )
    places = forms.IntegerField(label=_("Hoeveel plekken?"), min_value=1, max_value=99)

    def __init__(self, page: TrainingsPage, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _offer(self, "instrument", [Named(one.code, one.title) for one in page.rooms])

    def new(self) -> NewTraining:
        """Return what was typed."""
        return NewTraining(**self.cleaned_data)


class BookingForm(PlainForm):
    """People of one organisation: only how many, no names."""

    use_required_attribute = False

    organisation = forms.CharField(label=_("Welk bedrijf?"), max_length=LONGEST_NAME)
    people = forms.IntegerField(
        label=_("Hoeveel mensen?"),
        help_text=_("Alleen het aantal, geen namen."),
        min_value=1,
        max_value=99,
    )


def _offer(form: forms.Form, name: str, offered: Sequence[Named]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Kies")), *((one.code, one.name) for one in offered)]


SUM_FORMS: Mapping[str, type[SumForm]] = {
    toolbox_sums.WAGE: WageForm,
    toolbox_sums.BENEFIT: BenefitForm,
    toolbox_sums.SAVINGS: SavingsForm,
    toolbox_sums.LEARNING: LearningForm,
    toolbox_sums.COACH: CoachForm,
    toolbox_sums.TRIAL: TrialForm,
}
FIRST_VALUES: Mapping[str, Any] = {"uren": 24, "maanden": 12, "kosten": "5000", "weken": 40}
"""What stands in a form that was not filled in yet, so that the page shows an example."""


def sum_form(name: str, typed: Mapping[str, str], today: date) -> SumForm:
    """Return the form of a calculation; nothing typed gives an example on ``today``."""
    form = SUM_FORMS[name]
    if typed:
        return form(typed)
    example: dict[str, Any] = {"dag": today.isoformat(), "soort": "disabled", "samenleving": "on"}
    return form({**example, **FIRST_VALUES})
