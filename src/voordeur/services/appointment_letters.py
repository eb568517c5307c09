"""Letters about appointments: booked, moved, cancelled, tomorrow, and an earlier place."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils import dateformat, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.calendar import is_working_day
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.employers.models import EmployerRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services.acts import Act, Message
from voordeur.services.appointment_links import address_of
from voordeur.services.context import AMSTERDAM, Context


class AppointmentNews(StrEnum):
    """What happened to an appointment."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    PLACE_FREE = "place_free"


SENTENCES = {
    AppointmentNews.BOOKED: gettext_noop("Je afspraak staat vast."),
    AppointmentNews.MOVED: gettext_noop("Je afspraak is verzet. Dit is het nieuwe moment."),
    AppointmentNews.CANCELLED: gettext_noop(
        "Je afspraak is afgezegd. Wij nemen contact op voor een nieuw moment, of kies zelf."
    ),
    AppointmentNews.REMINDER: gettext_noop("Je afspraak komt eraan."),
    AppointmentNews.PLACE_FREE: gettext_noop(
        "Er is een eerdere plek vrij. Wie hem het eerst kiest, heeft hem. Je eigen afspraak blijft "
        "staan tot je verzet."
    ),
}
_SUBJECT = gettext_noop("Over je afspraak")
_BODY = gettext_noop(
    "Hallo,\n\n%(sentence)s\n\n%(when)s\n%(place)s\n\n"
    "Bekijken, verzetten of afzeggen:\n%(link)s\n\nVoordeur"
)
REMINDED_AT = time(9, 0)


def tell(
    act: Act,
    context: Context,
    region: Region,
    row: AppointmentRecord,
    news: AppointmentNews,
    *,
    freed: AppointmentRecord | None = None,
) -> None:
    """Queue the letter for ``news``, and the reminder that belongs to a new moment."""
    address, language = _reader(row)
    if not address:
        return
    moment = context.now.strftime("%Y%m%dT%H%M%S%f")
    shown = freed or row
    part = "verzetten/" if news is AppointmentNews.PLACE_FREE else ""
    act.send(
        Message(
            key=f"appointment-{news.value}:{row.ref}:{moment}",
            kind=f"appointment_{news.value}",
            recipient=address,
            language=language,
            subject=_subject(language),
            body=_body(region, shown, news, language, address_of(row.ref, language, part)),
            case_id=row.case_id,
        )
    )
    if news in {AppointmentNews.BOOKED, AppointmentNews.MOVED}:
        _remind_later(act, context, region, row)


def _reader(row: AppointmentRecord) -> tuple[str, str]:
    """Return where to write and in which language; '' when there is no address."""
    if row.resident is not None:
        return row.resident.email, "en" if row.resident.language != "nl" else "nl"
    if row.case is not None and row.case.employer_id is not None:
        return EmployerRecord.objects.values_list("email", flat=True).get(
            pk=row.case.employer_id
        ), "nl"
    return "", "nl"


def _remind_later(act: Act, context: Context, region: Region, row: AppointmentRecord) -> None:
    address, language = _reader(row)
    day = row.starts_at.astimezone(AMSTERDAM).date() - timedelta(days=1)
    for _extra in range(region.term_days("appointment_reminder", row.organisation_id) - 1):
        day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    at = datetime.combine(day, REMINDED_AT, tzinfo=AMSTERDAM)
    if at <= context.now:
        return
    act.send(
        Message(
            key=_reminder_key(row.ref),
            kind="appointment_reminder",
            recipient=address,
            language=language,
            subject=_subject(language),
            body=_body(
                region, row, AppointmentNews.REMINDER, language, address_of(row.ref, language)
            ),
            case_id=row.case_id,
            not_before=at,
        )
    )


def _reminder_key(ref: str) -> str:
    return f"appointment-reminder:{ref}"


def forget_reminder(ref: str) -> None:
    """Take back a reminder that has not gone out yet, inside the caller's act."""
    OutboxRecord.objects.filter(dedupe_key=_reminder_key(ref), state="queued").delete()


def _subject(language: str) -> str:
    with translation.override(language):
        return _(_SUBJECT)


def _body(
    region: Region, row: AppointmentRecord, news: AppointmentNews, language: str, link: str
) -> str:
    location = region.locations.get(row.location)
    place = location.name.in_language(language) if location else row.location
    with translation.override(language):
        return _(_BODY) % {
            "sentence": _(SENTENCES[news]),
            "when": said(row.starts_at),
            "place": f"{place}, {location.address}" if location and location.address else place,
            "link": link,
        }


def said(moment: datetime) -> str:
    """Return day and time on the clock of Amsterdam, in the language in force."""
    local = moment.astimezone(AMSTERDAM)
    words = _("%(day)s, %(time)s uur") % {
        "day": dateformat.format(local, "l j F"),
        "time": dateformat.format(local, _("G.i")),
    }
    return words if translation.get_language() == "en" else words.lower()
