"""What residents are told at every step: short mails with a link, nothing personal in them."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.records.cases.models import CaseRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.ports import ports


class News(StrEnum):
    """What happened to a case, as far as the resident is told."""

    REGISTERED = "registered"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ESCALATED = "escalated"
    TALK = "talk"
    MESSAGE = "message"
    CLOSED = "closed"
    REOPENED = "reopened"
    MOVED = "moved"
    SHARING_STOPPED = "sharing_stopped"
    TRAJECTORY = "trajectory"
    WORK = "work"
    WORK_ANSWERED = "work_answered"
    GATHERING = "gathering"
    GATHERING_PLACE = "gathering_place"
    GATHERING_OFF = "gathering_off"


SENTENCES: dict[News, str] = {
    News.REGISTERED: gettext_noop("%(organisation)s heeft je vraag en is aan zet."),
    News.OFFERED: gettext_noop(
        "We vragen %(organisation)s om je verder te helpen. Tot zij ja zeggen, blijft er iemand "
        "voor je aan zet."
    ),
    News.ACCEPTED: gettext_noop("%(organisation)s neemt het over en neemt contact met je op."),
    News.RETURNED: gettext_noop(
        "%(organisation)s kan je nu niet verder helpen. We zoeken meteen een ander."
    ),
    News.WITHDRAWN: gettext_noop("De vraag aan %(organisation)s is ingetrokken."),
    News.ESCALATED: gettext_noop(
        "%(organisation)s heeft nog niet geantwoord. Een teamleider kijkt er nu naar."
    ),
    News.TALK: gettext_noop("Er staat een samenvatting van je gesprek voor je klaar."),
    News.MESSAGE: gettext_noop("Er staat een bericht voor je klaar van %(organisation)s."),
    News.CLOSED: gettext_noop("Je vraag is afgerond. Je kunt altijd terugkomen."),
    News.REOPENED: gettext_noop("Je vraag is weer open. %(organisation)s is aan zet."),
    News.MOVED: gettext_noop("Je situatie is aangepast. Je vraag loopt gewoon door."),
    News.TRAJECTORY: gettext_noop(
        "%(organisation)s maakte samen met jou een plan. Kijk of het past en zeg ja of vraag iets "
        "anders."
    ),
    News.WORK: gettext_noop(
        "%(organisation)s vond werk dat bij je kan passen. Kijk en zeg ja of nee. De werkgever "
        "weet nog niets van jou."
    ),
    News.WORK_ANSWERED: gettext_noop("Er is een antwoord van de werkgever. Lees het hier."),
    News.GATHERING: gettext_noop(
        "%(organisation)s ziet een bijeenkomst die bij je kan passen. Kijk en meld je aan als je "
        "wilt. Zonder jouw ja weet niemand daar van jou."
    ),
    News.GATHERING_PLACE: gettext_noop(
        "Er is een plek voor je vrij bij een bijeenkomst. Kun je niet? Meld je dan af."
    ),
    News.GATHERING_OFF: gettext_noop("Een bijeenkomst waar je heen zou gaan, gaat niet door."),
    News.SHARING_STOPPED: gettext_noop(
        "Op jouw verzoek ziet %(organisation)s niets meer van je vraag. Vroeg je dat niet? In Mijn "
        "Voordeur zet je het delen weer aan."
    ),
}
"""What each piece of news says, in B1 Dutch."""

_SUBJECT = gettext_noop("Nieuws over je vraag")
_BODY = gettext_noop(
    "Hallo,\n\n%(sentence)s\n\nLees meer in Mijn Voordeur:\n%(link)s\n\n"
    "Je hoeft niets te delen wat je niet wilt.\n\nVoordeur"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who is told what: ``organisation`` is a name, ``key`` makes the telling happen once."""

    email: str
    language: str
    organisation: str
    key: str


def sentence(news: News, *, organisation: str, language: str) -> str:
    """Return the sentence for ``news`` in a language."""
    with translation.override("en" if language == "en" else "nl"):
        return _(SENTENCES[news]) % {"organisation": organisation}


def tell(act: Act, news: News, *, case: CaseRecord, telling: Telling) -> None:
    """Queue a mail about ``news``; a resident without an address is told by their adviser."""
    language = "en" if telling.language != "nl" else "nl"
    prefix = "/en" if language == "en" else ""
    with translation.override(language):
        body = _(_BODY) % {
            "sentence": _(SENTENCES[news]) % {"organisation": telling.organisation},
            "link": f"{ports().public_address}{prefix}/mijn/",
        }
        subject = _(_SUBJECT)
    act.send(
        Message(
            key=telling.key,
            kind=f"resident_{news.value}",
            recipient=telling.email,
            language=language,
            subject=subject,
            body=body,
            case_id=case.pk,
        )
    )


def tell_resident(
    act: Act, context: Context, news: News, *, case: CaseRecord, organisation: str
) -> None:
    """Tell the resident of ``case``; one mail per act and kind of news."""
    resident = case.resident
    if resident is None:
        return
    moment = context.now.strftime("%Y%m%dT%H%M%S%f")
    telling = Telling(
        email=resident.email,
        language=resident.language,
        organisation=organisation,
        key=f"{news.value}:{case.ref}:{moment}",
    )
    tell(act, news, case=case, telling=telling)
