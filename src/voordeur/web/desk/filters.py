"""Filters of a list: from the address to a value and back, without trusting any of it."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from voordeur.services.caseload import Colleague
from voordeur.services.worklists import EVERYBODY, MINE, NOBODY, NONE, CaseFilter, Choices

LONGEST_SEARCH = 80
LONGEST_VALUE = 60
MOST_PAGES = 100_000
NAMES = ("zoek", "gemeente", "fase", "wie", "groep", "afstand", "stand", "ligt", "laat", "volgorde")
"""Names in the address, in the order of the screen."""


def read_filter(query: QueryDict, *, whose: str = EVERYBODY) -> CaseFilter:
    """Return the filter an address asks for; what makes no sense is as if it were not there."""
    return CaseFilter(
        search=_words(query, "zoek", LONGEST_SEARCH),
        municipality=_words(query, "gemeente"),
        phase=_words(query, "fase"),
        adviser=_words(query, "wie") or whose,
        target_group=_words(query, "groep"),
        distance_class=_words(query, "afstand"),
        state=_words(query, "stand") or "open",
        lies_with=_words(query, "ligt"),
        late=query.get("laat") == "ja",
        order=_words(query, "volgorde"),
        page=_page(query.get("pagina", "")),
    )


def _words(query: QueryDict, name: str, most: int = LONGEST_VALUE) -> str:
    return query.get(name, "").replace("\x00", "").strip()[:most]


def _page(typed: str) -> int:
    return min(int(typed), MOST_PAGES) if typed.isascii() and typed[:9].isdigit() else 1


def kept(query: QueryDict) -> str:
    """Return the filters of an address as a query string, so that they survive an act."""
    return urlencode([(name, query[name]) for name in (*NAMES, "pagina") if query.get(name)])


class FilterForm(forms.Form):
    """The filters as fields; every field may stay empty."""

    zoek = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    gemeente = forms.ChoiceField(required=False)
    fase = forms.ChoiceField(required=False)
    wie = forms.ChoiceField(required=False)
    groep = forms.ChoiceField(required=False)
    afstand = forms.ChoiceField(required=False)
    stand = forms.ChoiceField(required=False)
    ligt = forms.ChoiceField(required=False)

    def __init__(
        self, choices: Choices, colleagues: Sequence[Colleague], filters: CaseFilter
    ) -> None:
        super().__init__(initial=_initial(filters), auto_id="f-%s")
        self.fields["zoek"].label = _("Zoek")
        self.fields["zoek"].widget = forms.TextInput(
            {"type": "search", "placeholder": _("Naam of stap")}
        )
        self._offer("gemeente", _("Gemeente"), _("Alle"), choices.municipalities)
        self._offer("fase", _("Fase"), _("Alle"), choices.phases)
        groups = {**choices.target_groups, NONE: _("Nog niet bekend")}
        self._offer("groep", _("Doelgroep"), _("Alle"), groups)
        self._offer("afstand", _("Stap naar werk"), _("Alle"), choices.distance_classes)
        people = {str(one.account_id): one.name for one in colleagues}
        whose = {EVERYBODY: _("Iedereen"), MINE: _("Mij en van niemand"), NOBODY: _("Van niemand")}
        self._offer("wie", _("Van wie"), "", whose | people)
        states = {"open": _("Open"), "closed": _("Afgerond"), "alle": _("Allebei")}
        self._offer("stand", _("Stand"), "", states)
        lies = {
            "ours": _("Ons"),
            "other": _("Een ander"),
            "resident": _("De bewoner"),
            "unrouted": _("Ons, zonder leidende partij"),
            "misplaced": _("Ons, een ander moet leiden"),
        }
        self._offer("ligt", _("Ligt bij"), _("Iedereen"), lies)

    def _offer(self, name: str, label: str, nothing: str, values: Mapping[str, str]) -> None:
        field = self.fields[name]
        field.label = label
        first = [("", nothing)] if nothing else []
        if isinstance(field, forms.ChoiceField):
            field.choices = [*first, *values.items()]


def _initial(filters: CaseFilter) -> dict[str, str]:
    return {
        "zoek": filters.search,
        "gemeente": filters.municipality,
        "fase": filters.phase,
        "wie": filters.adviser,
        "groep": filters.target_group,
        "afstand": filters.distance_class,
        "stand": filters.state,
        "ligt": filters.lies_with,
    }
