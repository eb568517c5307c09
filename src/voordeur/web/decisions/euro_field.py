"""An amount as people write it: 12.500, 12.500,50, 12500,50 or 12,500.50."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FORMS = (
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?\Z"), ".", ","),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\Z"), ",", "."),
    (re.compile(r"\d{1,12}(?:,\d{1,2})?\Z"), "", ","),
    (re.compile(r"\d{1,12}(?:\.\d{1,2})?\Z"), "", "."),
)
"""How an amount can be written, with its sign for thousands and for cents; the first that fits."""
LONGEST = 30


class EuroField(forms.DecimalField):
    """Euros with at most two digits for cents; anything that cannot be read is asked again."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def __init__(self, **values: Any) -> None:  # noqa: ANN401  as Django's field takes them
        sentence = _("Schrijf het bedrag met cijfers, zoals 12.500 of 12500,50.")
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=Decimal(10_000_000_000),
            decimal_places=2,
            widget=forms.TextInput({"inputmode": "decimal"}),
            error_messages={"invalid": sentence},
            **values,
        )

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # Django says so too
        """Read what was typed."""
        typed = str(value or "").replace("€", "").replace("\u00a0", "").replace(" ", "")
        if not typed:
            return None
        for form, thousands, cents in FORMS:
            if len(typed) <= LONGEST and typed.isascii() and form.match(typed):
                plain = typed.replace(thousands, "") if thousands else typed
                return Decimal(plain.replace(cents, "."))
        raise ValidationError(self.error_messages["invalid"], code="invalid")
