"""The form of a rejected application: the person, the day, the question, and how people meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voordeur.domain.consent.grants import FieldGroup
from voordeur.services.people import PersonDetails
from voordeur.services.rejections import Rejection, RejectionChoices
from voordeur.web.components import Option
from voordeur.web.desk.handover_forms import (
    LONGEST_TEXT,
    NEEDED_TO_MEET,
    PRESET,
    MeetingFields,
)

OLDEST = 120


class RejectionForm(MeetingFields):
    """Everything a rejection asks, on one page, in a minute."""

    name = forms.CharField(label=gettext_lazy("Hoe heet de bewoner?"), max_length=160)
    phone = forms.CharField(label=gettext_lazy("Telefoon"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    postcode = forms.RegexField(
        label=gettext_lazy("Postcode"),
        regex=r"^[1-9]\d{3}\s?(?:[A-Za-z]{2})?$",
        required=False,
        error_messages={"invalid": gettext_lazy("Schrijf de postcode als 1971 of 1971 AB.")},
    )
    birth_year = forms.IntegerField(label=gettext_lazy("Geboortejaar"), required=False)
    benefit = forms.ChoiceField(label=gettext_lazy("Welke aanvraag is afgewezen?"))
    rejected_on = forms.DateField(
        label=gettext_lazy("Afgewezen op"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    question = forms.CharField(
        label=gettext_lazy("Wat wil de bewoner?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De bewoner leest dit mee."),
    )
    message = forms.CharField(
        label=gettext_lazy("Wat deed jij al, en waarom is het afgewezen?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Schrijf niets over gezondheid. De bewoner leest dit mee."),
    )
    fields_shared = forms.MultipleChoiceField(
        label=gettext_lazy("Wat deel je?"), widget=forms.CheckboxSelectMultiple
    )
    resident_agrees = forms.BooleanField(
        label=gettext_lazy("De bewoner weet ervan en vindt het goed"), required=False
    )
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, choices: RejectionChoices, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        first = {
            "fields_shared": list(PRESET),
            "meeting_day": choices.meeting_on,
            "introduction": "three_way",
        }
        values["initial"] = {**first, **(values.get("initial") or {})}
        super().__init__(*args, **values)
        self._today_choices = choices
        self._offer("benefit", [("", _("Kies")), *choices.benefits])
        self._offer(
            "fields_shared",
            [(code, Option(label, hint=meaning)) for code, label, meaning in choices.fields],
        )
        self.fields["resident_agrees"].required = choices.needs_consent

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Hold together what belongs together."""
        values = super().clean()
        if "email" in values and not (values["email"] or values.get("phone")):
            self.add_error("phone", _("Vul een telefoonnummer of e-mailadres in."))
        if "fields_shared" in values and not set(values["fields_shared"]) >= NEEDED_TO_MEET:
            self.add_error("fields_shared", _("Zonder naam en contact kan niemand kennismaken."))
        year, day = values.get("birth_year"), values.get("rejected_on")
        if year is not None and day is not None and not day.year - OLDEST <= year <= day.year:
            self.add_error("birth_year", _("Schrijf het jaar met vier cijfers, zoals 1980."))
        return values

    def person(self) -> PersonDetails:
        """Return who the person is."""
        values = self.cleaned_data
        return PersonDetails(
            name=values["name"],
            birth_year=values["birth_year"],
            email=values["email"],
            phone=values["phone"],
            preferred_channel="phone" if values["phone"] else "email",
            postcode=values["postcode"],
        )

    def rejection(self, *, resident_ref: str = "") -> Rejection:
        """Return the rejection; with ``resident_ref`` of somebody who is known already."""
        values = self.cleaned_data
        applied = dict(self._today_choices.benefits).get(values["benefit"], "")
        said = _("Afgewezen aanvraag: %(benefit)s.") % {"benefit": applied}
        return Rejection(
            rejected_on=values["rejected_on"],
            question=values["question"],
            message=f"{said}\n{values['message']}".strip(),
            person=None if resident_ref else self.person(),
            resident_ref=resident_ref,
            postcode=values["postcode"],
            fields=frozenset(FieldGroup(code) for code in values["fields_shared"]),
            introduction=values["introduction"],
            introduction_at=self.meeting(),
            resident_agrees=values["resident_agrees"],
        )
