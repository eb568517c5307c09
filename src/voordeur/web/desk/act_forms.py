"""Forms for acts on a case: shape only. Each knows what it offers and how it starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voordeur.domain.rules import FactDefinition, FactKind
from voordeur.services.case_forms import ActChoices
from voordeur.services.case_pages import Brief
from voordeur.services.case_words import (
    AFTERCARE_RESULTS,
    AGREEMENTS,
    OUTREACH_RESULTS,
    SIGNALS,
    result_words,
)
from voordeur.services.caseload import Colleague
from voordeur.services.documents import MOST_BYTES
from voordeur.web.components import Option
from voordeur.web.plain_form import PlainForm, day_input

LONGEST_TEXT = 5_000
LONGEST_STEP = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a form stands in: the case, what can be chosen, who works here, which day it is."""

    brief: Brief
    choices: ActChoices
    colleagues: Sequence[Colleague]
    moments: Sequence[tuple[str, str]]
    """Free consultation moments: value and words."""
    aftercare: Sequence[date]
    stoppable: Sequence[tuple[str, str]]
    """What may stop being shared: reference of the grant and words."""
    today: date
    suggested_date: date
    language: str


class ActForm(PlainForm):
    """A form for one act; ``seen`` is the version of the case somebody looked at."""

    use_required_attribute = False  # our own sentences say what is missing, not the browser

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def __init__(self, setting: Setting, *args: Any, **values: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **values)
        self.setting = setting
        self.prepare(setting)

    def prepare(self, setting: Setting) -> None:
        """Fill in choices and first values."""

    def offer(self, name: str, values: Mapping[str, Any], *, nothing: str = "") -> None:
        """Offer ``values`` (code → words) in a choice field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            # nothing is chosen for anybody: a party that happens to come first least of all
            listed = type(field.widget) is forms.Select and "" not in values
            nothing = nothing or (_("Kies") if listed and field.required else "")
            first = [("", nothing)] if nothing or not field.required else []
            field.choices = [*first, *((code, words) for code, words in values.items())]

    def visible(self) -> list[forms.BoundField]:
        """Return the fields a person sees, in order."""
        return [bound for bound in self if not bound.is_hidden]


def in_words(values: Mapping[str, str]) -> dict[str, str]:
    """Return code → words in the language of the page."""
    return {code: _(words) for code, words in values.items()}


def text_field(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> Any:  # noqa: ANN401
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


def day_field(label: Any, **values: Any) -> forms.DateField:  # noqa: ANN401
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=day_input(), **values)


class PlanForm(ActForm):
    """What happens next, when, by whom."""

    next_step = forms.CharField(label=gettext_lazy("Volgende stap"), max_length=LONGEST_STEP)
    next_date = day_field(pgettext_lazy("datum", "Uiterlijk"))
    next_party = forms.ChoiceField(
        label=gettext_lazy("Wie is aan zet?"), widget=forms.RadioSelect()
    )
    phase = forms.ChoiceField(label=gettext_lazy("Fase"), required=False)

    def prepare(self, setting: Setting) -> None:
        """Offer the phases; propose the region's usual term."""
        self.offer("next_party", {"organisation": _("Wij"), "resident": _("De bewoner")})
        self.offer("phase", setting.choices.phases, nothing=_("Blijft zoals het is"))
        self.initial.setdefault("next_date", setting.suggested_date)
        self.initial.setdefault("next_party", setting.brief.next_party)


class NoteForm(ActForm):
    """Something to remember."""

    text = text_field(
        gettext_lazy("Notitie"),
        help_text=gettext_lazy("Schrijf niets over gezondheid op. De bewoner leest dit mee."),
    )


class TalkForm(ActForm):
    """An advice talk, with the summary the resident gets."""

    code = forms.ChoiceField(
        label=gettext_lazy("Was het gesprek genoeg?"), widget=forms.RadioSelect()
    )
    text = text_field(
        gettext_lazy("Samenvatting voor de bewoner"),
        rows=6,
        help_text=gettext_lazy("In gewone woorden. De bewoner krijgt dit in Mijn Voordeur."),
    )

    def prepare(self, setting: Setting) -> None:
        """Offer both answers."""
        self.offer(
            "code",
            {
                "enough": Option(_("Ja, %(who)s") % {"who": result_words("enough")}),
                "not_enough": Option(
                    _("Nee, %(who)s") % {"who": result_words("not_enough")},
                    _("Daarna kun je overdragen aan %(party)s.")
                    % {"party": setting.brief.finally_responsible_name},
                ),
            },
        )


