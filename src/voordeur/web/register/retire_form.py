"""Why something goes out of use."""

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.web.plain_form import PlainForm


class RetireForm(PlainForm):
    """A reason, and the version somebody looked at."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Waarom gaat dit uit gebruik?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
