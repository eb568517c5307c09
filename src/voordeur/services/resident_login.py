"""Coming in as a resident: a mailed link that works once, then the code somebody wrote down."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import attempts, audit_residents
from voordeur.services.access import case_for_act, subjects_of
from voordeur.services.acts import Message, acting
from voordeur.services.audit import Subject
from voordeur.services.codes import code_hash, new_code, same_code
from voordeur.services.context import Context
from voordeur.services.ports import ports

LINK_MINUTES = 30
ASKED = attempts.Limit("login-asked", most=5)
WRONG_CODES = attempts.Limit("login-code", most=5)
MOST_ON_ONE_ADDRESS = 10
CAME_IN = "ResidentCameIn"
_SUBJECT = gettext_noop("Je link voor Mijn Voordeur")
_BODY = gettext_noop(
    "Hallo,\n\nMet deze link kom je in Mijn Voordeur%(whose)s:\n%(link)s\n\n"
    "De link werkt %(minutes)d minuten en één keer. Je hebt ook je eigen code nodig.\n"
    "Vroeg je hier niet om? Dan hoef je niets te doen. Niemand komt erin zonder je code.\n\n"
    "Voordeur"
)
_WHOSE = gettext_noop(" (voor %(initials)s)")


def ask(context: Context, *, email: str) -> None:
    """Mail a link to each resident with this address; nothing tells whether there is one.

    Raises ``RefusedError`` (TOO_MANY_ATTEMPTS), whether the address is known or not.
    """
    address = email.strip().lower()
    attempts.count(context, limit=ASKED, key=_signature(address))
    found = ResidentRecord.objects.filter(email=address).exclude(email="").order_by("id")
    residents = list(found[:MOST_ON_ONE_ADDRESS])
    if not residents:
        return
    with acting(context) as act:
        for resident in residents:
            act.send(_letter(context, resident, alone=len(residents) == 1))
        act.record(
            "LoginLinkSent",
            subjects=tuple(Subject(resident.pk) for resident in residents),
            payload={"links": len(residents)},
        )


def _letter(context: Context, resident: ResidentRecord, *, alone: bool) -> Message:
    language = "nl" if resident.language == "nl" else "en"
    prefix = "/en" if language == "en" else ""
    token = link_token(resident, context.now)
    with translation.override(language):
        initials = "".join(f"{word[0]}." for word in resident.name.split() if word)
        whose = "" if alone else _(_WHOSE) % {"initials": initials}
        return Message(
            key=f"login:{resident.ref}:{context.now:%Y%m%dT%H%M%S%f}",
            kind="login_link",
            recipient=resident.email,
            language=language,
            subject=_(_SUBJECT),
            body=_(_BODY)
            % {
                "whose": whose,
                "link": f"{ports().public_address}{prefix}/mijn/inloggen/{token}/",
                "minutes": LINK_MINUTES,
            },
        )


def link_token(resident: ResidentRecord, now: datetime) -> str:
    """Return the signed part of a link; it stops working when its resident comes in."""
    body = f"{resident.ref}-{int(now.timestamp())}-{_visit(resident)}"
    return f"{body}-{_signature(body)}"


def _visit(resident: ResidentRecord) -> str:
    """Return what changes with every visit, without telling which visit it is."""
    return _signature(f"{resident.ref}:{audit_residents.last_of(resident.pk, CAME_IN)}")[:16]


def _signature(text: str) -> str:
    key = f"voordeur.login:{ports().secret}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class _Link:
    ref: str
    issued: datetime
    visit: str


def _read(token: str) -> _Link:
    body, _dash, signature = token.rpartition("-")
    parts = body.split("-")
    genuine = hmac.compare_digest(_signature(body).encode(), signature.encode())
    if not genuine or len(parts) != 3:  # noqa: PLR2004  who, when, which visit
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    return _Link(parts[0], datetime.fromtimestamp(int(parts[1]), tz=UTC), parts[2])


def check_link(context: Context, *, token: str) -> None:
    """Judge a link before the code is asked. Raises ``RefusedError`` as :func:`come_in`."""
    _resident(context, token)


def _resident(context: Context, token: str) -> ResidentRecord:
    link = _read(token)
    resident = ResidentRecord.objects.filter(ref=link.ref).first()
    if resident is None:
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    age = context.now - link.issued
    if not timedelta(0) <= age + timedelta(seconds=1) or age > timedelta(minutes=LINK_MINUTES):
        raise RefusedError(Refusal(Reason.LINK_EXPIRED))
    if link.visit != _visit(resident):
        raise RefusedError(Refusal(Reason.LINK_EXPIRED, {"used": "yes"}))
    return resident


def come_in(context: Context, *, token: str, code: str) -> int:
    """Let a resident in who holds a good link and their own code; returns the resident's id.

    Of two visits with one link one comes in. Raises ``RefusedError``: LINK_INVALID, LINK_EXPIRED
    (also when it was used), INVALID_INPUT for a wrong code, TOO_MANY_ATTEMPTS.
    """
    resident = _resident(context, token)
    attempts.count(context, limit=WRONG_CODES, key=resident.ref)
    if not same_code(code, resident.return_code_hash):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "code"}))
    own = Context(
        kind=ActorKind.RESIDENT,
        now=context.now,
        resident_id=resident.pk,
        language=context.language,
    )
    with acting(own) as act:
        ResidentRecord.objects.select_for_update(no_key=True).get(pk=resident.pk)
        _resident(context, token)
        act.record(CAME_IN, subjects=(Subject(resident.pk),), payload={})
    return resident.pk


def renew_code(context: Context, *, ref: str) -> str:
    """Give the resident of a case a new code, shown once; the old one stops working.

    By whoever works on the case, with the person before them, or by the resident in Mijn
    Voordeur. Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW.
    """
    code = new_code()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        if case.resident_id is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        ResidentRecord.objects.filter(pk=case.resident_id).update(
            return_code_hash=code_hash(code), updated_at=context.now
        )
        act.record(
            "ReturnCodeRenewed",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref},
        )
    return code
