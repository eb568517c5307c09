"""After-care: asking on the agreed day how it goes after the outcome, and writing that down."""

from datetime import date

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import AftercareRecord, EntryRecord
from voordeur.records.references import new_reference
from voordeur.services.access import NOT_FOUND, case_for_act, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_words import AFTERCARE_RESULTS
from voordeur.services.cases import touch
from voordeur.services.context import Context


def ask_how_it_goes(
    context: Context, *, ref: str, due_date: date, result: str, text: str = ""
) -> str:
    """Write down what came of one after-care day; returns the entry's reference.

    Raises ``RefusedError``: INVALID_INPUT for an unknown result, NOT_FOUND when there is no such
    day in this case or it was done already.
    """
    if result not in AFTERCARE_RESULTS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "result"}))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        done = AftercareRecord.objects.filter(
            case=case, due_date=due_date, done_at__isnull=True
        ).update(done_at=context.now, result=result)
        if not done:
            raise RefusedError(NOT_FOUND)
        row = EntryRecord.objects.create(
            ref=new_reference(),
            case=case,
            episode=case.episode,
            kind="aftercare",
            code=result,
            text=text.strip(),
            organisation_id=context.organisation or None,
            author_id=context.account_id,
            happened_at=context.now,
        )
        touch(context, case)
        act.record(
            "AftercareDone",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "entry": row.ref, "code": result},
        )
    return row.ref
