"""Forms behind a signed link; they check shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.services.referrals import LONGEST_TEXT
from voordeur.web.plain_form import PlainForm


class RejectForm(PlainForm):
    """Why an employer says no; it helps the person to the next step."""

    use_required_attribute = False

    reason = forms.ChoiceField(label=_("Waarom niet?"))
    note = forms.CharField(
        label=_("Toelichting"),
        help_text=_("De persoon kan dit lezen."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def __init__(
        self,
        reasons: Iterable[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401 - as Django's form takes them
    ) -> None:
        super().__init__(*args, **values)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(reasons)
