"""Days and times as people say them, in Amsterdam and in the language of the page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def in_amsterdam(moment: date) -> date:
    """Return ``moment`` on the clock of Amsterdam; a plain date stays what it is."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(AMSTERDAM)
    return moment


def day(moment: date) -> str:
    """Return 'di 17 mrt' or 'Tue 17 Mar'."""
    return written(moment, "D j M")


def day_short(moment: date) -> str:
    """Return '17 mrt' or '17 Mar', for under a picture."""
    return written(moment, "j M")


def month_short(moment: date) -> str:
    """Return 'mrt' or 'Mar', for under a picture."""
    return written(moment, "M")


def day_long(moment: date) -> str:
    """Return 'dinsdag 17 maart' or 'Tuesday 17 March'."""
    return written(moment, "l j F")


def day_year(moment: date) -> str:
    """Return '17 maart 2026' or '17 March 2026'."""
    return written(moment, "j F Y")


def at_time(moment: datetime) -> str:
    """Return '9.30 uur' or '9:30'."""
    clock = in_amsterdam(moment)
    return _("%(time)s uur") % {"time": written(clock, _("G.i"))}


def day_at_time(moment: datetime) -> str:
    """Return 'di 17 mrt, 9.30 uur' or 'Tue 17 Mar, 9:30'."""
    return f"{day(moment)}, {at_time(moment)}"


def written(moment: date, form: str) -> str:
    """Write ``moment`` in Django's date ``form``; Dutch writes days and months in small letters."""
    words = dateformat.format(in_amsterdam(moment), form)
    return words.lower() if (get_language() or "nl").startswith("nl") else words


def iso(moment: date) -> str:
    """Return what belongs in the ``datetime`` attribute of ``<time>``."""
    return in_amsterdam(moment).isoformat()


def working_days(number: int) -> str:
    """Return '1 werkdag' or '3 werkdagen'."""
    return ngettext("%(number)d werkdag", "%(number)d werkdagen", number) % {"number": number}


def working_days_late(number: int) -> str:
    """Return how late something is, 'vandaag' when it is due today."""
    if number <= 0:
        return _("vandaag")
    return _("%(days)s te laat") % {"days": working_days(number)}
