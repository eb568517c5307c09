"""Every act on a case as a page: its title, its form, and the one service it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.consent.grants import AccessAction, FieldGroup, Purpose
from voordeur.services import (
    aftercare,
    appointments,
    caseload,
    cases,
    consent_choices,
    documents,
    resident_login,
    sharing,
)
from voordeur.services.appointments import Booking
from voordeur.services.case_pages import Brief
from voordeur.services.cases import Move, NewEntry
from voordeur.services.context import Context
from voordeur.web.desk import act_forms
from voordeur.web.desk.act_forms import ActForm

Perform = Callable[[Context, str, Any], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """One act: ``perform`` returns a sentence to show, or None for the usual one.

    ``guarded``: refused when the case changed after the form was opened. ``state``: in which state
    of the case it is offered ('' both). ``ours``: only by the accountable organisation.
    """

    title: str
    form: type[ActForm]
    perform: Perform
    icon: str = "edit"
    state: str = "open"
    action: AccessAction = AccessAction.WORK
    ours: bool = False
    guarded: bool = False
    then: str = ""
    """The act to go on with afterwards; '' goes back to the case."""
    resident_only: bool = False

    def offered(self, brief: Brief) -> bool:
        """Tell whether the case page offers this act to the reader."""
        return (
            self.action in brief.actions
            and self.state in {"", brief.state}
            and (brief.ours or not self.ours)
            and not (self.resident_only and brief.is_employer)
        )


def plan(context: Context, ref: str, form: act_forms.PlanForm) -> None:
    """Write down the next step."""
    given = form.cleaned_data
    cases.plan_next(
        context,
        ref=ref,
        next_step=given["next_step"],
        next_date=given["next_date"],
        next_party=given["next_party"],
        phase=CasePhase(given["phase"]) if given["phase"] else None,
    )


def note(context: Context, ref: str, form: act_forms.NoteForm) -> None:
    """Write a note."""
    cases.write_entry(context, ref=ref, entry=NewEntry(kind="note", text=form.cleaned_data["text"]))


def talk(context: Context, ref: str, form: act_forms.TalkForm) -> str:
    """Write down an advice talk; the routing answer follows from whether it was enough."""
    given = form.cleaned_data
    entry = NewEntry(kind="advice_talk", code=given["code"], text=given["text"], for_resident=True)
    with transaction.atomic():
        cases.write_entry(context, ref=ref, entry=entry)
        if form.setting.brief.situation:
            facts = dict(form.setting.brief.situation) | {"advice_talk": given["code"]}
            cases.classify(context, ref=ref, situation=facts)
    return _("Het gesprek staat erin. De bewoner krijgt de samenvatting. Wat is de volgende stap?")


def outreach(context: Context, ref: str, form: act_forms.OutreachForm) -> None:
    """Write down an attempt to reach somebody."""
    given = form.cleaned_data
    text = ". ".join(filter(None, (given["way"], given["text"])))
    cases.write_entry(
        context, ref=ref, entry=NewEntry(kind="outreach", code=given["code"], text=text)
    )


def message(context: Context, ref: str, form: act_forms.MessageForm) -> str:
    """Send the resident a message."""
    entry = NewEntry(kind="message_out", text=form.cleaned_data["text"], for_resident=True)
    cases.write_entry(context, ref=ref, entry=entry)
    return _("Het bericht staat klaar voor de bewoner.")


def agreement(context: Context, ref: str, form: act_forms.AgreementForm) -> None:
    """Write down what parties agreed."""
    given = form.cleaned_data
    entry = NewEntry(
        kind="agreement",
        code=given["code"],
        text=given["text"],
        to_organisation=given["to_organisation"],
        for_resident=True,
    )
    cases.write_entry(context, ref=ref, entry=entry)


def task(context: Context, ref: str, form: act_forms.TaskForm) -> None:
    """Agree on a step."""
    given = form.cleaned_data
    cases.agree_step(
        context,
        ref=ref,
        what=given["what"],
        due_date=given["due_date"],
        by_resident=given["by"] == "resident",
    )


def book(context: Context, ref: str, form: act_forms.AppointmentForm) -> str:
    """Book a free consultation moment."""
    location, _separator, moment = form.cleaned_data["moment"].partition("|")
    booking = Booking(
        location=location,
        starts_at=datetime.fromisoformat(moment),
        kind=form.cleaned_data["kind"],
    )
    appointments.book(context, case_ref=ref, booking=booking)
    return _("De afspraak staat vast. De bewoner krijgt bericht.")


def classify(context: Context, ref: str, form: act_forms.SituationForm) -> None:
    """Write down the situation; target group and leading party follow from it."""
    facts = form.situation()
    distance = str(facts.get("distance_class", ""))
    known = distance if distance in form.setting.choices.distance_classes else ""
    cases.classify(context, ref=ref, situation=facts, distance_class=known)


def move(context: Context, ref: str, form: act_forms.MoveForm) -> str | None:
    """Let the case follow the person."""
    given = form.cleaned_data
    changed = given["changed"]
    leads = cases.move(
        context,
        ref=ref,
        move=Move(
            changed=changed,
            to_value=given[changed],
            start_date=given["start_date"],
            postcode=given["postcode"] if changed == "municipality" else "",
        ),
    )
    if leads is None:
        return None
    name = form.setting.choices.organisations.get(leads, leads)
    return _("De vraag loopt door. %(party)s leidt nu: draag warm over.") % {"party": name}


def assign(context: Context, ref: str, form: act_forms.AssignForm) -> None:
    """Give the case to a colleague."""
    chosen = form.cleaned_data["adviser"]
    caseload.give(context, ref=ref, adviser_id=int(chosen) if chosen else None)


def share(context: Context, ref: str, form: act_forms.ShareForm) -> None:
    """Share with a partner on the resident's word."""
    given = form.cleaned_data
    shared = sharing.Sharing(
        organisation=given["organisation"],
        purpose=Purpose(given["purpose"]),
        fields=frozenset(FieldGroup(code) for code in given["shared_fields"]),
        resident_agrees=given["resident_agrees"],
    )
    sharing.share_case(context, ref=ref, sharing=shared)