class OutreachForm(ActForm):
    """An attempt to reach somebody, with its result."""

    way = forms.ChoiceField(label=gettext_lazy("Hoe probeerde je het?"))
    code = forms.ChoiceField(label=gettext_lazy("Wat kwam eruit?"), widget=forms.RadioSelect())
    text = text_field(gettext_lazy("Toelichting"), required=False, rows=3)

    def prepare(self, setting: Setting) -> None:
        """Offer ways and results."""
        super().prepare(setting)
        ways = (_("Telefoon"), _("Huisbezoek"), _("Bericht"), _("Op straat"), _("Via een ander"))
        self.offer("way", {way: way for way in ways})
        self.offer("code", in_words(OUTREACH_RESULTS))


class MessageForm(ActForm):
    """A message to the resident."""

    text = text_field(
        gettext_lazy("Bericht aan de bewoner"),
        rows=5,
        help_text=gettext_lazy("Komt in Mijn Voordeur. Met een mail als we een adres hebben."),
    )


class AgreementForm(ActForm):
    """What parties agreed about one person."""

    code = forms.ChoiceField(label=gettext_lazy("Soort afspraak"), widget=forms.RadioSelect())
    to_organisation = forms.ChoiceField(label=gettext_lazy("Met wie"), required=False)
    text = text_field(gettext_lazy("Wat spraken jullie af?"), rows=3)

    def prepare(self, setting: Setting) -> None:
        """Offer the sorts and the partners."""
        self.offer("code", in_words(AGREEMENTS))
        self.offer("to_organisation", setting.choices.organisations, nothing=_("Niemand anders"))


class TaskForm(ActForm):
    """A step agreed with the resident."""

    what = forms.CharField(label=gettext_lazy("Wat gaat er gebeuren?"), max_length=LONGEST_STEP)
    due_date = day_field(pgettext_lazy("datum", "Uiterlijk"))
    by = forms.ChoiceField(label=gettext_lazy("Wie doet het?"), widget=forms.RadioSelect())

    def prepare(self, setting: Setting) -> None:
        """Offer both doers."""
        self.offer("by", {"resident": _("De bewoner"), "organisation": _("Wij")})
        self.initial.setdefault("by", "resident")
        self.initial.setdefault("due_date", setting.suggested_date)


class AppointmentForm(ActForm):
    """A free moment of a consultation hour."""

    moment = forms.ChoiceField(label=gettext_lazy("Vrij moment"))
    kind = forms.ChoiceField(label=gettext_lazy("Hoe"), widget=forms.RadioSelect())

    def prepare(self, setting: Setting) -> None:
        """Offer what is free."""
        self.offer("moment", dict(setting.moments))
        kinds = {"in_person": _("Op de plek"), "phone": _("Telefoon"), "video": _("Beeldbellen")}
        self.offer("kind", kinds)
        self.initial.setdefault("kind", "in_person")


def fact_field(fact: FactDefinition, language: str, *, asked: bool = False) -> forms.Field:
    """Return a form field for a routing fact; ``asked`` shows the question instead of the label."""
    words = fact.question if asked and fact.question.nl else fact.label
    label = words.in_language(language)
    hint = fact.help.in_language(language) if asked else ""
    if fact.kind is FactKind.NUMBER:
        return forms.IntegerField(
            label=label,
            help_text=hint,
            required=False,
            min_value=fact.minimum,
            max_value=fact.maximum,
        )
    values = [(one.code, one.label.in_language(language)) for one in fact.values]
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[("", _("Nog niet bekend")), *values],
    )


