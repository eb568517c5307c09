"""Forms about employers and work: shape only; what may be done, the services judge."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.domain.profile.words import CONDITIONS, LICENCES
from voordeur.domain.work.employers import NEEDS, TALKS, THEMES
from voordeur.domain.work.placements import ENDS, KINDS
from voordeur.domain.work.referrals import NO_FROM_EMPLOYER, NO_FROM_PERSON
from voordeur.domain.work.vacancies import KINDS as VACANCY_KINDS
from voordeur.services import vacancy_words
from voordeur.services.employers import LONGEST_NAME, EmployerDetails, NewTalk
from voordeur.services.employers import LONGEST_TEXT as LONGEST_TALK
from voordeur.services.placements import NewPlacement
from voordeur.services.referrals import LONGEST_TEXT
from voordeur.services.vacancies import (
    DUTCH,
    LEVELS,
    LONGEST_TITLE,
    NewVacancy,
)
from voordeur.services.vacancies import (
    LONGEST_TEXT as LONGEST_CONDITIONS,
)
from voordeur.web import contexts
from voordeur.web.plain_form import PlainForm, day_input

NONE = ("", _("Niet gezegd"))
LEVEL_WORDS = {
    "none": _("geen diploma nodig"),
    "mbo1": "mbo 1",
    "mbo2": "mbo 2",
    "mbo3": "mbo 3",
    "mbo4": "mbo 4",
    "hbo": "hbo",
    "wo": _("universiteit"),
}


def choices(texts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what can be chosen, in the language of the page."""
    language = contexts.language()
    return [(code, text.in_language(language)) for code, text in texts.items()]


def area(rows: int = 3) -> forms.Textarea:
    """Return a box for more than one line."""
    return forms.Textarea({"rows": rows})


class WorkForm(PlainForm):
    """A form of this part; the browser does not judge before we do."""

    use_required_attribute = False


