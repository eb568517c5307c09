"""Forms of the lists and of the team: shape only; what may happen is judged by the services."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voordeur.services.caseload import Colleague
from voordeur.services.saved_views import LONGEST_NAME
from voordeur.web.plain_form import PlainForm, day_input

BAR_CLASSES = {
    "day_field": "utrecht-textbox utrecht-textbox--html-input vd-input vd-input--date",
    "adviser": "utrecht-select utrecht-select--html-select vd-input",
}
"""Looks of the controls in the bar, which stand outside the usual field component."""


class TogetherForm(PlainForm):
    """What to do with the ticked rows: another day, or another colleague."""

    day_field = forms.DateField(label=_("Nieuwe datum"), required=False, widget=day_input())
    adviser = forms.ChoiceField(label=_("Naar"), required=False)

    def __init__(self, colleagues: Sequence[Colleague], data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="samen-%s")
        for name, classes in BAR_CLASSES.items():
            self.fields[name].widget.attrs["class"] = classes
        people = [(str(one.account_id), one.name) for one in colleagues]
        field = self.fields["adviser"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Niemand in het bijzonder")), *people]

    def clean(self) -> dict[str, object]:
        """Ask for a day only when a day is what was asked for."""
        cleaned = super().clean() or {}
        if self.data.get("doe") != "collega" and not cleaned.get("day_field"):
            self.add_error("day_field", _("Kies een dag."))
        return cleaned

    def day(self) -> date:
        """Return the chosen day."""
        chosen: date = self.cleaned_data["day_field"]
        return chosen

    def adviser_id(self) -> int | None:
        """Return the chosen colleague; None for nobody in particular."""
        chosen = self.cleaned_data.get("adviser")
        return int(chosen) if chosen else None


class ViewForm(PlainForm):
    """The name under which a list is kept."""

    name = forms.CharField(label=_("Naam van de lijst"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=_("Ook voor mijn collega’s"), required=False)
