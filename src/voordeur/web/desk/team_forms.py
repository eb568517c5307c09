"""Forms for whoever leads a team or the places: shape only; what may happen the services judge."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voordeur.services.caseload import AdviserLine
from voordeur.services.hours import LONGEST_REASON, MOST_SEATS
from voordeur.web import dates
from voordeur.web.plain_form import PlainForm, day_input

NOBODY = "niemand"
MONTH = "%Y-%m"


class ReassignForm(PlainForm):
    """Whose open cases go to whom: colleagues in turn, or nobody in particular."""

    leaver = forms.ChoiceField(label=_("Alle open dossiers van"))
    to = forms.MultipleChoiceField(
        label=_("Gaan naar"),
        help_text=_("Kies je meer collega’s, dan krijgen ze om de beurt een dossier."),
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, advisers: Sequence[AdviserLine], data: QueryDict | None = None) -> None:
        super().__init__(data)
        carrying = [one for one in advisers if one.open]
        here = [one for one in advisers if one.works_here and one.account_id is not None]
        self._choose("leaver", [(_code(one.account_id), _name_and_load(one)) for one in carrying])
        takers = [(_code(one.account_id), one.name) for one in sorted(here, key=_by_name)]
        self._choose("to", [*takers, (NOBODY, gettext("Niemand in het bijzonder"))])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, object]:
        """Refuse giving to whoever leaves, and to nobody and somebody at once."""
        cleaned = super().clean() or {}
        to = cleaned.get("to") or []
        if cleaned.get("leaver") in to:
            self.add_error("to", _("Kies een ander dan degene van wie de dossiers nu zijn."))
        elif NOBODY in to and len(to) > 1:
            self.add_error("to", _("Kies collega’s, of niemand in het bijzonder. Niet allebei."))
        return cleaned

    def leaver_id(self) -> int | None:
        """Return whose cases move; None for what is nobody's."""
        chosen: str = self.cleaned_data["leaver"]
        return None if chosen == NOBODY else int(chosen)

    def taker_ids(self) -> list[int]:
        """Return who gets them, in turn; empty for nobody in particular."""
        return [int(one) for one in self.cleaned_data["to"] if one != NOBODY]


def _code(account_id: int | None) -> str:
    return NOBODY if account_id is None else str(account_id)


def _name_and_load(one: AdviserLine) -> str:
    name = one.name or gettext("Niemand in het bijzonder")
    return gettext("%(name)s, %(number)d open") % {"name": name, "number": one.open}


def _by_name(one: AdviserLine) -> str:
    return one.name.casefold()


class HoursForm(PlainForm):
    """More, fewer or no seats at a place during a period."""

    start_date = forms.DateField(label=_("Vanaf"), widget=day_input())
    end_date = forms.DateField(
        label=_("Tot"), widget=day_input(), help_text=_("Op deze dag is alles weer gewoon.")
    )
    seats = forms.IntegerField(
        label=_("Plekken tegelijk"),
        min_value=0,
        max_value=MOST_SEATS,
        help_text=_("0 betekent: dan is er geen spreekuur."),
    )
    reason = forms.CharField(
        label=_("Waarom"), max_length=LONGEST_REASON, help_text=_("Schrijf geen namen op.")
    )

    def clean(self) -> dict[str, object]:
        """Say it at the field when the period ends before it starts."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if isinstance(start, date) and isinstance(end, date) and end <= start:
            self.add_error("end_date", _("Kies een dag na de eerste dag."))
        return cleaned


class MonthForm(forms.Form):
    """The period of the figures; empty for the last twelve months."""

    maand = forms.ChoiceField(label=_("Periode"), required=False)

    def __init__(self, months: Sequence[date], chosen: date | None) -> None:
        super().__init__(initial={"maand": chosen.strftime(MONTH) if chosen else ""})
        named = [(one.strftime(MONTH), dates.written(one, "F Y")) for one in months]
        field = self.fields["maand"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Laatste twaalf maanden")), *named]


def read_month(typed: str) -> date | None:
    """Return the first day of a month written as 2026-03; None when it is no month."""
    try:
        return date.fromisoformat(f"{typed[:7]}-01")
    except ValueError:
        return None
