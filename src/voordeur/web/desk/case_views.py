"""The page of one case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.services import case_pages
from voordeur.services.case_pages import Brief, CasePage
from voordeur.services.case_timeline import Spell, TimelineLine
from voordeur.services.consent import GrantLine
from voordeur.services.context import Context
from voordeur.web import contexts, dates
from voordeur.web.components import Crumb, Fact, Moment, OwnerFact, Stop, StopState, explanation
from voordeur.web.desk.acts import ACTS

MOST_MOMENTS = 12
NEWEST_MOMENTS = 3
"""Those before are folded on a small screen."""
DAILY_ACTS = frozenset({"gesprek", "notitie", "bereiken", "bericht", "taak"})
"""What is done most; the rest is folded on a small screen."""


@require_safe
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a case: who leads, what is next, and everything shared with this organisation."""
    context = contexts.professional(request)
    page = case_pages.page(context, ref=ref)
    brief = page.brief
    everything = request.GET.get("alles") == "ja"
    lines = [line for line in page.timeline if everything or not line.small]
    found = {
        "page": page,
        "brief": brief,
        "name": brief.name or _("Naam niet gedeeld"),
        "crumbs": (
            Crumb(_("Dossiers"), reverse("desk:cases")),
            Crumb(brief.name or _("Naam niet gedeeld")),
        ),
        "owner": owner_facts(brief, context),
        **_acts(brief),
        "main_act": _main_act(brief),
        "may_hand_over": AccessAction.HAND_OVER in brief.actions and brief.ours,
        "lane": [_stop(spell) for spell in page.spells] + _now_stop(page),
        "moments": [_moment(line) for line in lines[:NEWEST_MOMENTS]],
        "earlier_moments": [
            _moment(line) for line in lines[NEWEST_MOMENTS : None if everything else MOST_MOMENTS]
        ],
        "hidden_moments": 0 if everything else len(page.timeline) - len(lines[:MOST_MOMENTS]),
        "situation": [Fact(label, value) for label, value in page.situation],
        "contact": _contact(page),
        "why": explanation(
            page.because, language=context.language, sources=page.sources, answers=page.names
        )
        if page.because
        else None,
        "grants": [_grant(page, one) for one in page.grants if one.live],
        "open_tasks": [one for one in page.tasks.lines if one.done_at is None],
        "done_tasks": [one for one in page.tasks.lines if one.done_at is not None],
        "signal_to_us": page.signal_waits,
        "offerings": [(one, page.names.get(one.organisation, "")) for one in page.offerings],
        "shows_question": FieldGroup.QUESTION in brief.shows,
        "shows_situation": FieldGroup.SITUATION in brief.shows,
        "shows_plan": FieldGroup.PLAN in brief.shows and not brief.is_employer,
        "shows_profile": (FieldGroup.PROFILE in brief.shows or brief.ours)
        and not brief.is_employer,
    }
    return render(request, "desk/case.html", found)


def _acts(brief: Brief) -> dict[str, list[tuple[str, str, str]]]:
    """Return what may be done now: what is done most, and the rest."""
    offered = [
        (code, _(one.title), one.icon)
        for code, one in ACTS.items()
        if one.offered(brief) and code not in {"stap", "heropenen"}
    ]
    return {
        "acts": [act for act in offered if act[0] in DAILY_ACTS],
        "more_acts": [act for act in offered if act[0] not in DAILY_ACTS],
    }


def _main_act(brief: Brief) -> tuple[str, str, str] | None:
    code = "stap" if brief.state == "open" else "heropenen"
    one = ACTS[code]
    return (code, _(one.title), one.icon) if one.offered(brief) else None


def owner_facts(brief: Brief, context: Context) -> tuple[OwnerFact, ...]:
    """Return who leads, who is finally responsible, what is next and when."""
    leads = OwnerFact(
        _("Aan zet en verantwoordelijk"),
        brief.accountable_name,
        detail=brief.adviser_name or (_("nog niemand in het bijzonder") if brief.ours else ""),
    )
    final = OwnerFact(
        _("Eindverantwoordelijk"),
        brief.finally_responsible_name,
        detail=_("Volgens de routetabel leidt %(party)s.") % {"party": brief.proposed_name}
        if brief.proposed and brief.proposed != brief.accountable and not brief.offered_to
        else "",
    )
    if brief.state == "closed":
        ended = dates.day_year(brief.closed_at) if brief.closed_at else ""
        return (leads, final, OwnerFact(_("Afgerond"), brief.outcome_name, detail=ended))
    if not brief.next_step:
        return (leads, final, OwnerFact(_("Volgende stap"), _("niet gedeeld")))
    waits = (
        _("Aangeboden aan %(party)s, nog geen ja.") % {"party": brief.offered_to}
        if brief.offered_to
        else ""
    )
    step = OwnerFact(_("Volgende stap"), brief.next_step, detail=waits or brief.phase_name)
    return (leads, final, step, _when(brief, context))


