"""Answering a handover, the same at the desk and from a link: forms in, an answer or errors out."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import handover
from voordeur.services.context import Context
from voordeur.services.handover_pages import HandoverPage
from voordeur.web import dates
from voordeur.web.components import Fact, Stop
from voordeur.web.desk.handover_forms import (
    AcceptForm,
    RedirectForm,
    ReturnForm,
    introduction_words,
)
from voordeur.web.refusals import sentence

ACCEPT, RETURN, REDIRECT = "ja", "nee", "door"


@dataclass
class AnswerForms:
    """The three ways to answer; the one that was sent is bound."""

    accept: AcceptForm
    back: ReturnForm
    onward: RedirectForm

    def sent(self) -> AcceptForm | ReturnForm | RedirectForm | None:
        """Return the form that was sent, if any."""
        return next((one for one in (self.accept, self.back, self.onward) if one.is_bound), None)


def answer_forms(page: HandoverPage, request: HttpRequest) -> AnswerForms:
    """Return the forms, with what was typed in the one that was sent."""
    chosen = request.POST.get("antwoord", "") if request.method == "POST" else ""
    first = {"next_date": page.first_contact_on, "next_step": _("Eerste contact opnemen")}
    return AnswerForms(
        accept=AcceptForm(request.POST if chosen == ACCEPT else None, prefix=ACCEPT, initial=first),
        back=ReturnForm(page, request.POST if chosen == RETURN else None, prefix=RETURN),
        onward=RedirectForm(page, request.POST if chosen == REDIRECT else None, prefix=REDIRECT),
    )


def answered(context: Context, page: HandoverPage, forms: AnswerForms) -> str:
    """Give the answer that was sent and return what to say; '' when it must be looked at again.

    An answer that came too late, or twice, changes nothing and is told so.
    """
    sent = forms.sent()
    if sent is None or (page.state == "offered" and not sent.is_valid()):
        return ""
    if page.state != "offered":
        return sentence(Refusal(Reason.HANDOVER_ANSWERED))
    try:
        if isinstance(sent, AcceptForm):
            handover.accept(context, ref=page.ref, answer=sent.answer())
        else:
            handover.decline(context, ref=page.ref, answer=sent.answer())
    except RefusedError as error:
        if error.refusal.reason is Reason.HANDOVER_ANSWERED:
            return sentence(error.refusal)
        sent.add_error(None, sentence(error.refusal))
        return ""
    return _("Je antwoord is verstuurd.")


def letter_facts(page: HandoverPage) -> tuple[Fact, ...]:
    """Return what a receiver reads: the shared groups, the reason, and how people meet."""
    found = [Fact(label, value) for label, value in page.shared]
    found.append(Fact(_("Reden"), page.reason))
    if page.message:
        found.append(Fact(_("Wat al gebeurde, en de vraag"), page.message))
    found.append(Fact(pgettext("moment", "Kennismaken"), meeting_words(page)))
    found.append(Fact(_("Niet gedeeld"), ", ".join(one.lower() for one in page.not_shared)))
    return tuple(found)


def meeting_words(page: HandoverPage) -> str:
    """Return how and when people meet."""
    words = introduction_words(page.introduction)
    if page.introduction_at is None:
        return words
    return f"{words}, {dates.day_at_time(page.introduction_at)}"


def lane_stops(page: HandoverPage) -> tuple[Stop, ...]:
    """Return who is accountable from when to when."""
    stops = [Stop(page.sender, _("vroeg om de overdracht op %(day)s") % _day(page.offered_at))]
    if page.state == "offered":
        waits = _("wacht op antwoord, uiterlijk %(day)s") % _day(page.due_on)
        stops[0] = Stop(page.sender, _("blijft verantwoordelijk tot er een ja is"), "now_offered")
        return (*stops, Stop(page.receiver, waits, "later"))
    if page.answered_at is None:
        return tuple(stops)
    day = _day(page.answered_at)
    match page.state:
        case "accepted":
            stops.append(Stop(page.receiver, _("nam het over op %(day)s") % day, "now"))
        case "withdrawn":
            stops.append(Stop(page.sender, _("trok de vraag in op %(day)s") % day, "now"))
        case _other:
            stops.append(Stop(page.receiver, _("zei nee op %(day)s") % day))
            stops.append(Stop(page.sender, _("bleef verantwoordelijk"), "now"))
    return tuple(stops)


def _day(moment: date) -> dict[str, str]:
    return {"day": dates.day(moment)}
