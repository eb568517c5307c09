"""Why a table somebody brought cannot be read, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.services.ports import TableProblem

TABLES: Mapping[TableProblem, str] = {
    TableProblem.UNREADABLE: gettext_noop(
        "Dit bestand is niet te lezen. Bewaar het opnieuw als CSV of xlsx."
    ),
    TableProblem.UNKNOWN_CHARACTERS: gettext_noop(
        "De letters in dit bestand zijn niet te lezen. Bewaar het als CSV met UTF-8."
    ),
    TableProblem.EMPTY: gettext_noop(
        "Er staan geen rijen in. Zet de namen van de kolommen op de eerste rij."
    ),
    TableProblem.TOO_MANY_ROWS: gettext_noop(
        "Er staan te veel rijen in. Deel het bestand op, in delen van hoogstens 5.000 rijen."
    ),
    TableProblem.TOO_MANY_COLUMNS: gettext_noop(
        "Er staan te veel kolommen in. Haal weg wat je niet nodig hebt, tot hoogstens 60."
    ),
    TableProblem.TOO_LARGE: gettext_noop("Dit bestand is uitgepakt te groot."),
    TableProblem.PASSWORD: gettext_noop(
        "Dit is een oud Excel-bestand of er zit een wachtwoord op. "
        "Bewaar het als xlsx zonder wachtwoord."
    ),
}
"""Why a file cannot be read as a table."""


def table_problem(problem: TableProblem) -> str:
    """Return why a file cannot be read."""
    return _(TABLES[problem])
