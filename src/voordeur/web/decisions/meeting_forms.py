"""Forms of meetings, documents, packages and withdrawals: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.services.proposal_pages import ProposalLine
from voordeur.services.reserve import DecidedAmount
from voordeur.web.components import Option
from voordeur.web.decisions.euro_field import EuroField
from voordeur.web.decisions.proposal_forms import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PRESENT,
    choose,
    day_input,
)
from voordeur.web.plain_form import PlainForm

Pairs = Sequence[tuple[str, str]]


class MeetingForm(PlainForm):
    """A meeting to plan."""

    use_required_attribute = False

    body = forms.ChoiceField(label=_("Overleg"))
    day = forms.DateField(label=_("Dag"), widget=day_input())
    starts_at = forms.TimeField(
        label=_("Hoe laat"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    place = forms.CharField(label=_("Waar"), required=False, max_length=200)

    def __init__(self, bodies: Pairs, data: Any = None, *, initial: Any = None) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(data, initial=initial)
        choose(self, "body", [("", _("Kies")), *bodies])


class AgendaItemForm(PlainForm):
    """A point for the agenda."""

    use_required_attribute = False

    title = forms.CharField(label=_("Punt"), max_length=LONGEST_TITLE)
    proposal = forms.ChoiceField(label=_("Over welk voorstel"), required=False)
    explanation = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, proposals: Sequence[ProposalLine], data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        listed = [(one.ref, one.title) for one in proposals]
        choose(self, "proposal", [("", _("Geen voorstel")), *listed])


class HeldForm(PlainForm):
    """That a meeting took place."""

    use_required_attribute = False

    present = forms.IntegerField(
        label=_("Hoeveel leden waren er"), required=False, min_value=0, max_value=MOST_PRESENT
    )
    conclusions = forms.CharField(
        label=_("Wat is er afgesproken"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )


class DocumentForm(PlainForm):
    """A document to keep under its registration number."""

    use_required_attribute = False

    title = forms.CharField(label=_("Titel"), max_length=LONGEST_TITLE)
    number = forms.CharField(
        label=_("Registratienummer"),
        required=False,
        max_length=40,
        help_text=_("Zoals D-123859 of INT-20-58344."),
    )
    document = forms.FileField(
        label=_("Bestand"),
        help_text=_("PDF, Word (docx), OpenDocument (odt), JPEG, PNG of tekst. Hoogstens 10 MB."),
    )


class PackageForm(PlainForm):
    """An information package; one field of own words per municipality."""

    use_required_attribute = False

    title = forms.CharField(label=_("Titel"), max_length=LONGEST_TITLE)
    day = forms.DateField(label=_("Dag"), widget=day_input())
    summary = forms.CharField(
        label=_("Voor alle raden"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
    )
    proposals = forms.MultipleChoiceField(
        label=_("Besluiten die erbij horen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        councils: Pairs,
        proposals: Sequence[ProposalLine],
        data: Any = None,  # noqa: ANN401  as Django's form takes it
        *,
        initial: Any = None,  # noqa: ANN401  the same
    ) -> None:
        super().__init__(data, initial=initial)
        self.councils = councils
        listed = [(one.ref, Option(one.title, one.state_label)) for one in proposals]
        if listed:
            choose(self, "proposals", listed)
        else:
            del self.fields["proposals"]
        for slug, name in councils:
            self.fields[f"local_{slug}"] = forms.CharField(
                label=_("Alleen voor %(name)s") % {"name": name},
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea({"rows": 2}),
            )

    def local(self) -> dict[str, str]:
        """Return the own words per municipality."""
        return {slug: self.cleaned_data[f"local_{slug}"] for slug, _name in self.councils}


class WithdrawalForm(PlainForm):
    """Money out of the reserve."""

    use_required_attribute = False

    proposal = forms.ChoiceField(
        label=_("Op welk besluit"),
        required=False,
        help_text=_("Zonder besluit kan er niets uit de reserve."),
    )
    amount = EuroField(label=_("Bedrag (euro)"))
    purpose = forms.CharField(label=_("Waarvoor"), max_length=LONGEST_TITLE)

    def __init__(self, proposals: Sequence[DecidedAmount], data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        listed = [(one.proposal, f"{one.title} ({one.state_label})") for one in proposals]
        choose(self, "proposal", [("", _("Er is nog geen besluit")), *listed])