def stop(context: Context, ref: str, form: act_forms.StopForm) -> str:
    """Stop sharing on the resident's word."""
    consent_choices.stop_sharing_on_word(context, ref=ref, grant_ref=form.cleaned_data["grant"])
    return _("Gestopt. De bewoner ziet het in Mijn Voordeur.")


def signal(context: Context, ref: str, form: act_forms.SignalForm) -> str:
    """Pass a debt or poverty signal on."""
    given = form.cleaned_data
    passed = sharing.Signal(
        sort=given["sort"],
        to_organisation=given["to_organisation"],
        text=given["text"],
        resident_agrees=given["resident_agrees"],
    )
    sharing.pass_signal(context, ref=ref, signal=passed)
    return _("Het signaal is doorgegeven. Jullie blijven verantwoordelijk voor de vraag.")


def keep(context: Context, ref: str, form: act_forms.DocumentForm) -> None:
    """Keep a document."""
    given = form.cleaned_data["document"]
    documents.add_document(context, ref=ref, name=given.name or "", content=given.read())


def ask(context: Context, ref: str, form: act_forms.AftercareForm) -> None:
    """Write down how it goes after the outcome."""
    given = form.cleaned_data
    aftercare.ask_how_it_goes(
        context,
        ref=ref,
        due_date=date.fromisoformat(given["due_date"]),
        result=given["result"],
        text=given["text"],
    )


def close(context: Context, ref: str, form: act_forms.CloseForm) -> str:
    """End the case with an outcome."""
    given = form.cleaned_data
    cases.close(
        context,
        ref=ref,
        outcome=given["outcome"],
        informed_by=given["informed_by"],
        note=given["note"],
    )
    return _("Afgerond. De bewoner kan altijd terugkomen.")


def reopen(context: Context, ref: str, form: act_forms.ReopenForm) -> None:
    """Go on with a closed case."""
    given = form.cleaned_data
    cases.reopen(
        context,
        ref=ref,
        reason=given["reason"],
        next_step=given["next_step"],
        next_date=given["next_date"],
    )


