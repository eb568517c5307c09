"""Forms for a trajectory: shape only; what may be done, the services judge."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voordeur.domain.register.amounts import read_cents
from voordeur.services.trajectories import LONGEST_GOAL, LONGEST_WORDS, NewTrajectory
from voordeur.services.trajectory_pages import Choosable, StepLine, TrajectoryPage
from voordeur.services.trajectory_steps import LONGEST, LONGEST_NAME, NewStep, StepResult
from voordeur.web.plain_form import PlainForm, day_input
from voordeur.web.register import written


def _offer(form: forms.Form, name: str, values: Mapping[Any, str], nothing: str) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nothing), *((str(code), words) for code, words in values.items())]


def _number(typed: str) -> int | None:
    return int(typed) if typed else None


class DraftForm(PlainForm):
    """What a trajectory starts with."""

    use_required_attribute = False

    goal = forms.CharField(
        label=gettext_lazy("Waar wil de persoon heen?"),
        help_text=gettext_lazy("In gewone woorden, zoals de persoon het zegt."),
        max_length=LONGEST_GOAL,
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Begin met een voorbeeld"),
        help_text=gettext_lazy("De stappen kun je daarna veranderen."),
        required=False,
    )
    level_start = forms.ChoiceField(label=gettext_lazy("Waar staat de persoon nu?"), required=False)
    level_goal = forms.ChoiceField(label=gettext_lazy("Waar gaan jullie voor?"), required=False)

    def __init__(self, offered: Choosable, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        _offer(self, "template", offered.templates, _("Zonder voorbeeld"))
        for name in ("level_start", "level_goal"):
            _offer(self, name, offered.levels, _("Nog niet gezegd"))

    def new(self) -> NewTrajectory:
        """Return what was typed."""
        said = self.cleaned_data
        return NewTrajectory(
            goal=said["goal"],
            template=said["template"],
            level_start=_number(said["level_start"]),
            level_goal=_number(said["level_goal"]),
        )


class StepForm(PlainForm):
    """One step: what, with which instrument, by whom, when and at what cost."""

    use_required_attribute = False

    what = forms.CharField(label=gettext_lazy("Wat gaat er gebeuren?"), max_length=LONGEST)
    goal = forms.CharField(
        label=gettext_lazy("Wat moet deze stap opleveren?"), max_length=LONGEST, required=False
    )
    instrument = forms.ChoiceField(label=gettext_lazy("Instrument"), required=False)
    provider = forms.ChoiceField(label=gettext_lazy("Wie voert dit uit?"), required=False)
    provider_name = forms.CharField(
        label=gettext_lazy("Staat die er niet bij? Schrijf de naam"),
        max_length=LONGEST_NAME,
        required=False,
    )
    starts_on = forms.DateField(label=gettext_lazy("Begint op"), required=False, widget=day_input())
    ends_on = forms.DateField(label=gettext_lazy("Laatste dag"), required=False, widget=day_input())
    cost = forms.CharField(
        label=gettext_lazy("Kosten"),
        help_text=gettext_lazy("In euro’s, zoals 1250 of 1.250,50."),
        max_length=20,
        required=False,
    )
    cost_word = forms.ChoiceField(
        label=gettext_lazy("Geen bedrag? Kies wat er dan geldt"), required=False
    )
    after = forms.MultipleChoiceField(
        label=gettext_lazy("Pas na"),
        help_text=gettext_lazy("Deze stap begint als de gekozen stappen klaar zijn."),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(
        self,
        offered: Choosable,
        others: Mapping[str, str],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **values)
        _offer(self, "instrument", offered.instruments, _("Geen instrument"))
        _offer(self, "provider", offered.organisations, _("Niet uit de regio"))
        _offer(self, "cost_word", offered.cost_words, _("Kies"))
        after = self.fields["after"]
        assert isinstance(after, forms.MultipleChoiceField)
        after.choices = list(others.items())
        if not others:
            del self.fields["after"]

    def clean_cost(self) -> int | None:
        """Read an amount in euros as cents."""
        typed = str(self.cleaned_data["cost"]).strip()
        if not typed:
            return None
        cents = read_cents(typed)
        if cents is None:
            raise forms.ValidationError(_("Dit is geen bedrag. Schrijf het als 1250 of 1.250,50."))
        if cents <= 0:
            raise forms.ValidationError(
                _("Vul een bedrag in boven nul. Kost het niets? Laat dit leeg en kies een woord.")
            )
        return cents

    def clean(self) -> dict[str, Any]:
        """Hold days in order, and an amount or a word, never both or neither."""
        said = super().clean() or self.cleaned_data
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("De laatste dag ligt voor het begin. Keer ze om."))
        if "cost" in said and said["cost"] is None and not said.get("cost_word"):
            self.add_error("cost", _("Vul een bedrag in, of kies hieronder een woord."))
        return dict(said)

    def new(self) -> NewStep:
        """Return what was typed; an amount goes before a word."""
        said = self.cleaned_data
        return NewStep(
            what=said["what"],
            goal=said["goal"],
            instrument=said["instrument"],
            provider=said["provider"],
            provider_name="" if said["provider"] else said["provider_name"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            cost_cents=said["cost"],
            cost_word="" if said["cost"] else said["cost_word"],
            after=tuple(said.get("after", ())),
        )


def step_values(step: StepLine) -> dict[str, Any]:
    """Return what stands in the form of a step that is there."""
    return {
        "what": step.what,
        "goal": step.goal,
        "instrument": step.instrument,
        "provider": step.provider_code,
        "provider_name": "" if step.provider_code else step.provider,
        "starts_on": step.starts_on,
        "ends_on": step.ends_on,
        "cost": written.euros_of(step.cost_cents) if step.cost_cents is not None else "",
        "cost_word": step.cost_word,
        "after": list(step.after),
    }


class ResultForm(PlainForm):
    """How a step ended."""

    use_required_attribute = False

    result = forms.ChoiceField(
        label=gettext_lazy("Is het doel gehaald?"), widget=forms.RadioSelect()
    )
    level_after = forms.ChoiceField(label=gettext_lazy("Waar staat de persoon nu?"), required=False)
    certificate = forms.CharField(
        label=gettext_lazy("Diploma of certificaat"), max_length=LONGEST_NAME, required=False
    )

    def __init__(self, offered: Choosable, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = list(offered.results.items())
        _offer(self, "level_after", offered.levels, _("Niet bepaald"))

    def result_of(self) -> StepResult:
        """Return what was typed."""
        said = self.cleaned_data
        level = _number(said["level_after"])
        return StepResult(result=said["result"], level_after=level, certificate=said["certificate"])


class EndForm(PlainForm):
    """How a trajectory ends: with an outcome, or why it stops early."""

    use_required_attribute = False

    outcome = forms.ChoiceField(label=gettext_lazy("Hoe eindigt dit traject?"))
    level_end = forms.ChoiceField(label=gettext_lazy("Waar staat de persoon nu?"), required=False)

    def __init__(self, offered: Choosable, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [
            ("", _("Kies")),
            (_("Klaar"), list(offered.outcomes.items())),
            (_("Eerder gestopt"), list(offered.stops.items())),
        ]
        _offer(self, "level_end", offered.levels, _("Niet bepaald"))

    def level(self) -> int | None:
        """Return the level that was chosen."""
        return _number(self.cleaned_data["level_end"])


class YesForm(PlainForm):
    """How the person said yes when not in Mijn Voordeur."""

    use_required_attribute = False

    how = forms.CharField(
        label=gettext_lazy("Hoe zei de persoon ja?"),
        help_text=gettext_lazy("Bijvoorbeeld: in het gesprek van vandaag."),
        max_length=LONGEST_GOAL,
    )


class WordForm(PlainForm):
    """Something to say about the trajectory."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("Zeg iets over dit plan"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
    )


