"""The form that registers a question at a desk: one page, under a minute."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voordeur.services.intake import Guide
from voordeur.services.people import EmployerDetails, PersonDetails
from voordeur.web.desk.act_forms import LONGEST_STEP, LONGEST_TEXT, day_field, fact_field
from voordeur.web.plain_form import PlainForm

FACT = "fact_"
MOST_FACTS = 30


class RegisterForm(PlainForm):
    """Who asks what; only name and question are needed."""

    use_required_attribute = False  # our own sentences say what is missing, not the browser

    asker = forms.ChoiceField(
        label=gettext_lazy("Wie vraagt?"), widget=forms.RadioSelect(), required=False
    )
    name = forms.CharField(label=gettext_lazy("Naam"), max_length=160)
    contact_name = forms.CharField(
        label=gettext_lazy("Contactpersoon"), max_length=160, required=False
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Geboortejaar"), required=False, min_value=1900, max_value=2100
    )
    postcode = forms.RegexField(
        r"^\s*[1-9]\d{3}\s*(?:[A-Za-z]{2})?\s*$",
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=9,
        error_messages={"invalid": gettext_lazy("Schrijf de postcode als 1971 AB of 1971.")},
    )
    phone = forms.RegexField(
        r"^[+()\d\s-]*$",
        label=gettext_lazy("Telefoon"),
        required=False,
        max_length=30,
        error_messages={"invalid": gettext_lazy("Een telefoonnummer heeft alleen cijfers.")},
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    question = forms.CharField(
        label=gettext_lazy("Wat is de vraag?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("In de woorden van de bewoner. Niets over gezondheid."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Hoe kwam de vraag binnen?"))
    next_step = forms.CharField(
        label=gettext_lazy("Volgende stap"),
        max_length=LONGEST_STEP,
        required=False,
        help_text=gettext_lazy("Leeg? Dan is het: eerste contact opnemen, binnen de termijn."),
    )
    next_date = day_field(pgettext_lazy("datum", "Uiterlijk"), required=False)
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def __init__(
        self,
        guide: Guide,
        data: QueryDict | None = None,
        *,
        language: str,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.language = language
        self._offer("asker", {"resident": _("Een inwoner"), "employer": _("Een werkgever")})
        self._offer("channel", guide.channels)
        self.initial.setdefault("asker", "resident")
        self.initial.setdefault("channel", "desk")
        self.asked: list[str] = []
        asked = [*guide.answered, *([guide.next_fact] if guide.next_fact else [])]
        for fact in asked:
            name = f"{FACT}{fact.code}"
            self.fields[name] = fact_field(fact, language, asked=True)
            self.asked.append(name)

    def _offer(self, name: str, values: Mapping[str, str]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(values.items())

    def facts_asked(self) -> list[forms.BoundField]:
        """Return the routing questions, in the order they were asked."""
        return [self[name] for name in self.asked]

    def person(self) -> PersonDetails:
        """Return who asks."""
        given = self.cleaned_data
        return PersonDetails(
            name=given["name"],
            birth_year=given["birth_year"],
            email=given["email"],
            phone=given["phone"],
            postcode=given["postcode"].strip()[:4],
            language=self.language,
            preferred_channel="phone" if given["phone"] or not given["email"] else "email",
        )

    def employer(self) -> EmployerDetails:
        """Return which employer asks."""
        given = self.cleaned_data
        return EmployerDetails(
            name=given["name"],
            contact_name=given["contact_name"],
            email=given["email"],
            phone=given["phone"],
        )

    def day(self) -> date | None:
        """Return the chosen day, if any."""
        chosen: date | None = self.cleaned_data["next_date"]
        return chosen


def typed_facts(data: QueryDict) -> dict[str, str]:
    """Return the routing answers as typed; the services leave nonsense out."""
    return {
        name.removeprefix(FACT): str(data[name])[:60]
        for name in list(data)[: MOST_FACTS * 4]
        if name.startswith(FACT) and data[name]
    }
