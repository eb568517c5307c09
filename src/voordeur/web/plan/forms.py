"""Forms of the plan: a milestone reached, and lines that go along to next year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.services.plan_lines import LineRow
from voordeur.web.plain_form import PlainForm, day_input

LONGEST = 1000


class ReachedForm(PlainForm):
    """The day on which a milestone was reached."""

    use_required_attribute = False

    day = forms.DateField(label=_("Op welke dag is hij gehaald"), widget=day_input())
    remark = forms.CharField(
        label=_("Opmerking"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CarryForm(PlainForm):
    """Which lines go along to the next plan, and why."""

    use_required_attribute = False

    lines = forms.MultipleChoiceField(
        label=_("Welke regels gaan mee"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Waarom gaan ze mee"), max_length=LONGEST, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, rows: tuple[LineRow, ...], data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        field = self.fields["lines"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.code, row.title) for row in rows]
