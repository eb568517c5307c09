"""Forms of the front door: they check shape only and keep what was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.domain.kernel.unseen import honest
from voordeur.domain.rules.facts import FactDefinition, FactKind
from voordeur.services.front_door import LONGEST_QUESTION, Contact, Question, Told
from voordeur.web.components import Option

POSTCODE = re.compile(r"[1-9][0-9]{3}\s?(?:[A-Za-z]{2})?")
PHONE = re.compile(r"[+0-9][0-9 ()./-]{5,28}")
RESIDENCE = "municipality"
WRONG_POSTCODE = _("Een postcode begint met vier cijfers, zoals 1971.")
CONTACT_ORDER = (
    *("text", "company", "name", "phone", "email", "postcode", "channel", "language"),
    *("call_back", "agency", "agree"),
)
Choices = Sequence[tuple[str, str | Option]]


class OneOfField(forms.CharField):
    """A line that is needed together with another: the form says so, not the line."""

    def validate(self, value: object) -> None:
        """Leave an empty line to the form."""
        if value:
            super().validate(value)


class OneOfChoice(forms.ChoiceField):
    """The same for a choice."""

    def validate(self, value: object) -> None:
        """Leave an empty choice to the form."""
        if value:
            super().validate(value)


class HonestField(forms.CharField):
    """A line of a visitor: signs that make the words around it read backwards are left out."""

    def to_python(self, value: object) -> str:
        """Return the words somebody sees."""
        return honest(super().to_python(value) or "").strip()


class AskForm(forms.Form):
    """A question in somebody's own words."""

    question = HonestField(
        label=_("Of vertel het in je eigen woorden"),
        help_text=_("Je naam is niet nodig. Schrijven mag in elke taal."),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": None}),
        error_messages={"max_length": _("Maak je vraag wat korter, tot 4000 tekens.")},
    )


class FactForm(forms.Form):
    """One guided question. A number is typed, a residence is a postcode or a choice."""

    use_required_attribute = False
    answer = OneOfField()
    postcode = OneOfField(
        label=_("Wat is je postcode?"),
        help_text=_("De vier cijfers zijn genoeg."),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 8}),
    )

    def __init__(
        self, data: object = None, *, fact: FactDefinition, language: str, told: str = ""
    ) -> None:
        super().__init__(data, initial={"answer": told})  # type: ignore[arg-type]
        self.fact = fact
        label = fact.question.in_language(language) or fact.label.in_language(language)
        hint = fact.help.in_language(language)
        if fact.kind is FactKind.NUMBER:
            self.fields["answer"] = OneOfField(
                label=label,
                help_text=hint,
                max_length=9,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
            )
        else:
            choices = [(value.code, value.label.in_language(language)) for value in fact.values]
            if fact.code == RESIDENCE:
                label, hint = str(_("Of kies je gemeente")), ""
            self.fields["answer"] = OneOfChoice(
                label=label,
                help_text=hint,
                choices=choices,
                widget=forms.RadioSelect,
            )
        if fact.code != RESIDENCE:
            del self.fields["postcode"]
        else:
            self.order_fields(["postcode", "answer"])

    def clean(self) -> dict[str, object]:
        """Find what was told; a postcode goes before a choice."""
        cleaned = super().clean() or {}
        postcode = str(cleaned.get("postcode", "")).strip()
        if postcode:
            if not POSTCODE.fullmatch(postcode):
                self.add_error("postcode", WRONG_POSTCODE)
            return cleaned
        if not self.errors and self.value is None:
            number = self.fact.kind is FactKind.NUMBER
            self.add_error(
                "answer",
                _("Vul een getal in, of kies ‘Dat weet ik niet’.")
                if number
                else _("Kies een antwoord, of kies ‘Dat weet ik niet’."),
            )
        return cleaned

    @property
    def value(self) -> str | int | None:
        """The value somebody gave, or None."""
        return self.fact.read(str(self.cleaned_data.get("answer", "")))

    @property
    def told(self) -> Told:
        """What a valid form tells."""
        return Told(
            fact=self.fact.code,
            value=self.value,
            postcode=str(self.cleaned_data.get("postcode", "")).strip(),
        )


@dataclass(frozen=True, slots=True)
class Asker:
    """What a form need not ask: who it is for, and whether we know where they live."""

    employer: bool = False
    residence_known: bool = False

    @classmethod
    def of(cls, question: Question | None) -> "Asker":
        """Return what a question tells of its asker."""
        if question is None:
            return cls()
        return cls(employer=question.employer, residence_known=RESIDENCE in question.told)


