"""Forms of the governance pages: shape only; what may happen is judged by the services."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from voordeur.domain.kernel.actors import Role
from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.services.import_columns import ImportField
from voordeur.services.policies import MunicipalityLine
from voordeur.web.plain_form import PlainForm, day_input

Pairs = Sequence[tuple[str, str]]


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, object]]) -> None:
    """Give a field of ``form`` its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def role_choices() -> list[tuple[str, str]]:
    """Return the roles in the language of the page."""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return [(role.value, label.in_language(language)) for role, label in ROLE_LABELS.items()]


class PackForm(PlainForm):
    """A region pack as a zip file."""

    pack = forms.FileField(
        label=_("Zip-bestand van het regiopakket"),
        widget=forms.ClearableFileInput({"accept": ".zip"}),
        help_text=_("Hoogstens 8 MB. We laten eerst zien wat er verandert."),
    )


class PositionForm(PlainForm):
    """A position of a municipality, from a day, for a reason."""

    use_required_attribute = False

    municipality = forms.ChoiceField(label=_("Gemeente"))
    position = forms.ChoiceField(label=_("Standpunt"), widget=forms.RadioSelect)
    valid_from = forms.DateField(
        label=_("Vanaf"),
        widget=day_input(),
        help_text=_("Vandaag of later. Wat daarvoor gold, blijft staan."),
    )
    reason = forms.CharField(
        label=_("Reden"),
        max_length=500,
        help_text=_("Bijvoorbeeld welk besluit. Bewoners kunnen dit lezen bij ‘Waarom?’."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, places: Sequence[MunicipalityLine], data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "municipality", [("", _("Kies")), *((one.slug, one.name) for one in places)])
        labels = {code: label for one in places for code, label in one.choices}
        choose(self, "position", labels.items())


class AccountForm(PlainForm):
    """Somebody who gets access."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Hierheen sturen we een link om een wachtwoord te kiezen.")
    )
    organisation = forms.ChoiceField(label=_("Organisatie"))
    roles = forms.MultipleChoiceField(label=_("Rollen"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, organisations: Pairs, data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "organisation", [("", _("Kies")), *organisations])
        choose(self, "roles", role_choices())

    def chosen_roles(self) -> frozenset[Role]:
        """Return the roles that were ticked."""
        return frozenset(Role(code) for code in self.cleaned_data["roles"])


class MembershipForm(PlainForm):
    """Roles in an organisation from a day."""

    organisation = forms.ChoiceField(label=_("Organisatie"))
    roles = forms.MultipleChoiceField(label=_("Rollen"), widget=forms.CheckboxSelectMultiple)
    start_date = forms.DateField(
        label=_("Vanaf"),
        required=False,
        widget=day_input(),
        help_text=_("Leeg: vanaf vandaag. Wie daar al rollen had, krijgt deze in plaats daarvan."),
    )

    def __init__(self, organisations: Pairs, data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "organisation", [("", _("Kies")), *organisations])
        choose(self, "roles", role_choices())

    def chosen_roles(self) -> frozenset[Role]:
        """Return the roles that were ticked."""
        return frozenset(Role(code) for code in self.cleaned_data["roles"])


class LeaveForm(PlainForm):
    """The last day of a membership."""

    last_day = forms.DateField(
        label=_("Laatste dag"),
        required=False,
        widget=day_input(),
        help_text=_("Leeg: de toegang stopt nu meteen."),
    )


class LogForm(PlainForm):
    """What to look for in the log."""

    organisatie = forms.ChoiceField(label=_("Organisatie"), required=False)
    naam = forms.ChoiceField(label=_("Wat"), required=False)
    soort = forms.ChoiceField(
        label=_("Soort"),
        required=False,
        choices=[("", _("Alles")), ("act", _("Gedaan")), ("view", _("Bekeken"))],
    )
    van = forms.DateField(label=_("Van"), required=False, widget=day_input())
    tot = forms.DateField(label=_("Tot en met"), required=False, widget=day_input())

    def __init__(self, organisations: Pairs, names: Pairs, data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "organisatie", [("", _("Alle")), *organisations])
        choose(self, "naam", [("", _("Alles")), *names])

    def day(self, name: str) -> date | None:
        """Return a chosen day, None when there is none or it cannot be read."""
        found = self.cleaned_data.get(name) if self.is_valid() or self.cleaned_data else None
        return found if isinstance(found, date) else None


class SearchForm(PlainForm):
    """Whom an access request is about."""

    search = forms.CharField(
        label=_("Nummer of e-mailadres"),
        max_length=254,
        help_text=_(
            "Het nummer van de persoon of van een dossier, of het hele e-mailadres. "
            "Wie je vindt, leest dat in het eigen logboek."
        ),
    )


class UploadForm(PlainForm):
    """A table to import."""

    kind = forms.ChoiceField(
        label=_("Wat staat erin?"),
        widget=forms.RadioSelect,
        choices=[
            ("people", _("Mensen met een vraag")),
            ("appointments", _("Afspraken op een spreekuur")),
            ("partners", _("E-mailadressen van partners")),
        ],
        initial="people",
    )
    organisation = forms.ChoiceField(label=_("Voor welke organisatie"))
    table = forms.FileField(
        label=_("Bestand"),
        help_text=_("CSV of Excel (xlsx), hoogstens 10 MB en 5.000 rijen."),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.txt"}),
    )

    def __init__(self, organisations: Pairs, data: Any = None, files: Any = None) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(data, files)
        choose(self, "organisation", organisations)


class OrganisationForm(PlainForm):
    """Whose data to take along."""

    organisation = forms.ChoiceField(label=_("Organisatie"))

    def __init__(self, organisations: Pairs, data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "organisation", organisations)


class MappingForm(PlainForm):
    """Which column holds what; one field per thing that can be imported."""

    def __init__(
        self,
        fields: Sequence[ImportField],
        columns: Sequence[tuple[str, str]],
        data: Any = None,  # noqa: ANN401  as Django's form takes it
        *,
        initial: Any = None,  # noqa: ANN401  the same
    ) -> None:
        super().__init__(data, initial=initial)
        for entry in fields:
            self.fields[entry.code] = forms.ChoiceField(
                label=_(entry.label),
                required=entry.needed,
                choices=[("", _("Niet in dit bestand")), *columns],
                error_messages={"required": _("Kies de kolom waar dit in staat.")},
            )

    def clean(self) -> dict[str, object]:
        """Ask for another column when one is chosen twice."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for code in self.fields:
            column = str(cleaned.get(code, ""))
            if column and column in taken:
                self.add_error(code, _("Deze kolom koos je al bij iets anders."))
            taken[column] = code
        return cleaned

    def mapping(self) -> dict[str, int]:
        """Return field → number of its column."""
        return {code: int(number) for code, number in self.cleaned_data.items() if number}