class SituationForm(ActForm):
    """The facts the routing table asks for."""

    def prepare(self, setting: Setting) -> None:
        """Make a field per fact, with what is known."""
        for code, fact in setting.choices.facts.items():
            self.fields[f"fact_{code}"] = fact_field(fact, setting.language)
            self.initial.setdefault(f"fact_{code}", setting.brief.situation.get(code, ""))

    def situation(self) -> dict[str, str | int]:
        """Return the facts that are known now."""
        given = {code: self.cleaned_data.get(f"fact_{code}") for code in self.setting.choices.facts}
        return {code: value for code, value in given.items() if value not in {None, ""}}


class MoveForm(ActForm):
    """Something in the person's life changed while the case goes on."""

    changed = forms.ChoiceField(label=gettext_lazy("Wat verandert er?"), widget=forms.RadioSelect())
    municipality = forms.ChoiceField(label=gettext_lazy("Nieuwe gemeente"), required=False)
    postcode = forms.RegexField(
        r"^\d{4}", label=gettext_lazy("Nieuwe postcode"), max_length=7, required=False
    )
    benefit = forms.ChoiceField(label=gettext_lazy("Nieuwe uitkering"), required=False)
    work = forms.ChoiceField(label=gettext_lazy("Werk"), required=False)
    employer = forms.CharField(
        label=gettext_lazy("Nieuwe werkgever"), max_length=60, required=False
    )
    start_date = day_field(gettext_lazy("Vanaf"))

    def prepare(self, setting: Setting) -> None:
        """Offer the values of the pack."""
        kinds = {
            "municipality": _("Verhuizing"),
            "benefit": _("Uitkering"),
            "work": _("Werk"),
            "employer": _("Werkgever"),
        }
        self.offer("changed", kinds)
        for code in ("municipality", "benefit", "work"):
            fact = setting.choices.facts.get(code)
            values = {one.code: one.label.in_language(setting.language) for one in fact.values}  # type: ignore[union-attr]
            self.offer(code, values, nothing=_("Kies"))
        self.initial.setdefault("start_date", setting.today)

    def clean(self) -> dict[str, Any]:
        """Ask for the value that belongs to the change."""
        cleaned = super().clean() or {}
        changed = cleaned.get("changed")
        if changed and not cleaned.get(changed) and changed not in self.errors:
            self.add_error(changed, _("Vul dit nog in."))
        return cleaned


class AssignForm(ActForm):
    """Which colleague takes the case."""

    adviser = forms.ChoiceField(label=gettext_lazy("Collega"), required=False)

    def prepare(self, setting: Setting) -> None:
        """Offer whoever works here."""
        people = {str(one.account_id): one.name for one in setting.colleagues}
        self.offer("adviser", people, nothing=_("Niemand in het bijzonder"))
        self.initial.setdefault("adviser", str(setting.brief.adviser_id or ""))


class ShareForm(ActForm):
    """What the resident allows a partner to see."""

    organisation = forms.ChoiceField(label=gettext_lazy("Met welke organisatie"))
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor"), widget=forms.RadioSelect())
    shared_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Wat mogen zij zien?"), widget=forms.CheckboxSelectMultiple()
    )
    resident_agrees = forms.BooleanField(
        label=gettext_lazy("De bewoner vindt dit goed. Ik heb het gevraagd."),
        error_messages={"required": gettext_lazy("Zonder ja van de bewoner delen we niets.")},
    )

    def prepare(self, setting: Setting) -> None:
        """Offer partners, purposes and field groups."""
        self.offer("organisation", setting.choices.organisations)
        self.offer("purpose", setting.choices.purposes)
        fields = {
            code: Option(label, meaning)
            for code, (label, meaning) in setting.choices.fields.items()
        }
        self.offer("shared_fields", fields)


class StopForm(ActForm):
    """What the resident does not want to share any more."""

    grant = forms.ChoiceField(
        label=gettext_lazy("Wat stopt?"),
        widget=forms.RadioSelect(),
        help_text=gettext_lazy("Het werkt meteen. De bewoner krijgt bericht."),
    )
    resident_asked = forms.BooleanField(
        label=gettext_lazy("De bewoner vroeg mij dit."),
        error_messages={"required": gettext_lazy("Alleen de bewoner beslist om te stoppen.")},
    )

    def prepare(self, setting: Setting) -> None:
        """Offer what is shared and does not rest on a legal task."""
        self.offer("grant", dict(setting.stoppable))
        if not setting.stoppable:
            self.fields["grant"].help_text = _(
                "Alles wat nu gedeeld is, hoort bij een taak in de wet. Dat kan niet uit."
            )


