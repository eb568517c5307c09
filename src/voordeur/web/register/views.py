"""Reading the register: the start page, finding, and lists that go along as files."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from voordeur.domain.register.fields import Kind
from voordeur.services import register, register_lists, register_search
from voordeur.services.context import Context
from voordeur.services.register_lists import KindLine, ListFilter, ListPage
from voordeur.web import contexts, spreadsheets
from voordeur.web.components import Crumb
from voordeur.web.governance.paging import numbered, page_number

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        gettext_noop("Sectorpaden"),
        (
            "job_function",
            "path_step",
            "course",
            "path_payer",
            "skill",
            "outlook",
            "intake_place",
        ),
    ),
    (
        gettext_noop("Mensen en werk bij elkaar"),
        ("matching_weights", "algorithm"),
    ),
    (
        gettext_noop("Kennis en communicatie"),
        ("article", "training", "lesson", "campaign", "message", "connection", "staffing"),
    ),
    (
        gettext_noop("Dienst aan werkgevers"),
        ("network", "service_plan"),
    ),
    (
        gettext_noop("Gereedschap en trajecten"),
        ("instrument", "experiment", "trajectory_template", "tariff", "characteristic"),
    ),
    (
        gettext_noop("Geld"),
        (
            "funding_source",
            "budget",
            "subsidy",
            "project_funding",
            "cost_scenario",
            "money_policy",
            "in_kind",
        ),
    ),
    (
        gettext_noop("Plan en projecten"),
        (
            "plan",
            "plan_line",
            "project",
            "milestone",
            "bottleneck",
            "consequence",
            "system_effect",
            "assignment",
            "sector_plan",
            "focus_group",
        ),
    ),
    (
        gettext_noop("Agenda’s"),
        (
            "agenda",
            "ambition",
            "pillar",
            "area",
            "end_statement",
            "principle",
            "theme",
            "action",
            "local_version",
            "local_line",
            "building_block",
            "track",
            "point",
        ),
    ),
    (
        gettext_noop("Bestuur, wetten en cijfers"),
        (
            "body",
            "route",
            "mandate",
            "event",
            "paper",
            "agreement",
            "scenario",
            "law",
            "duty",
            "effort",
            "reporting",
            "statistic",
            "local_check",
        ),
    ),
)
"""How the kinds stand on the start page."""
LONGEST_WORDS = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the register holds, and the box to find anything by any name."""
    context = contexts.professional(request)
    known = {one.code: one for one in register_lists.overview(context)}
    groups = [(_(label), [known[code] for code in codes]) for label, codes in GROUPS]
    values = {
        "groups": _in_words(groups),
        "knowledge_url": reverse("register:knowledge"),
        "bottleneck_url": reverse("register:new", args=["bottleneck"]),
    }
    return render(request, "register/home.html", values)


def _in_words(
    groups: list[tuple[str, list[KindLine]]],
) -> list[tuple[str, list[dict[str, object]]]]:
    language = contexts.language()
    return [
        (
            label,
            [
                {
                    "url": reverse("register:list", args=[one.code]),
                    "name": _capital(one.name.in_language(language)),
                    "explanation": one.explanation.in_language(language),
                    "number": one.number,
                }
                for one in lines
            ],
        )
        for label, lines in groups
    ]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what goes, or once went, by the words asked for."""
    context = contexts.professional(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS]
    hits = [
        {
            "url": reverse("register:entry", args=[hit.kind, hit.code]),
            "title": hit.title.in_language(context.language),
            "kind": hit.kind_name.in_language(context.language),
            "known_as": hit.known_as,
            "retired": hit.retired,
        }
        for hit in register_search.search(context, words=words)
    ]
    return render(request, "register/search.html", {"q": words, "hits": hits})


@require_safe
def entries(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the entries of a kind, or give them as a file that equals the screen."""
    context = contexts.professional(request)
    chosen = _filter(register.kind_of(kind), request.GET)
    form = request.GET.get("als", "")
    if form in {"xlsx", "csv"}:
        table = register_lists.list_table(context, kind=kind, chosen=chosen)
        return spreadsheets.download(table, form=form, day=context.today)
    page = register_lists.list_page(context, kind=kind, chosen=chosen)
    return render(request, "register/list.html", _list_values(context, page, chosen, request.GET))


def _list_values(
    context: Context, page: ListPage, chosen: ListFilter, query: QueryDict
) -> dict[str, object]:
    language = context.language
    kept = query.copy()
    for name in ("als", "pagina"):
        kept.pop(name, None)
    asked = dict(chosen.values)
    return {
        "kind": page.kind,
        "name": _capital(page.kind.plural.in_language(language)),
        "explanation": page.kind.explanation.in_language(language),
        "columns": [(one.code, one.label.in_language(language)) for one in page.columns],
        "filters": [
            (one.code, one.label.in_language(language), pairs, asked.get(one.code, ""))
            for one, pairs in page.filters
            if pairs
        ],
        "lines": [
            (one, list(zip(_labels(page, language), one.cells, strict=True))) for one in page.lines
        ],
        "total": page.total,
        "pages": numbered(page.total, page.page, register_lists.PER_PAGE),
        "chosen": chosen,
        "filtered": bool(chosen.words or any(asked.values()) or chosen.retired),
        "may_add": page.may_add,
        "kept": kept.urlencode(),
        "crumbs": (_start(), Crumb(_capital(page.kind.plural.in_language(language)))),
    }


def _labels(page: ListPage, language: str) -> list[str]:
    return [one.label.in_language(language) for one in page.columns]


def _filter(kind: Kind, query: QueryDict) -> ListFilter:
    def read(name: str) -> str:
        return query.get(name, "").replace("\x00", "").strip()[:LONGEST_WORDS]

    return ListFilter(
        words=read("zoek"),
        values=tuple((one.code, read(one.code)) for one in register_lists.filter_fields(kind)),
        order=read("volgorde"),
        retired=query.get("oud") == "ja",
        page=page_number(query.dict()),
    )


def _start() -> Crumb:
    return Crumb(_("Register"), reverse("register:home"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
