"""Mails about consents on money: to the owner who is asked, and to the gids who waits."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import Role
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.handover_letters import Addressed, by_account, members
from voordeur.services.ports import ports
from voordeur.services.register_words import euros


class MixNews(StrEnum):
    """What happened to a mix, as far as the gids is told."""

    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_SUBJECTS = {
    MixNews.AGREED: gettext_noop("Het geld voor een traject is rond"),
    MixNews.REFUSED: gettext_noop("Een eigenaar van geld zei nee"),
    MixNews.EXPIRED: gettext_noop("Er kwam geen antwoord op een vraag om geld"),
    MixNews.WITHDRAWN: gettext_noop("Een eigenaar van geld trok het ja in"),
}
_SENTENCES = {
    MixNews.AGREED: gettext_noop(
        "Iedereen van wie het geld is, heeft ja gezegd. De backoffice kan de stappen bestellen."
    ),
    MixNews.REFUSED: gettext_noop(
        "Het geld is weer vrij. De reden staat bij het traject. Kies een ander voorstel."
    ),
    MixNews.EXPIRED: gettext_noop(
        "De laatste dag om te antwoorden is voorbij. Het geld is weer vrij. Kies opnieuw."
    ),
    MixNews.WITHDRAWN: gettext_noop(
        "Wat besteld of betaald is, blijft. De rest is weer vrij. Kies daarvoor een ander voorstel."
    ),
}
_ASKED = gettext_noop("Er is jullie geld nodig voor een traject")
_ASK = gettext_noop(
    "Voor een traject is %(amount)s van jullie geld gereserveerd. Zeg ja of nee, uiterlijk op "
    "%(due)s. Zonder antwoord komt het geld daarna vanzelf weer vrij."
)
_REMINDER = gettext_noop("Een vraag om jullie geld wacht nog op antwoord")
_BODY = gettext_noop("Hallo,\n\n%(sentence)s\n\n%(link)s\n\nVoordeur")


def tell_owner(
    act: Act, context: Context, *, row: MixConsentRecord, mix: MixRecord, again: bool = False
) -> int:
    """Mail whoever may say yes for the owner of one source; returns how many they are."""
    found = members(row.owner_id, context.today, Role.BUDGET_OWNER)
    found = found or members(row.owner_id, context.today, Role.CONTROLLER)
    kind = "consent_reminder" if again else "consent_asked"
    for person in found:
        with translation.override(person.language):
            said = _(_ASK) % {
                "amount": euros(row.amount_cents, person.language),
                "due": f"{mix.answer_due_on:%d-%m-%Y}",
            }
            key = f"{kind}:{mix.ref}:{row.source}:{person.key}"
            subject = _(_REMINDER if again else _ASKED)
            act.send(
                _message(
                    person,
                    kind=kind,
                    key=key,
                    subject=subject,
                    said=said,
                    path="/geld/toestemmingen/",
                )
            )
    return len(found)


def tell_gids(act: Act, news: MixNews, *, mix: MixRecord, source: str = "") -> int:
    """Mail whoever chose the mix, and the adviser of the case; returns how many they are."""
    case = mix.trajectory.case
    people = {one.key: one for one in _chooser_and_adviser(mix)}
    for person in people.values():
        with translation.override(person.language):
            key = f"mix_{news.value}:{mix.ref}:{source}:{person.key}"
            link = f"/werk/dossier/{case.ref}/"
            said, subject = _(_SENTENCES[news]), _(_SUBJECTS[news])
            act.send(
                _message(
                    person,
                    kind=f"mix_{news.value}",
                    key=key,
                    subject=subject,
                    said=said,
                    path=link,
                )
            )
    return len(people)


def _chooser_and_adviser(mix: MixRecord) -> Iterable[Addressed]:
    yield from by_account(mix.chosen_by_id)
    if mix.trajectory.case.adviser_id is not None:
        yield from by_account(mix.trajectory.case.adviser_id)


def _message(
    person: Addressed, *, kind: str, key: str, subject: str, said: str, path: str
) -> Message:
    prefix = "/en" if person.language == "en" else ""
    return Message(
        key=key,
        kind=kind,
        recipient=person.email,
        language=person.language,
        subject=subject,
        body=_(_BODY) % {"sentence": said, "link": f"{ports().public_address}{prefix}{path}"},
    )