def _when(brief: Brief, context: Context) -> OwnerFact:
    if brief.next_date is None:
        return OwnerFact(pgettext("datum", "Uiterlijk"), _("niet gedeeld"))
    late = ""
    if brief.next_date < context.today:
        late = dates.working_days_late(max(1, brief.working_days_late))
    elif brief.next_date == context.today and brief.ours:
        late = _("vandaag")
    who = _("De bewoner is aan zet.") if brief.next_party == "resident" else ""
    return OwnerFact(
        pgettext("datum", "Uiterlijk"), dates.day(brief.next_date), detail=who, late=late
    )


def _stop(spell: Spell) -> Stop:
    when = dates.day(spell.start)
    words = {
        "offered": _("aangeboden aan %(party)s"),
        "accepted": _("zei ja"),
        "returned": _("terug: een ander gezocht"),
        "redirected": _("doorgestuurd"),
        "withdrawn": _("aanbod ingetrokken"),
        "": _("vraag gesteld"),
    }
    if spell.offered_to:
        what = words["offered"] % {"party": spell.offered_to}
        return Stop(spell.organisation, f"{when}, {what}", "offered")
    return Stop(spell.organisation, f"{when}, {words.get(spell.why, spell.why)}", "held")


def _now_stop(page: CasePage) -> list[Stop]:
    brief = page.brief
    if brief.state == "closed":
        ended = _("afgerond: %(outcome)s") % {"outcome": brief.outcome_name}
        return [Stop(brief.accountable_name, ended, "now")]
    state: StopState = "now_offered" if brief.offered_to else "now"
    what = _("nu: %(step)s") % {"step": brief.next_step} if brief.next_step else _("nu")
    stops = [Stop(brief.accountable_name, what, state)]
    if brief.offered_to:
        stops.append(Stop(brief.offered_to, _("als zij ja zeggen"), "later"))
    return stops


def _moment(line: TimelineLine) -> Moment:
    return Moment(
        title=line.title,
        when=line.at,
        text=line.text,
        by=line.by,
        kind="small" if line.small else "plain",
        url=reverse("desk:handover", args=[line.handover]) if line.handover else "",
        url_label=_("Bekijk de overdracht") if line.handover else "",
    )


def _contact(page: CasePage) -> list[Fact]:
    shows = page.brief.shows
    hidden = _("niet gedeeld")
    contact = FieldGroup.CONTACT in shows
    facts = [
        Fact(_("Telefoon"), (page.person.phone or _("onbekend")) if contact else hidden),
        Fact(_("E-mail"), (page.person.email or _("onbekend")) if contact else hidden),
        Fact(
            _("Woont in"),
            (page.person.postcode or _("onbekend")) if FieldGroup.RESIDENCE in shows else hidden,
        ),
    ]
    if page.person.preferred_channel:
        facts.append(Fact(_("Liefst via"), page.person.preferred_channel))
    if page.person.contact_name:
        facts.insert(0, Fact(_("Contactpersoon"), page.person.contact_name))
    if page.person.language and page.person.language != "nl":
        facts.append(Fact(_("Taal"), page.person.language.upper()))
    return facts


def _grant(page: CasePage, grant: GrantLine) -> tuple[str, str, str]:
    """Return status, name and what they see, in words."""
    name = page.names.get(grant.organisation, grant.organisation)
    fields = sorted(grant.fields)
    if len(fields) == len(FieldGroup):
        words = _("alles")
    else:
        words = ", ".join(field_words()[field] for field in fields)
        words = words or _("alleen dat er een vraag is")
    ours = grant.organisation == page.brief.accountable
    return ("ours" if ours else "offered", name, words)


def field_words() -> dict[FieldGroup, str]:
    """Return what each group of fields is called in a sentence."""
    return {
        FieldGroup.NAME: _("naam"),
        FieldGroup.CONTACT: _("contact"),
        FieldGroup.RESIDENCE: _("woonplaats"),
        FieldGroup.QUESTION: _("vraag"),
        FieldGroup.SITUATION: _("situatie"),
        FieldGroup.PLAN: _("plan"),
        FieldGroup.NOTES: _("notities"),
        FieldGroup.DOCUMENTS: _("documenten"),
        FieldGroup.PROFILE: _("profiel"),
    }