class ReachForm(forms.Form):
    """How to reach somebody: at least one of e-mail and telephone."""

    company = HonestField(
        label=_("Naam van je bedrijf of organisatie"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = HonestField(
        label=_("Hoe heet je?"),
        help_text=_("Je voornaam is genoeg."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul een naam in. Je voornaam is genoeg.")},
    )
    phone = forms.CharField(
        label=_("Telefoon"),
        help_text=_("Telefoon of e-mail: een van de twee is genoeg."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Er hoort een @ in.")},
    )
    postcode = forms.CharField(
        label=_("Wat is je postcode?"),
        help_text=_("De vier cijfers zijn genoeg."),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 8}),
    )
    agree = forms.BooleanField(
        help_text=_(
            "We gebruiken je gegevens alleen voor deze vraag. Je kunt dit altijd weer stoppen."
        ),
        error_messages={
            "required": _(
                "Zonder jouw ja mogen we je niet bellen of mailen. Kom anders gewoon langs."
            )
        },
    )

    def __init__(self, data: object = None, *, asker: Asker, keeper: str, **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["agree"].label = _(
            "Ja, %(keeper)s mag mij hierover bellen, appen of mailen"
        ) % {"keeper": keeper}
        if not asker.employer:
            del self.fields["company"]
        if asker.employer or asker.residence_known:
            del self.fields["postcode"]

    def clean_postcode(self) -> str:
        """Check that a postcode has the shape of one."""
        postcode = str(self.cleaned_data["postcode"]).strip()
        if postcode and not POSTCODE.fullmatch(postcode):
            raise forms.ValidationError(WRONG_POSTCODE)
        return postcode

    def clean_phone(self) -> str:
        """Check that a telephone number can be dialled."""
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("Dit telefoonnummer klopt niet. Gebruik alleen cijfers."))
        return phone

    def clean(self) -> dict[str, object]:
        """Ask for one way to be reached."""
        cleaned = super().clean() or {}
        wrong = "phone" in self.errors or "email" in self.errors
        if not wrong and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Vul je telefoonnummer of je e-mailadres in."))
        return cleaned

    def contact(self, *, language: str) -> Contact:
        """Return what a valid form says."""
        given = self.cleaned_data
        email = str(given.get("email", ""))
        return Contact(
            name=str(given["name"]),
            company=str(given.get("company", "")),
            postcode=str(given.get("postcode", "")),
            email=email,
            phone=str(given.get("phone", "")),
            channel=str(given.get("channel") or ("email" if email else "phone")),
            language=str(given.get("language") or language),
            text=str(given.get("text", "")),
            call_back=bool(given.get("call_back")),
            agency_may_see=given.get("agency") == "yes",
        )


class ContactForm(ReachForm):
    """Leaving contact details with the question, the channel and who may see it."""

    text = HonestField(
        label=_("Je vraag"),
        help_text=_("Over je gezondheid hoef je niets te zeggen."),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": None}),
        error_messages={"max_length": _("Maak je vraag wat korter, tot 4000 tekens.")},
    )
    channel = forms.ChoiceField(
        label=_("Hoe wil je antwoord?"), widget=forms.RadioSelect, required=False
    )
    language = forms.ChoiceField(label=_("In welke taal?"), required=False)
    call_back = forms.BooleanField(
        label=_("Bel mij terug. Op een werkdag tussen 9.00 en 17.00 uur."), required=False
    )
    agency = forms.ChoiceField(
        widget=forms.RadioSelect,
        required=False,
        choices=(("no", _("Nee, nog niet")), ("yes", _("Ja, dat mag"))),
        initial="no",
    )

    def __init__(
        self,
        data: object = None,
        *,
        asker: Asker,
        keeper: str,
        channels: Choices,
        languages: Choices,
        agency: str,
        **more: object,
    ) -> None:
        super().__init__(data, asker=asker, keeper=keeper, **more)
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        if agency and not asker.employer:
            self.fields["agency"].label = _("Mag %(agency)s je vraag al zien?") % {"agency": agency}
            self.fields["agency"].help_text = _(
                "Jij kiest. Zeg je niets, dan ziet %(agency)s niets. Later ja zeggen kan ook."
            ) % {"agency": agency}
        else:
            del self.fields["agency"]
        self.order_fields(CONTACT_ORDER)

    def clean(self) -> dict[str, object]:
        """Ask for a number when somebody wants to be called."""
        cleaned = super().clean()
        if cleaned.get("call_back") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Vul je telefoonnummer in, dan bellen we je terug."))
        return cleaned


class SlotForm(forms.Form):
    """Picking one free moment."""

    moment = forms.ChoiceField(
        label=_("Kies een tijd"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies een tijd."),
            "invalid_choice": _("Deze tijd is niet meer vrij. Kies een andere."),
        },
    )

    def __init__(self, data: object = None, *, moments: Choices) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["moment"].choices = moments  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """Coming back with a code."""

    code = forms.CharField(
        label=_("Je code"),
        help_text=_("Twaalf letters en cijfers, zoals K7MQ-2XWD-9RTF."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Vul je code in.")},
    )


class SearchForm(forms.Form):
    """Looking for a desk by any name."""

    use_required_attribute = False
    naam = OneOfField(
        label=_("Zoek op naam"),
        help_text=_("Een oude naam of een afkorting mag ook."),
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 80}),
    )
