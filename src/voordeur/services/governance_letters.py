"""What bodies are told by mail about a proposal: short, with a link, without names of people."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.governance.routes import Route, StepAct, When
from voordeur.records.governance.models import ProposalRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.governance_register import bodies
from voordeur.services.ports import ports

_SUBJECT = gettext_noop("Een voorstel dat jullie dienstverlening kan raken")
_NOT_TOUCHED = gettext_noop(
    "Bij het voorstel ‘%(title)s’ staat nu dat het geen dienstverlening van UWV of gemeenten "
    "raakt. Daarom vragen we jullie niet om instemming. De reden:\n\n%(reason)s"
)
_TOUCHED = gettext_noop(
    "Bij het voorstel ‘%(title)s’ staat nu dat het dienstverlening van UWV of gemeenten raakt. "
    "Daarom vragen we jullie straks om instemming. De reden:\n\n%(reason)s"
)
_DEFAULT = gettext_noop("Zo is de gewone regel.")
_BODY = gettext_noop("Hallo,\n\n%(sentence)s\n\nBekijk het voorstel:\n%(link)s\n\nVoordeur")


def tell_of_touches(act: Act, context: Context, *, row: ProposalRecord, route: Route) -> int:
    """Tell the organisations that would consent that a proposal touches services or not.

    Goes to the general address of each organisation that has one; returns how many they are.
    """
    addresses = OrganisationRecord.objects.filter(code__in=_asked(context, route))
    found = list(addresses.exclude(contact_email="").values_list("code", "contact_email"))
    for code, email in found:
        act.send(_message(context, row, code, email))
    return len(found)


def _asked(context: Context, route: Route) -> set[str]:
    """Return every organisation that consents when services are touched."""
    known = bodies(context)
    found: set[str] = set()
    for step in route.steps:
        if (step.act, step.when) != (StepAct.CONSENT, When.TOUCHES):
            continue
        body = known.get(step.body)
        found.update(step.organisations, body.organisations() if body is not None else ())
    return found


def _message(context: Context, row: ProposalRecord, code: str, email: str) -> Message:
    with translation.override("nl"):
        sentence = _(_TOUCHED if row.touches else _NOT_TOUCHED)
        words = sentence % {"title": row.title, "reason": row.touches_reason or _(_DEFAULT)}
        return Message(
            key=f"touches:{row.ref}:{context.now:%Y%m%dT%H%M%S%f}:{code}",
            kind="proposal_touches",
            recipient=email,
            subject=_(_SUBJECT),
            body=_(_BODY) % {"sentence": words, "link": proposal_link(row.ref)},
        )


def proposal_link(ref: str) -> str:
    """Return the address of a proposal."""
    return f"{ports().public_address}/besluiten/voorstel/{ref}/"
