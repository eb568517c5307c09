"""Acts of the plan: starting next year's draft, carrying lines over, milestones, adjustments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from voordeur.domain.agenda.calendar import usual_days
from voordeur.domain.agenda.carrying import carried
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, plain
from voordeur.domain.register.fields import Value
from voordeur.services import register, register_acts
from voordeur.services.context import Context
from voordeur.services.plan_pages import plan_of
from voordeur.services.register_acts import Change, Recorded, Rejected

Data = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Carried:
    """Which lines went along to the other plan, by their new code."""

    codes: tuple[str, ...]


def start_plan(context: Context, *, year: int) -> Recorded | Rejected:
    """Start the draft of the plan of ``year``, empty, with the dates on which it is usually made.

    It belongs to the agenda of the plan before it. Raises ``RefusedError``: NOT_FOUND without a
    plan of the year before, CHANGED_MEANWHILE when that draft is there already,
    ROLE_DOES_NOT_ALLOW.
    """
    plans = register.entries(context, "plan")
    before = plan_of(plans, year - 1)
    require(register.may_write(context, KINDS["plan"], before))
    if any(one.number("year") == year for one in plans):
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    data: Data = {
        "code": f"plan-{year}",
        "title": {"nl": f"Jaarplan {year}", "en": f"Yearly plan {year}"},
        "agenda": before.line("agenda"),
        "year": year,
        "state": "draft",
        "calendar": usual_days(year),
    }
    return register_acts.record_entry(context, change=Change(kind="plan", data=data, reason=""))


def carry_over(
    context: Context, *, year: int, lines: Sequence[str], reason: str
) -> Carried | Rejected:
    """Carry chosen lines of the plan before over to the plan of ``year``; all of them or none.

    Numbers, amounts and the plan of its own are said anew (see :mod:`domain.agenda.carrying`).
    Raises ``RefusedError``: REASON_NEEDED, NOT_FOUND for a line that is not in the plan before or
    went along already, NEEDS_AMENDMENT when the plan of ``year`` is adopted, ROLE_DOES_NOT_ALLOW.
    """
    if not reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    plans = register.entries(context, "plan")
    source, target = plan_of(plans, year - 1), plan_of(plans, year)
    there = {one.code: one for one in register.entries(context, "plan_line", parent=source.code)}
    gone = {
        one.line("follows") for one in register.entries(context, "plan_line", parent=target.code)
    }
    with transaction.atomic():
        found = []
        for code in dict.fromkeys(lines):
            if code not in there or code in gone:
                raise RefusedError(Refusal(Reason.NOT_FOUND))
            data = carried(there[code], plan=target.code, year=year)
            change = Change(kind="plan_line", data=data, reason=reason)
            done = register_acts.record_entry(context, change=change)
            if isinstance(done, Rejected):
                transaction.set_rollback(True)
                return done
            found.append(done.code)
    return Carried(tuple(found))


def reach_milestone(
    context: Context, *, code: str, day: date, base_version: int, remark: str = ""
) -> Recorded | Rejected:
    """Write down on which day a milestone was reached.

    Raises ``RefusedError``: DAY_STILL_TO_COME, and as :func:`register_acts.record_entry`.
    """
    if day > context.today:
        raise RefusedError(Refusal(Reason.DAY_STILL_TO_COME))

    def reached(data: Data) -> Data:
        said: Data = {"remark": {"nl": remark.strip()}} if remark.strip() else {}
        return {**data, "realised": day.isoformat(), **said}

    key, reason = ("milestone", code), f"Gehaald op {day}"
    return _changed(context, reached, key=key, base_version=base_version, reason=reason)


def entry_to_change(context: Context, *, kind: str, code: str) -> tuple[Entry, int]:
    """Return an entry somebody is about to change, with its version.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW.
    """
    page = register.entry_page(context, kind=kind, code=code)
    require(register.may_write(context, page.kind, page.entry))
    if page.retired:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return page.entry, page.version


def _changed(
    context: Context,
    change: Callable[[Data], Data],
    *,
    key: tuple[str, str],
    base_version: int,
    reason: str,
) -> Recorded | Rejected:
    kind, code = key
    data = change(plain(KINDS[kind], register.find_entry(context, kind, code)))
    return register_acts.record_entry(
        context, change=Change(kind=kind, data=data, reason=reason, base_version=base_version)
    )
