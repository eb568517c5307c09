"""Forms of proposals: shape only; what may happen is judged by the services."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voordeur.domain.governance.proposals import Outcome
from voordeur.domain.register.checks import Key
from voordeur.services.drafting_pages import DraftingChoices, StepPage
from voordeur.services.proposal_changes import DraftPlan
from voordeur.services.proposal_pages import ProposalPage
from voordeur.services.proposals import Objection, ProposalContent, StepAnswer
from voordeur.web import dates
from voordeur.web.components import Option
from voordeur.web.decisions.euro_field import EuroField
from voordeur.web.plain_form import PlainForm

LONGEST_TITLE, LONGEST_TEXT = 200, 5000
MOST_OBJECTIONS = 3
CENTS = 100
MOST_PRESENT = 500


def day_input() -> forms.DateInput:
    """Return the browser's own calendar, which writes days as the standard does."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, object]]) -> None:
    """Give a field of ``form`` its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class ProposalForm(PlainForm):
    """What a proposal says."""

    use_required_attribute = False

    title = forms.CharField(label=_("Waar gaat het over"), max_length=LONGEST_TITLE)
    route = forms.ChoiceField(
        label=_("Welke besluitroute"),
        widget=forms.RadioSelect,
        help_text=_("De route bepaalt wie adviseert, instemt en besluit."),
    )
    summary = forms.CharField(
        label=_("Voorstel in het kort"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    parties = forms.MultipleChoiceField(
        label=_("Welke partijen doen mee"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Doet UWV of een gemeente mee, dan raakt het hun dienstverlening "
            "en is instemming nodig."
        ),
    )
    touches = forms.ChoiceField(
        label=_("Raakt het de dienstverlening van UWV of gemeenten?"),
        widget=forms.RadioSelect,
        initial="default",
        choices=[
            ("default", _("Volgt uit de partijen")),
            ("yes", _("Ja, ook al is geen van hen partij")),
            ("no", _("Nee, ook al doet een van hen mee")),
        ],
    )
    touches_reason = forms.CharField(
        label=_("Waarom anders dan de partijen zeggen"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Wie moet instemmen, krijgt deze reden te zien."),
    )
    amount = EuroField(
        label=_("Bedrag uit de reserve (euro)"),
        required=False,
        help_text=_("Alleen bij geld uit de reserve."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, choices: DraftingChoices, data: Any = None, *, initial: Any = None) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(data, initial=initial)
        choose(self, "route", [(one.code, Option(one.title, one.way)) for one in choices.routes])
        choose(self, "parties", [(one.code, one.name) for one in choices.parties])

    def content(self, entries: tuple[Key, ...] = ()) -> ProposalContent:
        """Return what was filled in."""
        said = self.cleaned_data
        amount = said.get("amount")
        return ProposalContent(
            title=said["title"],
            route=said["route"],
            summary=said["summary"],
            parties=tuple(said["parties"]),
            entries=entries,
            amount_cents=int(amount * CENTS) if amount is not None else None,
            touches={"yes": True, "no": False}.get(said["touches"]),
            touches_reason=said["touches_reason"],
        )


def filled_in(page: ProposalPage) -> dict[str, object]:
    """Return what a draft says, to go on with."""
    line = page.line
    touches = "default"
    if line.touches_changed:
        touches = "yes" if line.touches else "no"
    return {
        "title": line.title,
        "route": line.route,
        "summary": page.summary,
        "parties": [code for code, _name in page.parties],
        "touches": touches,
        "touches_reason": line.touches_reason,
        "amount": Decimal(line.amount_cents) / CENTS if line.amount_cents else None,
    }


class ReasonForm(PlainForm):
    """Why something is taken back."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Reden"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Die blijft bij het voorstel staan."),
    )


class AdoptionForm(PlainForm):
    """Which yearly plan the decision adopts."""

    use_required_attribute = False

    plan = forms.ChoiceField(label=_("Welk jaarplan wordt vastgesteld"))
    reason = forms.CharField(label=_("Toelichting"), max_length=LONGEST_TEXT)

    def __init__(self, plans: Sequence[DraftPlan], data: Any = None) -> None:  # noqa: ANN401  as Django's form takes it
        super().__init__(data)
        choose(self, "plan", [("", _("Kies")), *((one.code, one.title) for one in plans)])


class StepForm(PlainForm):
    """What a body, or one organisation, said."""

    use_required_attribute = False

    outcome = forms.ChoiceField(label=_("Wat is er gezegd"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Op welke dag"), widget=day_input())
    meeting = forms.ChoiceField(
        label=_("In welke vergadering"),
        required=False,
        help_text=_("Staat hij er niet bij? Plan hem eerst bij Vergaderingen."),
    )
    present = forms.IntegerField(
        label=_("Hoeveel leden waren er"), required=False, min_value=0, max_value=MOST_PRESENT
    )
    note = forms.CharField(
        label=_("Opmerkingen of reden"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Nodig bij opmerkingen, een nee, aanhouden of een wijziging."),
    )

    def __init__(self, page: StepPage, data: Any = None, *, initial: Any = None) -> None:  # noqa: ANN401  as Django's form takes them
        super().__init__(data, initial=initial)
        step = page.step
        choose(
            self,
            "outcome",
            [(code, label[:1].upper() + label[1:]) for code, label in step.outcomes],
        )
        if page.meetings:
            lines = [
                (one.ref, f"{dates.day_year(one.day)}, {one.body_name}") for one in page.meetings
            ]
            choose(self, "meeting", [("", _("Buiten een vergadering")), *lines])
        else:
            del self.fields["meeting"]
        if page.quorum is None:
            del self.fields["present"]
        else:
            needed = _("Er moeten er minstens %(number)d zijn.") % {"number": page.quorum}
            self.fields["present"].help_text = needed
        self.members = page.members
        if step.outcomes and step.act.value in {"decision", "adoption"} and page.members:
            self._add_objections()

    def _add_objections(self) -> None:
        for number in range(1, MOST_OBJECTIONS + 1):
            self.fields[f"objector_{number}"] = forms.ChoiceField(
                label=_("Bezwaar %(number)d van") % {"number": number},
                required=False,
                choices=[("", _("Niemand")), *self.members],
            )
            self.fields[f"objection_{number}"] = forms.CharField(
                label=_("Bezwaar %(number)d") % {"number": number},
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea({"rows": 2}),
            )

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields everybody fills in."""
        return [one for one in self if not one.name.startswith("object")]

    def objection_fields(self) -> list[forms.BoundField]:
        """Return the fields for whoever did not agree."""
        return [one for one in self if one.name.startswith("object")]

    @property
    def has_objections(self) -> bool:
        """Tell whether somebody typed an objection, so that it is not folded away."""
        return any(self.data.get(one.html_name) for one in self.objection_fields())

    def answer(self, step: str, organisation: str) -> StepAnswer:
        """Return what was filled in."""
        said = self.cleaned_data
        objections = [
            Objection(said[f"objector_{number}"], said[f"objection_{number}"])
            for number in range(1, MOST_OBJECTIONS + 1)
            if said.get(f"objector_{number}")
        ]
        return StepAnswer(
            step=step,
            outcome=Outcome(said["outcome"]),
            on=said["on"],
            organisation=organisation,
            note=said["note"],
            meeting=said.get("meeting", ""),
            present=said.get("present"),
            objections=tuple(objections),
        )