class EmployerForm(WorkForm):
    """An employer; only the name is needed."""

    name = forms.CharField(label=_("Naam van het bedrijf"), max_length=LONGEST_NAME)
    kvk_number = forms.CharField(
        label=_("KvK-nummer"), help_text=_("8 cijfers."), max_length=12, required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=7, required=False)
    need = forms.ChoiceField(label=_("Wat past bij dit bedrijf?"), required=False)
    public = forms.BooleanField(label=_("Dit is een overheid"), required=False)
    impact = forms.BooleanField(
        label=_("Dit is een onderneming met een sociaal doel"), required=False
    )
    networks = forms.CharField(
        label=_("Netwerken"),
        help_text=_("Zoals een ondernemersvereniging."),
        max_length=200,
        required=False,
    )
    contact_name = forms.CharField(
        label=_("Met wie praten we?"), max_length=LONGEST_NAME, required=False
    )
    contact_email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    contact_phone = forms.CharField(label=_("Telefoon"), max_length=30, required=False)

    def __init__(self, sectors: Iterable[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "sector", [NONE, *sectors])
        _choose(self, "need", [NONE, *choices(NEEDS)])

    def details(self) -> EmployerDetails:
        """Return what was typed."""
        return EmployerDetails(**self.cleaned_data)


class SiteForm(WorkForm):
    """A place where an employer has work."""

    name = forms.CharField(label=_("Naam van de vestiging"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=7, required=False)


class TalkForm(WorkForm):
    """A line for the log of contact."""

    sort = forms.ChoiceField(label=_("Wat voor contact"))
    theme = forms.ChoiceField(label=_("Waar ging het over"))
    day = forms.DateField(label=_("Wanneer"), widget=day_input())
    about = forms.CharField(
        label=_("Wat is er gezegd"),
        help_text=_("Schrijf geen namen van medewerkers."),
        max_length=LONGEST_TALK,
        widget=area(),
    )
    agreed = forms.CharField(
        label=_("Wat spraken jullie af"), max_length=LONGEST_TALK, widget=area(2), required=False
    )
    follow_up_on = forms.DateField(
        label=_("Wanneer kom je erop terug"),
        help_text=_("Nodig na het andere gesprek en na een vroeg signaal."),
        widget=day_input(),
        required=False,
    )

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "sort", choices(TALKS))
        _choose(self, "theme", choices(THEMES))

    def talk(self) -> NewTalk:
        """Return what was typed."""
        return NewTalk(**self.cleaned_data)


class VacancyForm(WorkForm):
    """A vacancy: seats, hours, place and what it asks."""

    title = forms.CharField(label=_("Welk werk"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Wat voor plek"), initial="job", required=False)
    seats = forms.IntegerField(label=_("Hoeveel mensen"), min_value=1, max_value=500)
    hours_from = forms.IntegerField(label=_("Uren per week, minstens"), min_value=1, max_value=60)
    hours_to = forms.IntegerField(label=_("Uren per week, hooguit"), min_value=1, max_value=60)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    postcode = forms.CharField(label=_("Postcode van het werk"), max_length=7, required=False)
    level = forms.ChoiceField(label=_("Opleiding"), required=False)
    dutch = forms.ChoiceField(label=_("Hoeveel Nederlands is nodig"), required=False)
    occupation_words = forms.CharField(
        label=_("Beroep"),
        help_text=_(
            "Zoals verzorgende. Laat je de vaardigheden leeg, dan vullen we die van het beroep in."
        ),
        max_length=120,
        required=False,
    )
    required_words = forms.CharField(
        label=_("Wat iemand moet kunnen"),
        help_text=_("Eén vaardigheid per regel. Zoek ze op bij Beroepen en vaardigheden."),
        widget=area(4),
        required=False,
        max_length=4000,
    )
    preferred_words = forms.CharField(
        label=_("Wat ook fijn is"), widget=area(2), required=False, max_length=4000
    )
    licences = forms.MultipleChoiceField(
        label=_("Welk rijbewijs of bewijs is nodig"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    offers = forms.MultipleChoiceField(
        label=_("Wat op dit werk kan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tasks = forms.CharField(
        label=_("Taken"),
        help_text=_("Eén taak per regel. Zo kan werk ook gesplitst worden."),
        widget=area(5),
        required=False,
        max_length=3000,
    )
    conditions = forms.CharField(
        label=_("Wat biedt het bedrijf"),
        help_text=_("Loon, contract, begeleiding, vervoer."),
        max_length=LONGEST_CONDITIONS,
        widget=area(),
        required=False,
    )
    partner_words = forms.CharField(
        label=_("Bedrijven die deze plek delen"),
        help_text=_("Eén naam of KvK-nummer per regel, zoals bij een talentenpool."),
        widget=area(2),
        required=False,
        max_length=2000,
    )
    room = forms.BooleanField(
        label=_("Er is ruimte voor iemand met een afstand tot werk"), required=False
    )
    starts_on = forms.DateField(label=_("Begint op"), widget=day_input(), required=False)

    def __init__(self, sectors: Iterable[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "kind", choices(VACANCY_KINDS))
        _choose(self, "sector", [NONE, *sectors])
        _choose(self, "level", [NONE, *((one, LEVEL_WORDS[one]) for one in LEVELS)])
        _choose(self, "dutch", [NONE, *((one, one) for one in DUTCH)])
        _choose(self, "licences", choices(LICENCES))
        _choose(self, "offers", choices(CONDITIONS))

    def clean(self) -> dict[str, Any]:
        """Read what was typed of occupation and skills as codes; unknown words are named."""
        said = super().clean() or self.cleaned_data
        least, most = said.get("hours_from"), said.get("hours_to")
        if least is not None and most is not None and most < least:
            self.add_error("hours_to", _("Dit is minder dan het minste aantal uren."))
        read = vacancy_words.read(
            occupation=said.get("occupation_words", ""),
            required=said.get("required_words", ""),
            preferred=said.get("preferred_words", ""),
        )
        self.partners, strangers = vacancy_words.employers_named(said.get("partner_words", ""))
        if strangers:
            told = _("Dit bedrijf kennen we niet: %(words)s. Neem het eerst op bij Werkgevers.")
            self.add_error("partner_words", told % {"words": ", ".join(strangers)})
        for field, unknown in read.unknown.items():
            told = _(
                "Dit kennen we niet: %(words)s. Zoek het woord op bij Beroepen en vaardigheden."
            )
            self.add_error(field, told % {"words": ", ".join(unknown)})
        self.read = read
        return said

    def new(self, **more: Any) -> NewVacancy:  # noqa: ANN401 - fields this form does not ask
        """Return what was typed; ``more`` are fields that this form does not ask."""
        said = {name: one for name, one in self.cleaned_data.items() if not name.endswith("_words")}
        said |= {name: tuple(said[name]) for name in ("licences", "offers")}
        said["kind"] = said["kind"] or "job"
        more = {**self.read.codes, "partners": self.partners, **more}
        tasks = tuple(one.strip() for one in said.pop("tasks").splitlines() if one.strip())
        return NewVacancy(**said, tasks=tasks, **more)


class SplitForm(VacancyForm):
    """New work made of tasks of other work."""

    field_order = ("taken", "title", "seats", "hours_from", "hours_to")

    taken = forms.MultipleChoiceField(
        label=_("Welke taken gaan naar het nieuwe werk?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        left: Iterable[str],
        sectors: Iterable[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401 - as Django's form takes them
    ) -> None:
        super().__init__(sectors, *args, **values)
        del self.fields["tasks"]
        _choose(self, "taken", [(one, one) for one in left])

    def new(self, **more: Any) -> NewVacancy:  # noqa: ANN401 - fields this form does not ask
        """Return what was typed, without the tasks."""
        said = {name: one for name, one in self.cleaned_data.items() if not name.endswith("_words")}
        del said["taken"]
        said |= {name: tuple(said[name]) for name in ("licences", "offers")}
        said["kind"] = said["kind"] or "job"
        return NewVacancy(**said, **{**self.read.codes, "partners": self.partners, **more})


class SuggestForm(WorkForm):
    """Why this work may suit this person."""

    because = forms.CharField(
        label=_("Waarom past dit?"),
        help_text=_("De persoon leest dit."),
        max_length=LONGEST_TEXT,
        widget=area(2),
    )


class YesForm(WorkForm):
    """What an employer may read, and how the person said yes when a professional writes it."""

    shared = forms.CharField(
        label=_("Dit mag de werkgever lezen"),
        help_text=_("Zoals naam, telefoon en wat de persoon kan. Niets over gezondheid."),
        max_length=LONGEST_TEXT,
        widget=area(),
    )
    how = forms.CharField(
        label=_("Hoe zei de persoon ja?"),
        help_text=_("Zoals: in het gesprek van vandaag."),
        max_length=LONGEST_TEXT,
    )


class StopForm(WorkForm):
    """Why a suggestion is taken back."""

    note = forms.CharField(label=_("Waarom?"), max_length=LONGEST_TEXT, widget=area(2))


class ReasonForm(WorkForm):
    """Why not, from a list, with words if one likes."""

    reason = forms.ChoiceField(label=_("Waarom niet?"))
    note = forms.CharField(
        label=_("Toelichting"), max_length=LONGEST_TEXT, widget=area(2), required=False
    )

    def __init__(self, *args: Any, employer: bool = False, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "reason", choices(NO_FROM_EMPLOYER if employer else NO_FROM_PERSON))


class PlacementForm(WorkForm):
    """A job that begins."""

    kind = forms.ChoiceField(label=_("Wat voor baan"))
    hours = forms.DecimalField(
        label=_("Uren per week"),
        min_value=Decimal("0.1"),
        max_value=60,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Schrijf de uren met cijfers, zoals 24 of 25,5.")},
    )
    starts_on = forms.DateField(label=_("Eerste dag"), widget=day_input())
    last_day = forms.DateField(
        label=_("Laatste dag"),
        help_text=_("Alleen als het contract een einde heeft."),
        widget=day_input(),
        required=False,
    )
    support = forms.MultipleChoiceField(
        label=_("Hulp bij het loon"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, support: Collection[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "kind", choices(KINDS))
        _choose(self, "support", list(support))
        if not support:
            del self.fields["support"]

    def new(self) -> NewPlacement:
        """Return what was typed; the day after the last one is the end."""
        said = self.cleaned_data
        last = said["last_day"]
        return NewPlacement(
            kind=said["kind"],
            hours_tenths=int(said["hours"] * 10),
            starts_on=said["starts_on"],
            ends_on=None if last is None else type(last).fromordinal(last.toordinal() + 1),
            support=tuple(said.get("support", ())),
        )


class EndForm(WorkForm):
    """When and why a job ended."""

    last_day = forms.DateField(label=_("Laatste dag"), widget=day_input())
    reason = forms.ChoiceField(label=_("Waarom stopte het?"))

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _choose(self, "reason", choices(ENDS))


class RegisterStatusForm(WorkForm):
    """How somebody stands to the register of the jobs agreement, and whose word it is."""

    status = forms.ChoiceField(label=_("Doelgroepregister"))
    told_by = forms.ChoiceField(label=_("Wie zei dat?"))
    told_on = forms.DateField(label=_("Van welke dag is dat?"), widget=day_input())

    def offer(self, statuses: list[tuple[str, str]], tellers: list[tuple[str, str]]) -> None:
        """Offer the choices."""
        _choose(self, "status", statuses)
        _choose(self, "told_by", tellers)


def _choose(form: forms.Form, name: str, held: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = held