class PayerForm(PlainForm):
    """Who pays on after a change."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("Wie betaalt verder?"), widget=forms.RadioSelect())
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("Schrijf geen naam. De ander leest dit."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        page: TrajectoryPage,
        now: str,
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **values)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [
            ("moves", _("%(party)s neemt het over") % {"party": now}),
            ("stays", _("%(party)s betaalt door tot het eind") % {"party": page.payer_name}),
        ]
        if page.goes_along:
            kind.choices.append(("follows", _("Het geld gaat vanzelf met de persoon mee")))


class DayForm(PlainForm):
    """A day of a step and whether the person was there."""

    use_required_attribute = False

    day = forms.DateField(label=gettext_lazy("Dag"), widget=day_input())
    state = forms.ChoiceField(
        label=gettext_lazy("Was de persoon er?"),
        choices=[
            ("present", gettext_lazy("Ja")),
            ("excused", gettext_lazy("Nee, afgemeld")),
            ("absent", gettext_lazy("Nee, niet gekomen")),
        ],
    )

    @staticmethod
    def starting(today: date) -> dict[str, Any]:
        """Return what stands in the form at first: today."""
        return {"day": today}


class SaidForm(PlainForm):
    """What a payer without an account said, and who said it when."""

    use_required_attribute = False

    answer = forms.ChoiceField(
        label=gettext_lazy("Wat was het antwoord?"),
        choices=(
            ("ja", gettext_lazy("Ja, zij betalen verder")),
            ("nee", gettext_lazy("Nee, zij betalen niet verder")),
        ),
        widget=forms.RadioSelect(),
    )
    said_by = forms.CharField(
        label=gettext_lazy("Wie zei dat, en wanneer?"),
        help_text=gettext_lazy("Zoals: de teamleider Inkomen, aan de telefoon op 3 maart."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
    )
