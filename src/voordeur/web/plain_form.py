"""A form whose refusals are sentences: what is missing, and how to write it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FIRST_YEAR, LAST_YEAR = 1900, 2198
"""A year outside these is a slip of the keyboard: 0026, or 9999 for 'no end'. The day after the
last day must still lie before 2200, where the tables end."""
CHOOSE = _("Kies er nog een.")
FILL_IN = _("Vul dit nog in.")

SENTENCES: Mapping[str, str | Promise] = {
    "max_length": ngettext_lazy(
        "Dit is te lang: er past %(limit_value)d teken. Je schreef er %(show_value)d.",
        "Dit is te lang: er passen %(limit_value)d tekens. Je schreef er %(show_value)d.",
        "limit_value",
    ),
    "invalid_choice": _("Deze keuze is er niet meer. Kies een andere."),
    "max_value": _("Dit is te veel. Het hoogste is %(limit_value)s."),
    "min_value": _("Dit is te weinig. Het laagste is %(limit_value)s."),
}
"""Error code → sentence, for every kind of field."""

KINDS: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.DateTimeField, _("Deze dag en tijd kennen we niet. Schrijf ze als 31-12-2026 14:30.")),
    (forms.DateField, _("Deze dag bestaat niet. Schrijf hem als 31-12-2026.")),
    (forms.TimeField, _("Deze tijd bestaat niet. Schrijf hem als 14:30.")),
    (forms.EmailField, _("Dit is geen heel e-mailadres. Schrijf het als naam@voorbeeld.nl.")),
    (forms.IntegerField, _("Schrijf dit met cijfers, zonder punt of komma.")),
)
"""What is said when the text cannot be read as this kind of field; the first that fits."""


class PlainForm(forms.Form):
    """A form that speaks plainly; a field with its own ``error_messages`` keeps them."""

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        for field in self.fields.values():
            speak_plainly(field)


def speak_plainly(field: forms.Field) -> None:
    """Replace Django's own words in ``field``; words that the form gave itself stay."""
    standard: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        standard.update(getattr(kind, "default_error_messages", {}))
    asked = CHOOSE if isinstance(field, forms.ChoiceField) else FILL_IN
    ours: dict[str, str | Promise] = {**SENTENCES, "required": asked}
    unreadable = next((text for kind, text in KINDS if isinstance(field, kind)), None)
    if unreadable is not None:
        ours["invalid"] = unreadable
    if isinstance(field, forms.DateField | forms.DateTimeField):
        field.validators = [*field.validators, day_of_our_time]
    for code, text in ours.items():
        now = field.error_messages.get(code)
        if now is None or now is standard.get(code):
            field.error_messages[code] = text  # type: ignore[assignment]


def day_of_our_time(day: date) -> None:
    """Refuse a day far from any life. Raises ``ValidationError``."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Klopt dit jaar? Schrijf het met vier cijfers, zoals 2026."))


def day_input() -> forms.DateInput:
    """Return the browser's own calendar, which writes days as the standard does."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
