"""Recruitment routes of campaigns: links that bring people in, and how many each brought.

A link carries the code of its route and nothing else; who came along it is counted, never followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import entry_of
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.register import require_reader

CAMPAIGN, ROUTES = "campaign", "recruitment"
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Brought:
    """What a route brought: questions asked, and those that became a case; None below ten."""

    asked: int | None
    registered: int | None


NOTHING = Brought(None, None)


def known_route(code: str) -> str:
    """Return ``code`` when a campaign in use has a route with it, else an empty text."""
    if not code or len(code) > LONGEST_CODE:
        return ""
    rows = EntryRecord.objects.filter(kind=CAMPAIGN, retired=False).values_list("code", "body")
    entries = (entry_of(KINDS[CAMPAIGN], body) for _code, body in rows)
    codes = {str(row.get("code")) for entry in entries for row in entry.rows(ROUTES)}
    return code if code in codes else ""


def brought(context: Context) -> Mapping[str, Brought]:
    """Return per route what it brought (one query). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    rows = InquiryRecord.objects.exclude(via="").order_by("via").values("via")
    counted = rows.annotate(asked=Count("pk"), registered=Count("case"))
    return {
        row["via"]: Brought(shown_count(row["asked"]), shown_count(row["registered"]))
        for row in counted
    }
