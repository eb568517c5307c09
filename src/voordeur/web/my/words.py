"""A case in the words of the person it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from voordeur.domain.region.model import Region
from voordeur.services.context import Context
from voordeur.services.my_pages import MyCase, MyHandover, MyStop, MyWords
from voordeur.web import dates
from voordeur.web.components import Crumb, Explanation, Fact, Moment, Stop, StopState, explanation

STATES: dict[str, StopState] = {
    "held": "held",
    "now": "now",
    "now_offered": "now_offered",
    "later": "later",
}


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with what its components need. ``needed``: show the red door for this one."""

    case: MyCase
    needed: bool
    facts: tuple[Fact, ...]
    why: Explanation | None
    stops: tuple[Stop, ...]
    late: bool

    @property
    def helper(self) -> str:
        """Whose initials are shown: the adviser, else the organisation."""
        return self.case.adviser or self.case.leading


def home_crumb() -> Crumb:
    """Return the way back."""
    return Crumb(_("Mijn Voordeur"), reverse("my:home"))


def shown_case(
    region: Region, context: Context, case: MyCase, *, needed: bool = False
) -> ShownCase:
    """Return ``case`` ready to show."""
    late = case.is_open and case.next_date is not None and case.next_date < context.today
    return ShownCase(
        case=case,
        needed=needed,
        facts=_facts(case),
        why=_why(region, context, case),
        stops=tuple(_stop(stop) for stop in case.lane),
        late=late and not case.my_turn,
    )


def _facts(case: MyCase) -> tuple[Fact, ...]:
    if not case.is_open or case.next_date is None:
        return ()
    who = _("Jij") if case.my_turn else case.leading
    return (
        Fact(_("Volgende stap"), case.next_step),
        Fact(_("Wanneer"), _("uiterlijk %(day)s") % {"day": dates.day_long(case.next_date)}),
        Fact(_("Wie doet dat"), who),
    )


def _stop(stop: MyStop) -> Stop:
    if stop.since is None:
        words = _("gevraagd, nog geen antwoord")
    else:
        words = _("sinds %(day)s") % {"day": dates.written(stop.since, "j F")}
    return Stop(stop.who, words, STATES[stop.state])


def _why(region: Region, context: Context, case: MyCase) -> Explanation | None:
    """Return why this party leads, with names instead of codes."""
    if case.why is None:
        return None
    names: dict[str, str] = {}
    for rule in region.routing.rules:
        code = region.organisation_for(rule.answer, case.municipality, context.today)
        names[rule.answer] = (
            region.organisation_name(code, context.today, context.language)
            if code
            else _("je gemeente")
        )
    titles = {
        code: entry.title.in_language(context.language) for code, entry in region.sources.items()
    }
    return explanation(case.why, language=context.language, sources=titles, answers=names)


def story(case: MyCase) -> list[Moment]:
    """Return what happened with a question, newest first, told to the person."""
    moments = [
        *(moment for one in case.handovers for moment in _handover(one)),
        *(_talk(one) for one in case.talks),
        *(
            Moment(
                _("Je vraag is afgerond: %(outcome)s") % {"outcome": one.outcome},
                when=one.at,
                text=one.note,
                by=one.who,
            )
            for one in case.endings
        ),
        Moment(_("Je stelde je vraag"), when=case.opened_at, text=case.question),
    ]
    return sorted(moments, key=_moment, reverse=True)


def _moment(moment: Moment) -> datetime:
    assert isinstance(moment.when, datetime)  # every moment above has its time
    return moment.when


def _handover(one: MyHandover) -> list[Moment]:
    """Tell asking and answering as two steps."""
    names = {"receiver": one.receiver, "sender": one.sender, "day": dates.day_long(one.due_on)}
    waiting = one.state == "offered"
    asked = Moment(
        _("We vroegen %(receiver)s om je verder te helpen") % names,
        when=one.asked_at,
        text=one.message,
        by=_("Tot zij ja zeggen, blijft %(sender)s aan zet. Antwoord uiterlijk %(day)s.") % names
        if waiting
        else one.reason,
    )
    if one.answered_at is None:
        return [asked]
    said = {
        "accepted": _("%(receiver)s zei ja en helpt je verder"),
        "returned": _("%(receiver)s kan je niet verder helpen. %(sender)s blijft aan zet"),
        "redirected": _("%(receiver)s wees een betere plek aan. %(sender)s blijft aan zet"),
        "withdrawn": _("%(sender)s trok de vraag aan %(receiver)s in"),
    }[one.state]
    return [Moment(said % names, when=one.answered_at, text=one.answer_reason), asked]


def _talk(one: MyWords) -> Moment:
    titles = {
        "advice_talk": _("Samenvatting van je gesprek"),
        "agreement": _("Afspraak die voor je gemaakt is"),
        "aftercare": _("We vroegen hoe het gaat"),
    }
    title = titles.get(one.kind, _("Opgeschreven voor jou"))
    return Moment(title, when=one.at, text=one.text, by=one.who)
