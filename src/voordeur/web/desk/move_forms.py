"""The form of a change in somebody's life: what changed, into what, from when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voordeur.services.cases import Move
from voordeur.services.moves import MovePage
from voordeur.web.desk.handover_forms import DeskForm

POSTCODE = r"^[1-9]\d{3}\s?(?:[A-Za-z]{2})?$"
CHANGED = (
    ("municipality", gettext_lazy("De gemeente: verhuisd")),
    ("benefit", gettext_lazy("De uitkering")),
    ("work", gettext_lazy("Het werk: begonnen of gestopt")),
    ("employer", gettext_lazy("De werkgever")),
)


class MoveForm(DeskForm):
    """What changed; only the field that belongs to it counts."""

    changed = forms.ChoiceField(
        label=gettext_lazy("Wat is er veranderd?"), choices=CHANGED, widget=forms.RadioSelect
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Nieuwe gemeente"), required=False)
    postcode = forms.RegexField(
        label=gettext_lazy("Nieuwe postcode"), regex=POSTCODE, required=False
    )
    benefit = forms.ChoiceField(label=gettext_lazy("Uitkering nu"), required=False)
    work = forms.ChoiceField(label=gettext_lazy("Werk nu"), required=False)
    employer = forms.CharField(
        label=gettext_lazy("Werkgever nu"), max_length=60, required=False
    )
    start_date = forms.DateField(
        label=gettext_lazy("Vanaf wanneer?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, page: MovePage, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(*args, **values)
        for name, choices in page.choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Kies")), *choices]

    def clean(self) -> dict[str, Any]:
        """Ask for the value of what changed."""
        values = super().clean() or self.cleaned_data
        changed = values.get("changed")
        if changed and changed not in self.errors and not values.get(changed):
            self.add_error(changed, _("Vul in wat het nu is."))
        return values

    def move(self) -> Move:
        """Return the change."""
        values = self.cleaned_data
        return Move(
            changed=values["changed"],
            to_value=values[values["changed"]],
            start_date=values["start_date"],
            postcode=values["postcode"] if values["changed"] == "municipality" else "",
        )
