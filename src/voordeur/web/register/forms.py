"""The form of any kind of entry, made from its fields; it shows what was typed, right or wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import AMOUNT_WORDS, QUANTITY_WORDS
from voordeur.domain.register.entry import LONGEST_CODE, LONGEST_TEXT
from voordeur.domain.register.fields import Field, FieldKind, Kind
from voordeur.services.register_choices import Choosable
from voordeur.web.register.typed import (
    ALIASES,
    EARLIER,
    SOURCE,
    TITLE,
    VALID,
    Problem,
    Typed,
    numbers,
)

MANY = 8
"""More things to tick than this open in place."""
CODE, REASON = "code", "reason"


@dataclass(frozen=True, slots=True)
class FormPart:
    """One field of the form: which shape it has, and its controls."""

    shape: str
    """'single', 'text' (with English), 'measure' (or a word), 'many', 'rule' or 'rows'."""
    code: str
    label: str
    controls: tuple[BoundField, ...] = ()
    blocks: tuple["FormBlock", ...] = ()
    chosen: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class FormBlock:
    """One block of a list of blocks, counted from 1 for people; ``name`` takes it away."""

    number: int
    name: str
    parts: tuple[FormPart, ...]


class EntryForm(forms.Form):
    """Every control of one kind of entry. It judges nothing: ``problems`` say what to mend."""

    use_required_attribute = False

    def __init__(
        self,
        kind: Kind,
        choosable: Choosable,
        typed: Typed,
        *,
        language: str,
        problems: Sequence[Problem] = (),
        only: Sequence[str] = (),
    ) -> None:
        super().__init__(MultiValueDict({name: list(held) for name, held in typed.items()}))
        self.kind, self.choosable, self.typed, self.language = kind, choosable, typed, language
        self.problems = problems
        chosen = [one for one in kind.fields if not only or one.code in only]
        self._parts = [self._part(one, one.code) for one in (TITLE, *chosen)]
        self._names = [self._part(EARLIER, EARLIER.code)]
        self._names += [self._part(one, f"valid.{one.code}") for one in VALID]
        self._names += [self._part(one, f"source.{one.code}") for one in SOURCE]
        self.fields[ALIASES] = _control(
            _("Andere namen"),
            forms.Textarea({"rows": 3}),
            _("Een naam per regel. Ook zo vinden mensen dit."),
        )
        self.fields[CODE] = _control(
            _("Code"),
            forms.TextInput({"maxlength": LONGEST_CODE}),
            _("Staat in het adres en in bestanden. Laat leeg, dan maken we hem van de titel."),
        )
        self.fields[REASON] = _control(
            _("Waarom deze wijziging?"),
            forms.Textarea({"rows": 2}),
            _("Anderen lezen dit terug bij de geschiedenis."),
            needed=True,
        )

    def full_clean(self) -> None:
        """Put every problem at its control instead of judging anything here."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for problem in self.problems:
            self.add_error(problem.name if problem.name in self.fields else None, problem.words)

    def parts(self) -> list[FormPart]:
        """Return the fields of the kind with their controls."""
        return [self._bound(one) for one in self._parts]

    def name_parts(self) -> list[FormPart]:
        """Return what an entry of any kind has: earlier names, period and source."""
        return [self._bound(one) for one in self._names]

    def names_open(self) -> bool:
        """Tell whether something about names and source is filled in or wrong."""
        names = [
            name for name in self.fields if name.startswith(("earlier_names.", "valid.", "source."))
        ]
        names += [ALIASES, CODE]
        return any(self.errors.get(name) or any(self.typed.get(name, ())) for name in names)

    # ---- Controls ----

    def _part(self, one: Field, name: str) -> "_Plan":
        label = one.label.in_language(self.language)
        match one.kind:
            case FieldKind.TEXT | FieldKind.PROSE:
                return self._text(one, name, label)
            case FieldKind.AMOUNT | FieldKind.QUANTITY:
                return self._measure(one, name, label)
            case FieldKind.REFERENCES:
                return self._many(one, name, label)
            case FieldKind.RULE:
                return self._rule(name, label)
            case FieldKind.ROWS:
                blocks = [
                    (
                        place,
                        [self._part(inner, f"{name}.{place}.{inner.code}") for inner in one.rows],
                    )
                    for place in numbers(self.typed, one.code)
                ]
                return _Plan("rows", name, label, (), blocks)
            case _:
                return self._single(one, name, label)

    def _single(self, one: Field, name: str, label: str) -> "_Plan":
        widget: forms.Widget = forms.TextInput({"maxlength": LONGEST_TEXT})
        hint = ""
        match one.kind:
            case FieldKind.FLAG:
                widget = forms.CheckboxInput()
            case FieldKind.NUMBER:
                widget = forms.TextInput({"inputmode": "numeric", "class": "vd-input--number"})
            case FieldKind.DAY:
                widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            case FieldKind.CONDITION:
                widget = forms.Textarea({"rows": 4, "spellcheck": "false"})
                hint = _("Per regel een kenmerk: benefit: ww, bijstand of age: 18..26.")
            case FieldKind.MOMENT:
                hint = _("Een jaar, kwartaal, maand of dag: 2026, Q4 2026, juni 2026, 3 juni 2026.")
            case FieldKind.CHOICE:
                widget = self._select(one, name, self._choices(one))
            case FieldKind.REFERENCE:
                widget = self._select(one, name, self._options(one.target))
        self.fields[name] = _control(
            label, widget, hint, needed=one.needed or one.kind is FieldKind.FLAG
        )
        return _Plan("single", name, label, (name,))

    def _select(self, one: Field, name: str, options: list[tuple[str, str]]) -> forms.Select:
        nothing = _("Kies") if one.needed else _("Geen keuze")
        return forms.Select(choices=[("", nothing), *self._with_chosen(name, options)])

    def _with_chosen(self, name: str, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the options with what is chosen first among ticks, and what is there no more."""
        known = dict(options)
        gone = [code for code in self.typed.get(name, ()) if code and code not in known]
        return [
            *options,
            *((code, _("%(code)s (niet meer in gebruik)") % {"code": code}) for code in gone),
        ]

    def _choices(self, one: Field) -> list[tuple[str, str]]:
        return [(code, label.in_language(self.language)) for code, label in one.choices.items()]

    def _options(self, target: str) -> list[tuple[str, str]]:
        return [(one.code, one.name) for one in self.choosable.by_target.get(target, ())]

    def _text(self, one: Field, name: str, label: str) -> "_Plan":
        names = (f"{name}.nl", f"{name}.en")
        english = _("%(field)s in het Engels") % {"field": label}
        for control, said in zip(names, (label, english), strict=True):
            self.fields[control] = _control(
                said,
                forms.Textarea({"rows": 4})
                if one.kind is FieldKind.PROSE
                else forms.TextInput({"maxlength": LONGEST_TEXT}),
                needed=one.needed and control == names[0],
            )
        return _Plan("text", name, label, names)

    def _measure(self, one: Field, name: str, label: str) -> "_Plan":
        money = one.kind is FieldKind.AMOUNT
        words: Mapping[str, Text] = {
            str(code): said for code, said in (AMOUNT_WORDS if money else QUANTITY_WORDS).items()
        }
        offered = [(code, said.in_language(self.language)) for code, said in words.items()]
        hint = _("In euro’s, zoals 1250 of 1.250,50.") if money else ""
        self.fields[f"{name}.number"] = _control(
            label,
            forms.TextInput(
                {"inputmode": "decimal" if money else "numeric", "class": "vd-input--number"}
            ),
            hint,
            needed=one.needed,
        )
        self.fields[f"{name}.word"] = _control(
            _("Of een woord"), forms.Select(choices=[("", _("Geen woord")), *offered]), needed=True
        )
        return _Plan("measure", name, label, (f"{name}.number", f"{name}.word"))

    def _many(self, one: Field, name: str, label: str) -> "_Plan":
        options = self._with_chosen(name, self._options(one.target))
        chosen = list(dict.fromkeys(code for code in self.typed.get(name, ()) if code))
        first = {code: place for place, code in enumerate(chosen)}
        options.sort(key=lambda option: first.get(option[0], len(first)))
        control = forms.MultipleChoiceField(
            label=label, required=one.needed, widget=forms.CheckboxSelectMultiple(), choices=options
        )
        self.fields[name] = control
        shape = "many" if len(options) > MANY else "single"
        return _Plan(shape, name, label, (name,), chosen=len(chosen))

    def _rule(self, name: str, label: str) -> "_Plan":
        names = (f"{name}.events", f"{name}.where", f"{name}.once")
        self.fields[names[0]] = _control(
            _("Welke gebeurtenissen tellen"),
            forms.TextInput(),
            _("Hun namen uit het logboek, met een spatie ertussen, zoals HandoverAccepted."),
        )
        self.fields[names[1]] = _control(
            _("Alleen als"),
            forms.Textarea({"rows": 2}),
            _("Per regel: gegeven: waarde, waarde."),
        )
        self.fields[names[2]] = _control(
            _("Elk dossier telt één keer"), forms.CheckboxInput(), needed=True
        )
        return _Plan("rule", name, label, names)

    def _bound(self, plan: "_Plan") -> FormPart:
        return FormPart(
            plan.shape,
            plan.code,
            plan.label,
            tuple(self[name] for name in plan.controls),
            tuple(
                FormBlock(place + 1, f"{plan.code}.{place}", tuple(map(self._bound, parts)))
                for place, parts in plan.blocks
            ),
            plan.chosen,
            any(self.errors.get(name) for name in plan.controls),
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """A part before its controls are bound."""

    shape: str
    code: str
    label: str
    controls: tuple[str, ...]
    blocks: Iterable[tuple[int, list["_Plan"]]] = ()
    chosen: int = 0


def _control(
    label: str, widget: forms.Widget, hint: str = "", *, needed: bool = False
) -> forms.Field:
    return forms.CharField(label=label, widget=widget, help_text=hint, required=needed)
