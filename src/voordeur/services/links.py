"""Signed links for parties without an account: one handover, or the rejection form of one party."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.core.signing import Signer

from voordeur.domain.handover.lifecycle import HandoverState
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord, OrganisationLinkRecord
from voordeur.records.references import new_reference
from voordeur.services.access import NOT_FOUND, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.attempts import Limit, count
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.handover_letters import Addressed, HandoverNews, tell_professionals
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.services.routing import front_door_of
from voordeur.services.signed_links import read_signed

DAYS_VALID = 30
"""A link to a handover works this many days; then a fresh one goes to the same address only."""
ORGANISATION_DAYS_VALID = 365
_RESEND = Limit("handover_link", most=3, minutes=60)
_HANDOVER = Signer(salt="voordeur.handover_link", sep=".")
_ORGANISATION = Signer(salt="voordeur.organisation_link", sep=".")


class LinkState(StrEnum):
    """What a well-signed link still is."""

    LIVE = "live"
    EXPIRED = "expired"
    """Too old, or replaced by a newer one; a fresh one can be sent to the same address."""
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLink:
    """Where a signed link leads: a handover, its receiving organisation, and what it still is."""

    handover: str
    organisation: str
    state: LinkState
    answer: str
    """The state of the handover: 'offered', 'accepted', …"""
    can_resend: bool


def token_of(row: HandoverRecord, *, today: date) -> str:
    """Return a signed token that opens one handover for its receiver, from today."""
    return _HANDOVER.sign_object({"h": row.ref, "v": row.link_version, "d": today.isoformat()})


def address_of(row: HandoverRecord, *, today: date) -> str:
    """Return the whole address of the link."""
    return f"{ports().public_address}/link/{token_of(row, today=today)}/"


def addressed(row: HandoverRecord, *, today: date) -> Addressed:
    """Return the holder of the link as somebody a mail goes to."""
    return Addressed("link", row.link_email, link=address_of(row, today=today))


def follow(context: Context, *, token: str) -> HandoverLink:
    """Return where ``token`` leads; raises ``RefusedError`` (LINK_INVALID) for anything unsigned.

    Never tells who it is about: that is the access door's, with the context of a link holder.
    """
    told = read_signed(_HANDOVER, token)
    row = HandoverRecord.objects.filter(ref=told.get("h", "")).first()
    if row is None:
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    issued = _day(told.get("d", ""))
    old = context.today >= issued + timedelta(days=DAYS_VALID)
    replaced = told.get("v") != row.link_version
    state = LinkState.EXPIRED if old or replaced else LinkState.LIVE
    if row.state != HandoverState.OFFERED.value:
        state = LinkState.ANSWERED
    return HandoverLink(
        handover=row.ref,
        organisation=row.receiver_id,
        state=state,
        answer=row.state,
        can_resend=bool(row.link_email) and state is LinkState.EXPIRED,
    )


def send_again(context: Context, *, token: str) -> None:
    """Send a fresh link to the address the first one went to; older links stop working.

    Raises ``RefusedError``: LINK_INVALID, HANDOVER_ANSWERED, TOO_MANY_ATTEMPTS.
    """
    found = follow(context, token=token)
    count(context, limit=_RESEND, key=found.handover)
    with acting(context) as act:
        _send_fresh(act, context, found.handover)


def send_link(context: Context, *, ref: str, email: str = "") -> None:
    """Send a (fresh) link by the sender of an open offer, to ``email`` or the known address.

    Raises ``RefusedError``: NOT_FOUND, HANDOVER_ANSWERED, INVALID_INPUT without any address.
    """
    with acting(context) as act:
        row = HandoverRecord.objects.filter(ref=ref, sender_id=context.organisation).first()
        if row is None or not context.has_role(*_SENDERS):
            raise RefusedError(NOT_FOUND)
        if email:
            HandoverRecord.objects.filter(pk=row.pk).update(link_email=email.strip().lower())
        _send_fresh(act, context, ref)


_SENDERS = (Role.GIDS, Role.PARTNER_PROFESSIONAL, Role.WSP_CONSULTANT, Role.TEAM_LEAD)


def _send_fresh(act: Act, context: Context, ref: str) -> None:
    case_id = HandoverRecord.objects.filter(ref=ref).values_list("case_id", flat=True).get()
    case = CaseRecord.objects.select_for_update(no_key=True).get(pk=case_id)
    row = HandoverRecord.objects.select_for_update(no_key=True).get(ref=ref)
    if row.state != HandoverState.OFFERED.value:
        raise RefusedError(Refusal(Reason.HANDOVER_ANSWERED, {"state": row.state}))
    if not row.link_email:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "link_email"}))
    row.link_version += 1
    HandoverRecord.objects.filter(pk=row.pk).update(link_version=row.link_version)
    to = [addressed(row, today=context.today)]
    tell_professionals(act, context, current_region(), HandoverNews.LINK, row=row, to=to)
    act.record(
        "HandoverLinkSent",
        case_id=case.pk,
        subjects=subjects_of(case),
        payload={"case": case.ref, "handover": row.ref, "number": row.link_version},
    )


# ---- one party, many rejections ----


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLink:
    """A link with which a party without an account hands rejected people over."""

    ref: str
    organisation: str
    name: str
    address: str
    made_on: date
    ends_on: date
    revoked: bool


def make_organisation_link(context: Context, *, organisation: str) -> str:
    """Make a link for a party; returns its reference. Any earlier one of that party ends.

    By a team lead for their own party, at the keeper of the front door for any, or by a system
    manager. Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT for an unknown party.
    """
    region = current_region()
    _require_maker(context, region, organisation)
    if organisation not in region.organisations:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "organisation"}))
    with acting(context) as act:
        OrganisationLinkRecord.objects.filter(
            organisation_id=organisation, revoked_at__isnull=True
        ).update(revoked_at=context.now)
        row = OrganisationLinkRecord.objects.create(
            ref=new_reference(),
            organisation_id=organisation,
            made_at=context.now,
            made_by_id=context.account_id,
            ends_on=context.today + timedelta(days=ORGANISATION_DAYS_VALID),
        )
        act.record("OrganisationLinkMade", payload={"link": row.ref, "organisation": organisation})
    return row.ref


def revoke_organisation_link(context: Context, *, ref: str) -> None:
    """End a link of a party now; ending it twice is the same as once."""
    region = current_region()
    with acting(context) as act:
        _require_maker(context, region, context.organisation)
        row = OrganisationLinkRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
        own = row is not None and row.organisation_id == context.organisation
        if row is None or not (own or _for_any_party(context, region)):
            raise RefusedError(NOT_FOUND)
        OrganisationLinkRecord.objects.filter(pk=row.pk, revoked_at__isnull=True).update(
            revoked_at=context.now
        )
        act.record("OrganisationLinkRevoked", payload={"link": row.ref})


def organisation_links(context: Context) -> list[OrganisationLink]:
    """Return the links the actor may make and end, the newest first."""
    region = current_region()
    _require_maker(context, region, context.organisation)
    rows = OrganisationLinkRecord.objects.order_by("-id")
    if not _for_any_party(context, region):
        rows = rows.filter(organisation_id=context.organisation)
    return [
        OrganisationLink(
            ref=row.ref,
            organisation=row.organisation_id,
            name=party_name(context, region, row.organisation_id),
            address=f"{ports().public_address}/link/afwijzing/{_organisation_token(row)}/",
            made_on=context.at(row.made_at).today,
            ends_on=row.ends_on,
            revoked=row.revoked_at is not None or row.ends_on <= context.today,
        )
        for row in rows
    ]


def organisation_choices(context: Context) -> tuple[tuple[str, str], ...]:
    """Return for which parties the actor may make a link: code and name, by name."""
    region = current_region()
    _require_maker(context, region, context.organisation)
    codes = [code for code, entry in region.organisations.items() if entry.kind in _REJECTING]
    if not _for_any_party(context, region):
        codes = [context.organisation]
    named = ((code, party_name(context, region, code)) for code in codes)
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


_REJECTING = frozenset({"municipality", "uwv", "participation_company"})
"""Kinds of party that decide on benefits."""


def follow_organisation(context: Context, *, token: str) -> Context:
    """Return the context in which the holder of a party's link hands people over.

    Raises ``RefusedError``: LINK_INVALID for anything unsigned, LINK_EXPIRED when it was ended.
    """
    told = read_signed(_ORGANISATION, token)
    row = OrganisationLinkRecord.objects.filter(ref=told.get("o", "")).first()
    if row is None:
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    if row.revoked_at is not None or row.ends_on <= context.today:
        raise RefusedError(Refusal(Reason.LINK_EXPIRED))
    return Context(
        kind=ActorKind.LINK,
        now=context.now,
        organisation=row.organisation_id,
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
        language=context.language,
        link_ref=row.ref,
    )


def _organisation_token(row: OrganisationLinkRecord) -> str:
    return _ORGANISATION.sign_object({"o": row.ref})


def _for_any_party(context: Context, region: Region) -> bool:
    at_the_door = context.organisation == front_door_of(region)
    return context.has_role(Role.SYSTEM_MANAGER) or (
        at_the_door and context.has_role(Role.TEAM_LEAD)
    )


def may_make_links(context: Context) -> bool:
    """Tell whether the reader may make a link for a party without accounts."""
    return context.has_role(Role.TEAM_LEAD) or _for_any_party(context, current_region())


def _require_maker(context: Context, region: Region, organisation: str) -> None:
    own = context.has_role(Role.TEAM_LEAD) and organisation == context.organisation
    if not own and not _for_any_party(context, region):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise RefusedError(Refusal(Reason.LINK_INVALID)) from error
