"""The controls of an entry's form: one or more per field, named by their place in the entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import AMOUNT_WORDS, QUANTITY_WORDS
from voordeur.domain.register.entry import LONGEST_PROSE, LONGEST_TEXT
from voordeur.domain.register.fields import Field, FieldKind
from voordeur.web.plain_form import day_input

Options = Mapping[str, tuple[tuple[str, str], ...]]
"""What references can point to, per target."""
LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True)
class Control:
    """One control: the last part of its name ('' for a field with just one), and its field."""

    part: str
    field: forms.Field


def controls(one: Field, options: Options, language: str) -> Sequence[Control]:
    """Return the controls for a field that is no list of blocks."""
    label = one.label.in_language(language)
    match one.kind:
        case FieldKind.TEXT | FieldKind.PROSE:
            return _text(one, label)
        case FieldKind.AMOUNT:
            hint = _("In euro, bijvoorbeeld 1.250,50. Of kies een woord.")
            return _or_word(label, hint, AMOUNT_WORDS.items(), language)
        case FieldKind.QUANTITY:
            hint = _("Een heel getal. Of kies een woord.")
            return _or_word(label, hint, QUANTITY_WORDS.items(), language)
        case FieldKind.RULE:
            return _rule(label)
        case FieldKind.FLAG:
            return [Control("", forms.BooleanField(label=label, required=False))]
        case FieldKind.REFERENCES:
            return [Control("", _several(one, label, options))]
        case _:
            return [Control("", _single(one, label, options, language))]


def _single(one: Field, label: str, options: Options, language: str) -> forms.Field:
    match one.kind:
        case FieldKind.CHOICE:
            pairs = [(code, text.in_language(language)) for code, text in one.choices.items()]
            return _choice(one, label, pairs)
        case FieldKind.REFERENCE:
            return _choice(one, label, options.get(one.target, ()))
        case FieldKind.DAY:
            return forms.DateField(label=label, required=one.needed, widget=day_input())
        case FieldKind.MOMENT:
            hint = _("Een jaar, kwartaal, maand of dag: 2026, 2026-Q4, 2026-06 of 2026-06-03.")
            return _line(one, label, LONGEST_NUMBER, hint)
        case FieldKind.NUMBER:
            return _line(one, label, LONGEST_NUMBER, "")
        case _:
            return _line(one, label, LONGEST_TEXT, "")


def _line(one: Field, label: str, longest: int, hint: str) -> forms.Field:
    return forms.CharField(
        label=label, required=one.needed, max_length=longest, help_text=hint, strip=True
    )


def _choice(one: Field, label: str, pairs: Iterable[tuple[str, str]]) -> forms.Field:
    first = ("", _("Kies") if one.needed else _("Geen"))
    return forms.ChoiceField(label=label, required=one.needed, choices=[first, *pairs])


def _several(one: Field, label: str, options: Options) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        required=one.needed,
        choices=list(options.get(one.target, ())),
        widget=forms.CheckboxSelectMultiple,
    )


def _text(one: Field, label: str) -> list[Control]:
    long = one.kind is FieldKind.PROSE
    most = LONGEST_PROSE if long else LONGEST_TEXT

    def control(name: str, *, needed: bool) -> forms.Field:
        widget = forms.Textarea({"rows": 4}) if long else forms.TextInput()
        return forms.CharField(label=name, required=needed, max_length=most, widget=widget)

    english = _("%(label)s, in het Engels") % {"label": label}
    return [
        Control("nl", control(label, needed=one.needed)),
        Control("en", control(english, needed=False)),
    ]


def _or_word(
    label: str,
    hint: str,
    words: Iterable[tuple[str, Text]],
    language: str,
) -> list[Control]:
    named = _("%(label)s, als het geen getal is") % {"label": label}
    pairs = [("", _("Een getal")), *((code, text.in_language(language)) for code, text in words)]
    number = forms.CharField(label=label, required=False, max_length=LONGEST_NUMBER, help_text=hint)
    return [
        Control("number", number),
        Control("word", forms.ChoiceField(label=named, required=False, choices=pairs)),
    ]


def _rule(label: str) -> list[Control]:
    events = forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Namen van gebeurtenissen, met een spatie ertussen: CaseClosed."),
    )
    where = forms.CharField(
        label=_("Alleen als"),
        required=False,
        max_length=1000,
        help_text=_("Per regel een gegeven met waarden: outcome: work_found, own_business"),
        widget=forms.Textarea({"rows": 2}),
    )
    once = forms.BooleanField(label=_("Elk dossier telt één keer"), required=False)
    return [Control("events", events), Control("where", where), Control("once", once)]
