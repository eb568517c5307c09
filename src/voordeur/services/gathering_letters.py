"""Mails to employers about a gathering, each with a signed link to sign up or cancel by."""

from datetime import timedelta

from django.core.signing import Signer
from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.employer_service.models import (
    GatheringRecord,
    InvitationRecord,
    SignUpRecord,
)
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context
from voordeur.services.letters import News, tell_resident
from voordeur.services.ports import ports
from voordeur.services.signed_links import read_signed

DAYS_AFTER = 30
"""A link works until so many days after the gathering."""
_SIGNER = Signer(salt="voordeur.gathering_link", sep=".")


def token_of(invitation: InvitationRecord) -> str:
    """Return a signed token that opens one gathering for one employer."""
    return _SIGNER.sign_object({"i": invitation.pk, "v": invitation.link_version})


def read_token(context: Context, *, token: str) -> InvitationRecord:
    """Return the invitation a token belongs to, with its gathering and employer.

    Raises ``RefusedError`` (LINK_INVALID) for what is unsigned, replaced or too old.
    """
    told = read_signed(_SIGNER, token)
    row = (
        InvitationRecord.objects.select_related("gathering", "employer")
        .filter(pk=told.get("i", 0), link_version=told.get("v", -1))
        .first()
    )
    if row is None or context.today > row.gathering.day + timedelta(days=DAYS_AFTER):
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    return row


def invite_by_mail(act: Act, invitation: InvitationRecord) -> None:
    """Mail one employer that there is a gathering, with a link to say yes or no by."""
    row = invitation.gathering
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nWe nodigen u uit: %(title)s, op %(day)s.\n"
            "Lees meer en meld u aan, zonder account:\n%(link)s\n\n"
            "Komt u toch niet? Meld u op dezelfde plek af. Dan kan een ander komen.\n\nVoordeur"
        ) % {
            "title": row.title,
            "day": dateformat.format(row.day, "l j F Y"),
            "link": f"{ports().public_address}/link/bijeenkomst/{token_of(invitation)}/",
        }
        subject = _("Uitnodiging voor een bijeenkomst")
    key = f"gathering:{row.ref}:{invitation.employer.ref}:{act.context.now:%Y%m%dT%H%M%S}"
    _send(act, key, invitation.employer.contact_email, subject, body)


def tell_came_in(act: Act, row: GatheringRecord, signup: SignUpRecord) -> None:
    """Tell an employer or person on the waiting list that there is a place after all."""
    if signup.employer is None:
        _tell_person(act, News.GATHERING_PLACE, signup)
        return
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nEr is een plek vrij: u kunt komen naar %(title)s, op %(day)s.\n"
            "Afmelden kan met de link uit de uitnodiging.\n\nVoordeur"
        ) % {"title": row.title, "day": dateformat.format(row.day, "l j F Y")}
        subject = _("Er is een plek voor u")
    key = f"gathering_in:{signup.ref}:{act.context.now:%Y%m%dT%H%M%S}"
    _send(act, key, signup.employer.contact_email, subject, body)


def tell_called_off(act: Act, row: GatheringRecord, signup: SignUpRecord) -> None:
    """Tell an employer or person that a gathering does not take place."""
    if signup.employer is None:
        _tell_person(act, News.GATHERING_OFF, signup)
        return
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nDe bijeenkomst %(title)s op %(day)s gaat niet door. U hoeft niets te doen."
            "\n\nVoordeur"
        ) % {"title": row.title, "day": dateformat.format(row.day, "l j F Y")}
        subject = _("Een bijeenkomst gaat niet door")
    _send(act, f"gathering_off:{signup.ref}", signup.employer.contact_email, subject, body)


def _tell_person(act: Act, news: News, signup: SignUpRecord) -> None:
    if signup.case is not None:
        tell_resident(act, act.context, news, case=signup.case, organisation="")


def _send(act: Act, key: str, recipient: str, subject: str, body: str) -> None:
    act.send(
        Message(
            key=key,
            kind="gathering",
            recipient=recipient,
            language="nl",
            subject=subject,
            body=body,
        )
    )
