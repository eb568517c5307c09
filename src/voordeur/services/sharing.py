"""Sharing a case with a partner on the resident's word, and passing on what worries somebody."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from voordeur.domain.consent.grants import (
    AccessAction,
    FieldGroup,
    LegalBasis,
    Purpose,
    may_grant,
)
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.records.cases.models import CaseRecord, EntryRecord
from voordeur.services import cases, consent
from voordeur.services.access import NOT_FOUND, case_for_act, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_words import SIGNALS
from voordeur.services.cases import NewEntry
from voordeur.services.context import Context
from voordeur.services.region import current_region

SEEN_WITH_SIGNAL = frozenset({FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.RESIDENCE})
"""What municipal debt help needs to ring somebody, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What the resident allows one partner to see, and for what."""

    organisation: str
    purpose: Purpose
    fields: Collection[FieldGroup]
    resident_agrees: bool


def share_case(context: Context, *, ref: str, sharing: Sharing) -> str:
    """Let a partner see parts of a case, on the resident's word; returns the grant's reference.

    Raises ``RefusedError``: NO_CONSENT, INVALID_INPUT (unknown partner, oneself, no or too many
    fields), NOT_FOUND, ROLE_DOES_NOT_ALLOW.
    """
    with transaction.atomic():
        case = case_for_act(context, ref=ref, action=AccessAction.SHARE)
        return _share(context, case, sharing)


def _share(context: Context, case: CaseRecord, sharing: Sharing) -> str:
    region = current_region()
    described = region.purposes.get(sharing.purpose.value)
    known = sharing.organisation in region.organisations
    if described is None or not known or not sharing.fields:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "organisation"}))
    if sharing.organisation == context.organisation:
        raise RefusedError(Refusal(Reason.SAME_ORGANISATION))
    allowed = frozenset(FieldGroup(group.value) for group in described.fields)
    fields = frozenset(sharing.fields)
    require(
        may_grant(
            LegalBasis.CONSENT,
            fields,
            purpose_fields=allowed,
            has_legal_task=False,
            consent_given=sharing.resident_agrees,
        )
    )
    return consent.share(
        context,
        case=case,
        organisation=sharing.organisation,
        purpose=sharing.purpose,
        fields=fields,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A worry about money, for the debt help of a municipality; ``sort`` as in SIGNALS."""

    sort: str
    to_organisation: str
    text: str
    resident_agrees: bool


def pass_signal(context: Context, *, ref: str, signal: Signal) -> str:
    """Pass a debt or poverty signal on to municipal debt help; returns the entry's reference.

    Sharing and signal happen together or not at all. Raises ``RefusedError`` as
    :func:`share_case`, and INVALID_INPUT for an unknown sort or a party that is no municipality.
    """
    entry = current_region().organisations.get(signal.to_organisation)
    if signal.sort not in SIGNALS or entry is None or entry.kind != "municipality":
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "to_organisation"}))
    with transaction.atomic():
        case = case_for_act(context, ref=ref, action=AccessAction.SHARE)
        if signal.to_organisation != context.organisation:
            shared = Sharing(
                organisation=signal.to_organisation,
                purpose=Purpose.GUIDANCE,
                fields=SEEN_WITH_SIGNAL,
                resident_agrees=signal.resident_agrees,
            )
            _share(context, case, shared)
        elif not signal.resident_agrees:
            raise RefusedError(Refusal(Reason.NO_CONSENT))
        return cases.write_entry(
            context,
            ref=ref,
            entry=NewEntry(
                kind="signal",
                code=signal.sort,
                text=signal.text,
                to_organisation=signal.to_organisation,
            ),
        )


def take_signal(context: Context, *, ref: str) -> None:
    """Say that the signals to one's own organisation on a case were picked up."""
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        taken = EntryRecord.objects.filter(
            case=case, kind="signal", to_organisation_id=context.organisation, read_at__isnull=True
        ).update(read_at=context.now)
        if not taken:
            raise RefusedError(NOT_FOUND)
        act.record(
            "SignalTaken",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "signals": taken},
        )
