"""Turns a request into a context: who acts, for whom, and when. The clock is read here only."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services.accounts import Standing, standing_of
from voordeur.services.context import AMSTERDAM, Context

ACTING_FOR = "acting_for"
"""Session key: the organisation somebody with several memberships acts for now."""
RESIDENT = "resident_id"
"""Session key: the resident who came in by an e-mailed link and a code."""


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 (this is that place)


def language() -> str:
    """Return the language of the page: 'nl' or 'en'."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def standing(request: HttpRequest) -> Standing | None:
    """Return what the logged-in professional may act for, read once per request."""
    if not request.user.is_authenticated:
        return None
    kept: Standing | None = getattr(request, "_standing", None)
    if kept is None:
        today = now().astimezone(AMSTERDAM).date()
        kept = standing_of(int(request.user.pk or 0), request.user.get_full_name(), today=today)
        request._standing = kept  # type: ignore[attr-defined]  # noqa: SLF001  ours, per request
    return kept


def professional(request: HttpRequest, *, purpose: str = "") -> Context:
    """Return the context of a logged-in professional.

    Raises ``RefusedError`` (NOT_FOUND) for somebody without a membership that is valid today.
    """
    stands = standing(request)
    organisation = stands.organisation(request.session.get(ACTING_FOR, "")) if stands else ""
    if stands is None or not organisation:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return Context(
        kind=ActorKind.PROFESSIONAL,
        now=now(),
        organisation=organisation,
        roles=stands.organisations[organisation],
        account_id=stands.account_id,
        purpose=purpose,
        language=language(),
    )


def resident(request: HttpRequest) -> Context:
    """Return the context of a resident in Mijn Voordeur; raises NOT_FOUND for anybody else."""
    resident_id = request.session.get(RESIDENT)
    if not isinstance(resident_id, int):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return Context(kind=ActorKind.RESIDENT, now=now(), resident_id=resident_id, language=language())


def visitor(_request: HttpRequest) -> Context:
    """Return the context of anybody at the public door."""
    return Context(kind=ActorKind.VISITOR, now=now(), language=language())


def employer_link(organisation: str, referral_ref: str) -> Context:
    """Return the context of an employer who holds a checked link to one referral."""
    return Context(
        kind=ActorKind.LINK,
        now=now(),
        organisation=organisation,
        roles=frozenset(),
        purpose="employer_service",
        language=language(),
        link_ref=referral_ref,
    )


def link_holder(organisation: str, handover_ref: str) -> Context:
    """Return the context of somebody at a receiving organisation who holds a checked link."""
    return Context(
        kind=ActorKind.LINK,
        now=now(),
        organisation=organisation,
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
        purpose="handover",
        language=language(),
        link_ref=handover_ref,
    )