class SignalForm(ActForm):
    """A worry about money, passed on to municipal debt help."""

    sort = forms.ChoiceField(label=gettext_lazy("Wat zie je?"), widget=forms.RadioSelect())
    to_organisation = forms.ChoiceField(label=gettext_lazy("Aan welke gemeente"))
    text = text_field(gettext_lazy("Wat moeten zij weten?"), rows=3, required=False)
    resident_agrees = forms.BooleanField(
        label=gettext_lazy("De bewoner vindt dit goed. Ik heb het gevraagd."),
        error_messages={"required": gettext_lazy("Zonder ja van de bewoner delen we niets.")},
    )

    def prepare(self, setting: Setting) -> None:
        """Offer the municipalities, the person's own first."""
        self.offer("sort", in_words(SIGNALS))
        self.offer("to_organisation", setting.choices.municipality_parties)
        own = f"gemeente-{setting.brief.municipality}"
        self.initial.setdefault("to_organisation", own)


class DocumentForm(ActForm):
    """A file to keep with the case."""

    document = forms.FileField(
        label=gettext_lazy("Bestand"),
        max_length=200,
        help_text=gettext_lazy("PDF, JPEG, PNG, Word, ODT of tekst. Hooguit 10 MB."),
        error_messages={"empty": gettext_lazy("Dit bestand is leeg.")},
    )

    def clean_document(self) -> Any:  # noqa: ANN401  as Django hands it over
        """Refuse what is too large before reading it."""
        given = self.cleaned_data["document"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Dit bestand is groter dan 10 MB. Maak het kleiner."))
        return given


class AftercareForm(ActForm):
    """How it goes on an after-care day."""

    due_date = forms.ChoiceField(label=gettext_lazy("Nazorg van"))
    result = forms.ChoiceField(label=gettext_lazy("Hoe gaat het?"), widget=forms.RadioSelect())
    text = text_field(gettext_lazy("Toelichting"), required=False, rows=3)

    def prepare(self, setting: Setting) -> None:
        """Offer the days that wait."""
        days = {day.isoformat(): f"{day.day}-{day.month}-{day.year}" for day in setting.aftercare}
        self.offer("due_date", days)
        self.offer("result", in_words(AFTERCARE_RESULTS))


class CloseForm(ActForm):
    """How the case ends and how the resident was told."""

    outcome = forms.ChoiceField(label=gettext_lazy("Uitkomst"))
    informed_by = forms.ChoiceField(
        label=gettext_lazy("Hoe weet de bewoner dit?"), widget=forms.RadioSelect()
    )
    note = text_field(gettext_lazy("Toelichting"), required=False, rows=3)

    def prepare(self, setting: Setting) -> None:
        """Offer the outcomes of the region."""
        self.offer("outcome", {"": _("Kies")} | dict(setting.choices.outcomes))
        told = {
            "in_person": _("In een gesprek"),
            "phone": _("Gebeld"),
            "mail": _("Gemaild"),
            "letter": _("Per brief"),
        }
        self.offer("informed_by", told)


class CodeForm(ActForm):
    """Whether the resident in front of somebody is who they say; then they get a new code."""

    sure = forms.BooleanField(
        label=gettext_lazy("Ik weet zeker dat dit de bewoner is"),
        help_text=gettext_lazy("De oude code werkt daarna niet meer. Je ziet de nieuwe één keer."),
    )


class ReopenForm(ActForm):
    """Why a closed case goes on, and what happens first."""

    reason = forms.ChoiceField(label=gettext_lazy("Waarom weer open?"))
    next_step = forms.CharField(label=gettext_lazy("Volgende stap"), max_length=LONGEST_STEP)
    next_date = day_field(pgettext_lazy("datum", "Uiterlijk"))

    def prepare(self, setting: Setting) -> None:
        """Offer the reasons of the region."""
        self.offer("reason", setting.choices.reopen_reasons)
        self.initial.setdefault("next_date", setting.suggested_date)
