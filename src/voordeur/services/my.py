"""What residents do in Mijn Voordeur: tick off, write, come back, correct their details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import ELSEWHERE, Region
from voordeur.records.cases.models import CaseRecord, EntryRecord, StepRecord
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import cases
from voordeur.services.access import NOT_FOUND, case_for_act, subjects_of
from voordeur.services.acts import Act, Message, acting
from voordeur.services.audit import Subject
from voordeur.services.context import Context
from voordeur.services.handover_letters import Addressed, by_account, somebody_at
from voordeur.services.my_door import resident_row, seen_by_themselves
from voordeur.services.ports import ports
from voordeur.services.region import current_region

LONGEST_MESSAGE = 4000
READ_ANSWER = gettext_noop("Antwoord van de bewoner lezen")
CALL_AFTER_RETURN = gettext_noop("Contact opnemen: bewoner komt terug")
CAME_BACK = "new_question"
_MOVED_TEXT = gettext_noop("Nieuw adres doorgegeven. Postcode %(postcode)s, gemeente %(place)s.")
_SUBJECT = gettext_noop("Er is een bericht van een bewoner")
_BODY = gettext_noop("Hallo,\n\nEr is een bericht in een dossier:\n%(link)s\n\nVoordeur")
_DETAILS_SUBJECT = gettext_noop("Je gegevens zijn gewijzigd")
_DETAILS_BODY = gettext_noop(
    "Hallo,\n\nHet e-mailadres bij Mijn Voordeur is gewijzigd. Dit adres werkt niet meer om in te "
    "loggen.\n\nWas jij dit niet? Kom dan langs op een spreekuur of bel je adviseur.\n\nVoordeur"
)


def finish_own_step(context: Context, *, ref: str, step_ref: str) -> None:
    """Tick off a step that is the resident's own; doing it twice is the same as once.

    Raises ``RefusedError`` (NOT_FOUND) also for a step of somebody else.
    """
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.SEE)
        own = StepRecord.objects.filter(case=case, ref=step_ref, by_resident=True)
        done = own.filter(done_at__isnull=True).update(done_at=context.now)
        if not done and not own.exists():
            raise RefusedError(NOT_FOUND)
        cases.touch(context, case)
        act.record(
            "StepDoneByResident",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "step": step_ref},
        )


def write_message(context: Context, *, ref: str, text: str) -> str:
    """Send a message to the leading party; returns the entry's reference.

    Whoever had to move was the resident? Then the party is, within the term for calling back. The
    same words twice in a row are one message. Raises ``RefusedError``: NOT_FOUND, CASE_CLOSED,
    INVALID_INPUT without words, TOO_LARGE.
    """
    _check_words(text)
    with transaction.atomic():
        case = case_for_act(context, ref=ref, action=AccessAction.SEE)
        if case.state != "open":
            raise RefusedError(Refusal(Reason.CASE_CLOSED))
        again = _already_sent(case, text)
        return again or _send(context, case, text)


def _check_words(text: str) -> None:
    if not text.strip():
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "text"}))
    if len(text) > LONGEST_MESSAGE:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"field": "text"}))


def _already_sent(case: CaseRecord, text: str) -> str:
    newest = EntryRecord.objects.filter(case=case, kind__in=("message_in", "message_out"))
    last = newest.order_by("-id").first()
    same = last is not None and last.kind == "message_in" and last.text == text.strip()
    return last.ref if last is not None and same and last.read_at is None else ""


def _send(context: Context, case: CaseRecord, text: str) -> str:
    region = current_region()
    with acting(context) as act:
        row = _entry(context, case, text)
        payload = {"case": case.ref, "entry": row.ref}
        if case.state == "open" and case.next_party == "resident":
            payload["next_date"] = _answer_is_theirs(context, region, case).isoformat()
        _tell_party(act, context, case)
        act.record("MessageReceived", case_id=case.pk, subjects=subjects_of(case), payload=payload)
    return row.ref


def _entry(context: Context, case: CaseRecord, text: str) -> EntryRecord:
    return EntryRecord.objects.create(
        ref=new_reference(),
        case=case,
        episode=case.episode,
        kind="message_in",
        text=text.strip(),
        to_organisation_id=case.accountable_id,
        for_resident=True,
        happened_at=context.now,
    )


def _answer_is_theirs(context: Context, region: Region, case: CaseRecord) -> date:
    term = region.term_days("callback", case.accountable_id)
    day = add_working_days(context.today, term)
    cases.touch(context, case, next_step=READ_ANSWER, next_date=day, next_party="organisation")
    return day


def _tell_party(act: Act, context: Context, case: CaseRecord) -> None:
    """Mail the adviser, else who leads the team; once per case and moment."""
    people: Iterable[Addressed] = by_account(case.adviser_id) or somebody_at(
        case.accountable_id, context.today, Role.TEAM_LEAD
    )
    for person in people:
        language = "en" if person.language == "en" else "nl"
        prefix = "/en" if language == "en" else ""
        with translation.override(language):
            act.send(
                Message(
                    key=f"message_in:{case.ref}:{context.now:%Y%m%dT%H%M%S%f}:{person.key}",
                    kind="message_in",
                    recipient=person.email,
                    language=language,
                    subject=_(_SUBJECT),
                    body=_(_BODY)
                    % {"link": f"{ports().public_address}{prefix}/werk/dossier/{case.ref}/"},
                    case_id=case.pk,
                )
            )


def come_back(context: Context, *, ref: str, text: str) -> None:
    """Open a closed case again with a new question, for the party that led it.

    A message alone could stay unread; an open case has an owner and a date. Raises
    ``RefusedError``: NOT_FOUND, CASE_OPEN, INVALID_INPUT without words, TOO_LARGE.
    """
    _check_words(text)
    region = current_region()
    with transaction.atomic():
        case = case_for_act(context, ref=ref, action=AccessAction.SEE)
        term = region.term_days("callback", case.accountable_id)
        cases.reopen(
            context,
            ref=ref,
            reason=CAME_BACK,
            next_step=CALL_AFTER_RETURN,
            next_date=add_working_days(context.today, term),
        )
        _send(context, CaseRecord.objects.get(pk=case.pk), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """How somebody wants to be reached; names change on request only."""

    email: str
    phone: str
    preferred_channel: str
    language: str
    postcode: str


def details_of(context: Context) -> Details:
    """Return the details the resident can change; the view is in the log first."""
    row = seen_by_themselves(context, part="details")
    return Details(
        email=row.email,
        phone=row.phone,
        preferred_channel=row.preferred_channel,
        language=row.language,
        postcode=row.postcode,
    )


def correct_details(context: Context, *, details: Details) -> frozenset[str]:
    """Write corrected details; returns the names of what changed, none when nothing did.

    Another municipality is told to the party that leads each open case, since who leads may
    change with it; another e-mail address is told to the old one. Raises ``RefusedError``:
    NOT_FOUND, INVALID_INPUT.
    """
    region = current_region()
    known = resident_row(context)
    wanted = _wanted(region, details, known)
    changes = {name: value for name, value in wanted.items() if getattr(known, name) != value}
    if not changes:
        return frozenset()
    with acting(context) as act:
        told = _tell_of_move(act, context, region, changes)
        ResidentRecord.objects.filter(pk=known.pk).update(**changes, updated_at=context.now)
        if "email" in changes:
            _tell_old_address(act, context, known)
        act.record(
            "ResidentDetailsCorrected",
            subjects=(Subject(known.pk),),
            payload={"fields": sorted(changes), "cases_told": told},
        )
    return frozenset(changes)


def _wanted(region: Region, details: Details, known: ResidentRecord) -> Mapping[str, str]:
    channel = region.channels.get(details.preferred_channel)
    if channel is None or not channel.for_reply:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "preferred_channel"}))
    if not (details.email.strip() or details.phone.strip()):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "email"}))
    postcode = details.postcode.strip()[:4]
    place = region.municipality_of(postcode) if postcode else None
    municipality = place.slug if place else ELSEWHERE
    return {
        "email": details.email.strip().lower(),
        "phone": details.phone.strip(),
        "preferred_channel": details.preferred_channel,
        "language": details.language,
        "postcode": postcode,
        "municipality": municipality if postcode else known.municipality,
    }


def _tell_of_move(act: Act, context: Context, region: Region, changes: Mapping[str, str]) -> int:
    if "municipality" not in changes:
        return 0
    place = region.municipality(changes["municipality"])
    name = place.name if place else _("buiten de regio")
    text = _(_MOVED_TEXT) % {"postcode": changes.get("postcode", ""), "place": name}
    rows = CaseRecord.objects.select_for_update(no_key=True).filter(
        resident_id=context.resident_id, state="open"
    )
    for case in rows:
        _entry(context, case, text)
        _tell_party(act, context, case)
    return len(rows)


def _tell_old_address(act: Act, context: Context, known: ResidentRecord) -> None:
    language = "nl" if known.language == "nl" else "en"
    with translation.override(language):
        act.send(
            Message(
                key=f"details:{known.ref}:{context.now:%Y%m%dT%H%M%S%f}",
                kind="details_changed",
                recipient=known.email,
                language=language,
                subject=_(_DETAILS_SUBJECT),
                body=_(_DETAILS_BODY),
            )
        )
