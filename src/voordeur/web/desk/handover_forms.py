"""Forms of a handover: shape only, what may be done is judged by the services."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.services.context import AMSTERDAM
from voordeur.services.handover import Answer, Offer
from voordeur.services.handover_pages import HandoverPage
from voordeur.services.offer_pages import OfferPage, Receiver
from voordeur.web.components import Option
from voordeur.web.plain_form import PlainForm

LONGEST_TEXT = 4_000
OTHER = "ander"
PRESET = ("name", "contact", "residence", "question")
"""Ticked to begin with: what is needed to meet and not to ask twice."""
NEEDED_TO_MEET = frozenset({"name", "contact"})

INTRODUCTIONS = (
    ("three_way", gettext_lazy("Met z'n drieën")),
    ("call", gettext_lazy("De ander belt")),
    ("visit", gettext_lazy("Samen langsgaan")),
)


def introduction_words(code: str) -> str:
    """Return how people meet, in words; the code itself when it is not one of ours."""
    return str(dict(INTRODUCTIONS).get(code, code))


def _choose(choices: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    return [("", _("Kies")), *choices]


def _text(label: object, *, rows: int = 3, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DeskForm(PlainForm):
    """A form whose own sentences say what is missing, not the browser's red."""

    use_required_attribute = False


class MeetingFields(DeskForm):
    """How and when the three get to know each other."""

    introduction = forms.ChoiceField(
        label=gettext_lazy("Hoe maken jullie kennis?"),
        choices=INTRODUCTIONS,
        widget=forms.RadioSelect,
        initial="three_way",
    )
    meeting_day = forms.DateField(
        label=gettext_lazy("Dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    meeting_time = forms.TimeField(
        label=gettext_lazy("Tijd"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def meeting(self) -> datetime | None:
        """Return the moment of the introduction in UTC; a day alone means noon."""
        day = self.cleaned_data.get("meeting_day")
        if day is None:
            return None
        at = self.cleaned_data.get("meeting_time") or time(12)
        return datetime.combine(day, at, tzinfo=AMSTERDAM).astimezone(UTC)

    def clean(self) -> dict[str, Any]:
        """Refuse a time without its day."""
        values = super().clean() or self.cleaned_data
        if values.get("meeting_time") and not values.get("meeting_day"):
            self.add_error("meeting_day", _("Kies ook de dag."))
        return values


class OfferForm(MeetingFields):
    """To whom, why, what is shared, and how people meet."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Naar wie?"), widget=forms.RadioSelect, required=True
    )
    other_receiver = forms.ChoiceField(label=gettext_lazy("Welke andere partij?"), required=False)
    deviation = _text(gettext_lazy("Waarom een ander dan voorgesteld?"), rows=2)
    reason = forms.ChoiceField(label=gettext_lazy("Waarom draag je over?"))
    message = _text(gettext_lazy("Wat deed jij al, en wat is de vraag?"), rows=4, required=True)
    fields_shared = forms.MultipleChoiceField(
        label=gettext_lazy("Wat deel je?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    resident_agrees = forms.BooleanField(
        label=gettext_lazy("De bewoner vindt het goed dat je dit deelt"), required=False
    )
    link_email = forms.EmailField(
        label=gettext_lazy("E-mail van de ontvanger, als die geen account heeft"),
        required=False,
        help_text=gettext_lazy("Daar gaat een link heen waarmee zij kunnen antwoorden."),
    )

    def __init__(self, page: OfferPage, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        self.page = page
        super().__init__(*args, **values)
        self.fields["message"].help_text = _("De bewoner leest dit mee.")
        _set(self.fields["receiver"], _receiver_choices(page))
        _set(
            self.fields["other_receiver"],
            _choose((one.code, one.name) for one in page.others),
        )
        if not page.suggested:
            # Nobody is proposed: then there is one question.
            self.initial["receiver"] = OTHER
            self.fields["receiver"].widget = forms.HiddenInput()
            self.fields["other_receiver"].label = gettext_lazy("Naar wie?")
            self.fields["other_receiver"].required = True
            if not any(one.needs_reason for one in page.others):
                self.fields["deviation"].widget = forms.HiddenInput()
        _set(self.fields["reason"], _choose(page.reasons))
        _set(
            self.fields["fields_shared"],
            [(one.code, one.label) for one in page.fields if one.shareable],
        )

    def chosen(self) -> Receiver | None:
        """Return the party chosen so far, also while other fields are still wrong."""
        wanted = self.data.get("receiver") if self.is_bound else self.initial.get("receiver")
        if wanted == OTHER:
            wanted = self.data.get("other_receiver", "")
        return self.page.receiver(str(wanted or ""))

    def clean(self) -> dict[str, Any]:
        """Hold together what belongs together."""
        values = super().clean()
        if values.get("receiver") == OTHER and not values.get("other_receiver"):
            self.add_error("other_receiver", _("Kies welke partij je bedoelt."))
        if "fields_shared" in values and not set(values["fields_shared"]) >= NEEDED_TO_MEET:
            self.add_error("fields_shared", _("Zonder naam en contact kan niemand kennismaken."))
        chosen = self.chosen()
        nobody = chosen is not None and not chosen.has_accounts and not chosen.link_email
        if nobody and not values.get("link_email") and "link_email" in values:
            self.add_error(
                "link_email",
                _("Bij deze partij heeft nog niemand een account. Vul een e-mailadres in."),
            )
        return values

    def offer(self) -> Offer:
        """Return what the sender wants."""
        values, chosen = self.cleaned_data, self.chosen()
        return Offer(
            receiver=chosen.code if chosen else "",
            reason=values["reason"],
            message=values["message"],
            kind=str(self.initial.get("kind", "warm")),
            fields=frozenset(FieldGroup(code) for code in values["fields_shared"]),
            introduction=values["introduction"],
            introduction_at=self.meeting(),
            deviation=values["deviation"] if chosen and chosen.needs_reason else "",
            link_email=values["link_email"],
            resident_agrees=values["resident_agrees"],
        )


def _set(field: forms.Field, choices: Sequence[tuple[str, object]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _receiver_choices(page: OfferPage) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [
        (
            one.code,
            Option(
                one.name,
                hint=how_it_answers(one),
                side=_("Voorgesteld") if one.suggested else "",
            ),
        )
        for one in page.suggested
    ]
    last = Option(_("Een ander"), hint=_("Dan vragen we je reden. Die blijft bij het dossier."))
    return [*found, (OTHER, last)]


def how_it_answers(one: Receiver) -> str:
    """Return how fast a party usually answers and how busy it is, in one or two sentences."""
    words = [_usually(one)]
    words.append(
        ngettext("%(n)d open dossier", "%(n)d open dossiers", one.open_cases)
        % {"n": one.open_cases}
        + " "
        + ngettext("bij %(n)d medewerker", "bij %(n)d medewerkers", one.advisers)
        % {"n": one.advisers}
        + "."
    )
    if one.waiting:
        words.append(
            ngettext(
                "%(n)d overdracht wacht er nog op antwoord.",
                "%(n)d overdrachten wachten er nog op antwoord.",
                one.waiting,
            )
            % {"n": one.waiting}
        )
    return " ".join(words)


def _usually(one: Receiver) -> str:
    if one.usual_days is None:
        return _("Nog te weinig antwoorden om iets over te zeggen; afgesproken is %(days)s.") % {
            "days": _days(one.term_days)
        }
    return _(
        "Antwoordt meestal binnen %(days)s. %(asked)d keer in een half jaar, %(yes)d keer ja."
    ) % {"days": _days(one.usual_days), "asked": one.answered, "yes": one.accepted}


def _days(number: int) -> str:
    if number == 0:
        return _("dezelfde werkdag")
    return ngettext("%(n)d werkdag", "%(n)d werkdagen", number) % {"n": number}


class AcceptForm(DeskForm):
    """A yes, with the first step and its day."""

    next_step = forms.CharField(label=gettext_lazy("Eerste stap"), max_length=200, required=False)
    next_date = forms.DateField(
        label=gettext_lazy("Wanneer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def answer(self) -> Answer:
        """Return the yes."""
        return Answer(
            action=HandoverAction.ACCEPT,
            next_step=self.cleaned_data["next_step"],
            next_date=self.cleaned_data["next_date"],
        )


class _ReasonForm(DeskForm):
    """A reason from the list, and a note where the list says too little."""

    reason = forms.ChoiceField(label=gettext_lazy("Reden"))
    note = _text(gettext_lazy("Toelichting"), rows=2)

    def __init__(
        self,
        page: HandoverPage,
        choices: Sequence[tuple[str, str]],
        *args: Any,  # noqa: ANN401  as Django's form takes them
        **values: Any,  # noqa: ANN401  the same
    ) -> None:
        self.page = page
        super().__init__(*args, **values)
        _set(self.fields["reason"], _choose(choices))

    def clean(self) -> dict[str, Any]:
        """Ask for words where the reason says too little by itself."""
        values = super().clean() or self.cleaned_data
        if values.get("reason") in self.page.needs_note and not values.get("note", "").strip():
            self.add_error("note", _("Leg bij deze reden uit wat je bedoelt."))
        return values


class ReturnForm(_ReasonForm):
    """A no: the sender looks for another."""

    def __init__(self, page: HandoverPage, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(page, page.return_reasons, *args, **values)

    def answer(self) -> Answer:
        """Return the no."""
        return Answer(
            action=HandoverAction.RETURN,
            reason=self.cleaned_data["reason"],
            note=self.cleaned_data["note"],
        )


class RedirectForm(_ReasonForm):
    """A no that names who would fit better."""

    third = forms.ChoiceField(label=gettext_lazy("Welke partij past beter?"))
    resident_agrees = forms.BooleanField(
        label=gettext_lazy("De bewoner vindt het goed dat deze partij dit ziet"),
        required=False,
        help_text=gettext_lazy("Nodig als die partij hier geen taak in de wet voor heeft."),
    )
    field_order = ("third", "reason", "note", "resident_agrees")

    def __init__(self, page: HandoverPage, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(page, page.redirect_reasons, *args, **values)
        _set(self.fields["third"], _choose((one.code, one.name) for one in page.thirds))

    def answer(self) -> Answer:
        """Return the no, with where it should go."""
        return Answer(
            action=HandoverAction.REDIRECT,
            reason=self.cleaned_data["reason"],
            note=self.cleaned_data["note"],
            third=self.cleaned_data["third"],
            resident_agrees=self.cleaned_data["resident_agrees"],
        )


class WithdrawForm(_ReasonForm):
    """Taking an offer back."""

    def __init__(self, page: HandoverPage, *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(page, page.withdraw_reasons, *args, **values)


class LinkForm(DeskForm):
    """Where a fresh link goes."""

    email = forms.EmailField(label=gettext_lazy("E-mail van de ontvanger"))


class OrganisationLinkForm(DeskForm):
    """For which party a link is made."""

    organisation = forms.ChoiceField(label=gettext_lazy("Voor welke organisatie?"))

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **values: Any) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(*args, **values)
        _set(self.fields["organisation"], _choose(choices))
