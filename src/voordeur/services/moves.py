"""What the page of a move shows: how the situation is now, and into what it can change."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import ELSEWHERE
from voordeur.services.access import open_case
from voordeur.services.case_words import fact_words
from voordeur.services.context import Context
from voordeur.services.offer_pages import subject_name
from voordeur.services.region import current_region


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePage:
    """The situation as it is, in words, and the values each fact can take."""

    ref: str
    who: str
    now: tuple[tuple[str, str], ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]


def move_page(context: Context, *, ref: str) -> MovePage:
    """Return what the accountable organisation needs to write a move down.

    Raises ``RefusedError``: NOT_FOUND without a live grant, ROLE_DOES_NOT_ALLOW, NOT_ACCOUNTABLE.
    """
    region = current_region()
    opened = open_case(context, ref=ref, part="move")
    if not opened.allows(AccessAction.WORK):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    if opened.case.accountable_id != context.organisation:
        raise RefusedError(Refusal(Reason.NOT_ACCOUNTABLE))
    situation = opened.case.situation if opened.shows(FieldGroup.SITUATION) else {}
    places = tuple((slug, place.name) for slug, place in region.municipalities.items())
    return MovePage(
        ref=ref,
        who=subject_name(opened),
        now=tuple(
            fact_words(context, region, fact, situation[fact])
            for fact in ("municipality", "benefit", "work", "employer")
            if fact in situation
        ),
        choices={
            "municipality": (*places, (ELSEWHERE, _("buiten de regio"))),
            **{
                fact: tuple(
                    (value.code, value.label.in_language(context.language))
                    for value in region.facts[fact].values
                )
                for fact in ("benefit", "work")
                if fact in region.facts
            },
        },
    )
