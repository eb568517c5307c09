"""Forms of a profile: shape only; what may be kept, the domain judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.domain.profile.profile import (
    FIRST_YEAR,
    LONGEST_WORDS,
    MOST_HOURS,
    MOST_MINUTES,
    Practical,
    ProfileLine,
    ProfilePart,
)
from voordeur.services.profile_pages import Choice, ProfileChoices
from voordeur.web.plain_form import PlainForm, day_input

LAST_YEAR = 2100
CHOOSE = ("", _("Kies"))


class LineForm(PlainForm):
    """A form for one line of a list."""

    use_required_attribute = False

    def __init__(self, choices: ProfileChoices, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        self.offer(choices)

    def offer(self, choices: ProfileChoices) -> None:
        """Put the choices in the fields that have some."""

    def set_choices(self, name: str, offered: tuple[Choice, ...], *, empty: bool = True) -> None:
        """Give a field its choices, with 'Kies' first unless there is no need."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [CHOOSE, *offered] if empty else list(offered)

    def line(self) -> ProfileLine:
        """Return what was typed."""
        raise NotImplementedError


def year_field(label: Any, hint: Any = "") -> forms.IntegerField:  # noqa: ANN401 - lazy words
    """Return a field for a year that may stay empty."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
    )


class ExperienceForm(LineForm):
    """Work done before, paid or not."""

    words = forms.CharField(
        label=_("Wat deed je?"),
        help_text=_("Betaald werk, vrijwilligerswerk of zorgen voor iemand."),
        max_length=LONGEST_WORDS,
    )
    place = forms.CharField(label=_("Waar?"), max_length=LONGEST_WORDS, required=False)
    from_year = year_field(_("Vanaf welk jaar?"))
    to_year = year_field(_("Tot welk jaar?"), _("Doe je het nog? Laat dit leeg."))

    def line(self) -> ProfileLine:
        """Return what was typed."""
        return ProfileLine(part=ProfilePart.EXPERIENCE, **self.cleaned_data)


class EducationForm(LineForm):
    """A school or a course."""

    words = forms.CharField(label=_("Welke opleiding of cursus?"), max_length=LONGEST_WORDS)
    degree = forms.ChoiceField(label=_("Welk niveau?"))
    finished = forms.BooleanField(label=_("Met diploma of certificaat"), required=False)
    to_year = year_field(_("In welk jaar klaar of gestopt?"))

    def offer(self, choices: ProfileChoices) -> None:
        """Offer the levels."""
        self.set_choices("degree", choices.degrees)

    def line(self) -> ProfileLine:
        """Return what was typed."""
        return ProfileLine(part=ProfilePart.EDUCATION, **self.cleaned_data)


class LanguageForm(LineForm):
    """A language and how well."""

    code = forms.ChoiceField(label=_("Welke taal?"))
    speaking = forms.ChoiceField(label=_("Hoe goed spreek je die?"))
    writing = forms.ChoiceField(label=_("Hoe goed schrijf je die?"), required=False)

    def offer(self, choices: ProfileChoices) -> None:
        """Offer languages and levels."""
        self.set_choices("code", choices.languages)
        self.set_choices("speaking", choices.cefr)
        self.set_choices("writing", choices.cefr)

    def line(self) -> ProfileLine:
        """Return what was typed."""
        said = self.cleaned_data
        return ProfileLine(part=ProfilePart.LANGUAGES, words=said["code"], **said)


def several(label: Any, hint: Any = "") -> forms.MultipleChoiceField:  # noqa: ANN401 - lazy words
    """Return a group of tick boxes that may stay empty."""
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )


class PracticalForm(LineForm):
    """Hours, days, travel, licences, availability, interests and what the work must offer."""

    hours_least = forms.IntegerField(
        label=_("Uren per week, minstens"), min_value=1, max_value=MOST_HOURS, required=False
    )
    hours_most = forms.IntegerField(
        label=_("Uren per week, hooguit"), min_value=1, max_value=MOST_HOURS, required=False
    )
    hours_now = forms.IntegerField(
        label=_("Hoeveel uren per week werk je nu?"),
        help_text=_("Werk je nu niet? Laat dit leeg."),
        min_value=1,
        max_value=MOST_HOURS,
        required=False,
    )
    more_hours = forms.BooleanField(
        label=_("Ik wil meer uren"),
        help_text=_("Vul bij ‘hooguit’ in hoeveel uren je in totaal wilt werken."),
        required=False,
    )
    days = several(_("Wanneer kun je werken?"))
    available_from = forms.DateField(
        label=_("Vanaf welke dag?"), widget=day_input(), required=False
    )
    place = forms.CharField(
        label=_("Postcode van waar je vertrekt"),
        help_text=_("Alleen de vier cijfers."),
        max_length=4,
        required=False,
    )
    mode = forms.ChoiceField(label=_("Hoe reis je?"), required=False)
    minutes = forms.IntegerField(
        label=_("Hoeveel minuten wil je hooguit reizen?"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
    )
    licences = several(_("Welke rijbewijzen en bewijzen heb je?"))
    sectors = several(_("Welke sectoren trekken je?"))
    conditions = several(
        _("Wat moet het werk je bieden?"),
        _("Kies alleen wat nodig is. Waarom het nodig is, schrijven we niet op."),
    )

    def offer(self, choices: ProfileChoices) -> None:
        """Offer days, licences, sectors, conditions and ways to travel."""
        for name in ("days", "licences", "sectors", "conditions"):
            self.set_choices(name, getattr(choices, name), empty=False)
        self.set_choices("mode", choices.modes)

    def clean_place(self) -> str:
        """Return the four digits. Raises ``ValidationError`` for anything else."""
        place = str(self.cleaned_data["place"])
        if place and not (place.isascii() and place.isdigit() and len(place) == 4):  # noqa: PLR2004  '1971'
            raise forms.ValidationError(_("Schrijf de vier cijfers, zoals 1971."))
        return place

    def clean(self) -> dict[str, Any]:
        """Say it when the most is less than the least."""
        said = super().clean() or {}
        least, most = said.get("hours_least"), said.get("hours_most")
        if least and most and most < least:
            self.add_error("hours_most", _("Dit is minder dan ‘minstens’. Draai ze om."))
        if said.get("more_hours"):
            self._ask_for_more(said.get("hours_now"), most)
        return said

    def _ask_for_more(self, now: int | None, most: int | None) -> None:
        if not now and "hours_now" not in self.errors:
            self.add_error("hours_now", _("Wil je meer uren? Vul in hoeveel je nu werkt."))
        elif now and "hours_most" not in self.errors and (most or 0) <= now:
            self.add_error("hours_most", _("Vul een getal in boven de uren die je nu werkt."))

    def practical(self) -> Practical:
        """Return what was filled in."""
        said = self.cleaned_data
        lists = ("days", "licences", "sectors", "conditions")
        return Practical(**{**said, **{name: tuple(said[name]) for name in lists}})


class TextForm(PlainForm):
    """A text to look for skills in; it is not kept."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Plak een cv of vertel wat je doet en deed"),
        help_text=_(
            "We zoeken hierin beroepen en vaardigheden. De tekst zelf bewaren we niet en gaat"
            " nergens heen."
        ),
        widget=forms.Textarea({"rows": 8}),
    )


LINE_FORMS: dict[str, type[LineForm]] = {
    "werk": ExperienceForm,
    "opleiding": EducationForm,
    "taal": LanguageForm,
}
"""The lists somebody types in, by the name in the form."""