def new_code(context: Context, ref: str, _form: act_forms.CodeForm) -> str:
    """Give a resident who lost the code a new one, shown once to whoever helps them."""
    code = resident_login.renew_code(context, ref=ref)
    return _("De nieuwe code voor Mijn Voordeur is %(code)s. Schrijf hem op voor de bewoner.") % {
        "code": code
    }


ACTS: dict[str, ActPage] = {
    "stap": ActPage(
        title=gettext_noop("Leg de volgende stap vast"),
        form=act_forms.PlanForm,
        perform=plan,
        icon="check",
        ours=True,
        guarded=True,
    ),
    "gesprek": ActPage(
        title=gettext_noop("Adviesgesprek opschrijven"),
        form=act_forms.TalkForm,
        perform=talk,
        icon="talk",
        then="stap",
    ),
    "notitie": ActPage(
        title=gettext_noop("Notitie"), form=act_forms.NoteForm, perform=note, state=""
    ),
    "bereiken": ActPage(
        title=gettext_noop("Poging om te bereiken"),
        form=act_forms.OutreachForm,
        perform=outreach,
        icon="phone",
        state="",
    ),
    "bericht": ActPage(
        title=gettext_noop("Bericht aan de bewoner"),
        form=act_forms.MessageForm,
        perform=message,
        icon="message",
        state="",
    ),
    "taak": ActPage(
        title=gettext_noop("Taak afspreken"),
        form=act_forms.TaskForm,
        perform=task,
        icon="plus",
    ),
    "afspraak": ActPage(
        title=gettext_noop("Spreekuur boeken"),
        form=act_forms.AppointmentForm,
        perform=book,
        icon="calendar",
    ),
    "samen": ActPage(
        title=gettext_noop("Afspraak met een partner"),
        form=act_forms.AgreementForm,
        perform=agreement,
        icon="together",
    ),
    "situatie": ActPage(
        title=gettext_noop("Situatie vastleggen"),
        form=act_forms.SituationForm,
        perform=classify,
        guarded=True,
        ours=True,
    ),
    "verandering": ActPage(
        title=gettext_noop("Er verandert iets"),
        form=act_forms.MoveForm,
        perform=move,
        icon="move",
        guarded=True,
        ours=True,
        resident_only=True,
    ),
    "stuk": ActPage(
        title=gettext_noop("Document toevoegen"),
        form=act_forms.DocumentForm,
        perform=keep,
        icon="document",
        state="",
    ),
    "delen": ActPage(
        title=gettext_noop("Delen met een partner"),
        form=act_forms.ShareForm,
        perform=share,
        icon="share",
        action=AccessAction.SHARE,
        state="",
        resident_only=True,
    ),
    "stoppen": ActPage(
        title=gettext_noop("Stoppen met delen"),
        form=act_forms.StopForm,
        perform=stop,
        icon="lock",
        action=AccessAction.SHARE,
        state="",
        resident_only=True,
    ),
    "signaal": ActPage(
        title=gettext_noop("Signaal schulden of armoede"),
        form=act_forms.SignalForm,
        perform=signal,
        icon="money",
        action=AccessAction.SHARE,
        state="",
        resident_only=True,
    ),
    "collega": ActPage(
        title=gettext_noop("Naar een collega"),
        form=act_forms.AssignForm,
        perform=assign,
        icon="person",
        ours=True,
    ),
    "nazorg": ActPage(
        title=gettext_noop("Nazorg"),
        form=act_forms.AftercareForm,
        perform=ask,
        icon="phone",
        state="closed",
    ),
    "afronden": ActPage(
        title=gettext_noop("Afronden met een uitkomst"),
        form=act_forms.CloseForm,
        perform=close,
        icon="check",
        ours=True,
        guarded=True,
    ),
    "code": ActPage(
        title=gettext_noop("Nieuwe code voor Mijn Voordeur"),
        form=act_forms.CodeForm,
        perform=new_code,
        icon="lock",
        state="",
        ours=True,
        resident_only=True,
    ),
    "heropenen": ActPage(
        title=gettext_noop("Weer openen"),
        form=act_forms.ReopenForm,
        perform=reopen,
        icon="open-lock",
        state="closed",
        guarded=True,
    ),
}
"""Part of the address → act, in the order of the case page."""
