"""The components: tied together for everyone, styled by classes that exist, readable."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from voordeur.domain.kernel.because import Because, Change, FactUsed, Source
from voordeur.domain.kernel.text import Text
from voordeur.web import dates, showcase
from voordeur.web.components import Bar, Demo, Link, Me, NavItem, Stop, explanation, place_bars
from voordeur.web.plain_form import PlainForm

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "voordeur" / "web"
OURS = WEB / "static" / "voordeur"
VENDOR = WEB / "static" / "vendor"
TEMPLATES = sorted(WEB.rglob("*.html"))


class Page(HTMLParser):
    """What a test asks of a piece of HTML: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [found[attribute] for _, found in self.elements if attribute in found]


def rendered(source: str, **values: Any) -> Page:
    return Page(Template("{% load vd %}" + source).render(Context(values)))


def surroundings(**more: object) -> dict[str, object]:
    return {
        "region_name": "Voorbeeldregio",
        "brand": "Voordeur",
        "home_url": "/",
        "nav": [NavItem("Vandaag", "/werk", current=True, count=3, needed=True)],
        "me": Me("Alice Proefman", "gids", "/uit", (Link("Mijn account", "/account"),)),
        "demo": Demo("/demo"),
        "footer": (),
        "theme": "",
        "messages": [],
        "LANGUAGE_CODE": "nl",
        "CSP_NONCE": "n0nce",
        "csrf_token": "token",
        "request": RequestFactory().get("/"),
        **more,
    }


def whole(name: str, **more: object) -> Page:
    return Page(render_to_string(name, surroundings(**more)))


@pytest.fixture(scope="module")
def parts() -> Page:
    return whole("components/showcase.html", **showcase.values())


# ---- Tied together ----


def test_every_name_a_control_refers_to_is_on_the_page(parts: Page) -> None:
    ids = set(parts.values("id"))
    wanted = {
        name
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for value in parts.values(attribute)
        for name in value.split()
    }
    assert wanted
    assert wanted <= ids


def test_ids_are_unique(parts: Page) -> None:
    assert [name for name, times in Counter(parts.values("id")).items() if times > 1] == []


def test_every_control_has_a_name_people_hear(parts: Page) -> None:
    labelled = set(parts.values("for"))
    controls = [
        found
        for tag in ("input", "select", "textarea")
        for found in parts.all(tag)
        if found.get("type") != "hidden"
    ]
    assert len(controls) > 15
    for found in controls:
        assert found.get("id") in labelled or found.get("aria-label"), found


def test_pictures_are_silent_or_described(parts: Page) -> None:
    for found in parts.all("svg"):
        assert found.get("aria-hidden") == "true" or (
            found.get("role") == "img" and found.get("aria-labelledby")
        ), found


class Question(PlainForm):
    """A form with one field that fails and one that does not."""

    reach = forms.CharField(label="Bereik", help_text="Een van de twee.")
    later = forms.CharField(label="Later", required=False)
    how = forms.ChoiceField(
        label="Hoe?", widget=forms.RadioSelect, choices=(("a", "Bellen"), ("b", "Mailen"))
    )


def test_a_wrong_field_says_so_to_eye_and_ear() -> None:
    page = rendered("{% field form.reach %}", form=Question({}))
    control = page.all("input")[0]
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_reach_hint id_reach_error"
    assert "utrecht-textbox--invalid" in control["class"]
    assert "Vul dit nog in." in page.words


def test_a_good_field_is_not_called_wrong() -> None:
    page = rendered("{% field form.reach %}", form=Question({"reach": "06"}))
    control = page.all("input")[0]
    assert "aria-invalid" not in control
    assert control["aria-describedby"] == "id_reach_hint"


def test_only_what_may_stay_empty_is_marked() -> None:
    form = Question()
    assert "hoeft niet" in rendered("{% field form.later %}", form=form).words
    assert "hoeft niet" not in rendered("{% field form.reach %}", form=form).words


def test_a_group_is_a_fieldset_whose_legend_asks() -> None:
    page = rendered("{% field form.how %}", form=Question({"how": "b"}))
    assert len(page.all("fieldset")) == len(page.all("legend")) == 1
    assert [("checked" in found, found["value"]) for found in page.all("input")] == [
        (False, "a"),
        (True, "b"),
    ]


def test_the_summary_leads_to_each_wrong_control() -> None:
    form = Question({})
    page = rendered("{% error_summary form %}{% fields form %}", form=form)
    targets = [found["href"].removeprefix("#") for found in page.all("a")]
    assert targets == ["id_reach", "id_how_0"]
    assert set(targets) <= set(page.values("id"))
    assert any(found.get("role") == "alert" for found in page.all("div"))


def test_there_is_no_summary_when_nothing_is_wrong() -> None:
    assert rendered("{% error_summary form %}", form=Question()).elements == []


def test_words_of_the_form_itself_stay() -> None:
    class Own(PlainForm):
        """Gives its own sentence."""

        reach = forms.CharField(error_messages={"required": "Eigen zin."})
        day = forms.DateField()

    assert Own({"day": "31-04-2026"}).errors["reach"] == ["Eigen zin."]
    assert "bestaat niet" in Own({"day": "31-04-2026"}).errors["day"][0]


def test_too_long_says_how_long_it_may_be() -> None:
    class Short(PlainForm):
        """Takes five characters."""

        word = forms.CharField(max_length=5)

    assert Short({"word": "voordeur"}).errors["word"] == [
        "Dit is te lang: er passen 5 tekens. Je schreef er 8."
    ]


def test_what_people_typed_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>"
    page = rendered(
        "{% field form.reach %}{% status 'ours' x %}{% tag x %}{% heading x 2 %}{% person x %}"
        "{% card x %}{{ x }}{% endcard %}{% alert 'info' x %}{{ x }}{% endalert %}{% button x %}",
        form=Question({"reach": hostile}),
        x=hostile,
    )
    assert page.all("script") == []


def test_a_button_that_cannot_says_why_and_does_nothing() -> None:
    page = rendered("{% button 'Sluit' why_not='Kies eerst een uitkomst.' %}")
    found = page.all("button")[0]
    assert found["aria-disabled"] == "true"
    assert found["type"] == "button"
    assert found["aria-describedby"] in page.values("id")
    assert "Kies eerst een uitkomst." in page.words


def test_a_link_that_cannot_leads_nowhere() -> None:
    page = rendered("{% link_button 'Draag over' '/x' why_not='Er loopt al een overdracht.' %}")
    assert "href" not in page.all("a")[0]


@pytest.mark.parametrize("source", ["{% status 'red' 'x' %}", "{% icon 'nothing' %}"])
def test_an_unknown_sign_is_a_mistake_of_the_builder(source: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        rendered(source)


def test_the_lane_says_in_words_what_the_line_shows() -> None:
    page = rendered(
        "{% lane stops 'Zo gaat het' %}",
        stops=[Stop("Velsen", state="offered"), Stop("Werkcentrum", state="now")],
    )
    assert "aangeboden, nog geen ja" in page.words
    assert page.values("aria-current") == ["step"]


def test_because_shows_fact_rule_source_and_what_would_change_it() -> None:
    why = explanation(
        Because(
            answer="werkcentrum",
            rule="r1",
            rule_text=Text("Dan leidt het Werkcentrum.", "Then the Werkcentrum leads."),
            source=Source("werkplan", "§ 3.1"),
            facts=(FactUsed("benefit", "none", Text("Uitkering"), Text("geen")),),
            changes=(Change("benefit", "ww", Text("Uitkering"), Text("WW"), "uwv"),),
        ),
        language="en",
        sources={"werkplan": "Werkplan 2022"},
        answers={"uwv": "UWV"},
    )
    words = rendered("{% because why 'Waarom?' %}", why=why).words
    order = ["geen", "Then the Werkcentrum leads.", "Werkplan 2022, § 3.1", "WW → UWV"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_sorting_goes_there_and_back_and_keeps_the_filters() -> None:
    request = RequestFactory().get("/?gemeente=velsen&volgorde=naam&pagina=3")
    page = rendered("{% column 'Wie' key='naam' %}", request=request)
    assert page.all("th")[0]["aria-sort"] == "ascending"
    assert page.all("a")[0]["href"] == "?gemeente=velsen&volgorde=-naam"


def test_pages_keep_the_filters_and_mark_where_we_are() -> None:
    request = RequestFactory().get("/?gemeente=velsen")
    page = rendered(
        "{% pagination page %}", page=Paginator(range(120), 50).page(2), request=request
    )
    assert [found["href"] for found in page.all("a")] == [
        "?gemeente=velsen&pagina=1",
        "?gemeente=velsen&pagina=1",
        "?gemeente=velsen&pagina=3",
        "?gemeente=velsen&pagina=3",
    ]
    assert page.values("aria-current") == ["page"]
    assert "51 tot en met 100 van 120" in page.words


def test_one_page_has_no_way_to_other_pages() -> None:
    page = rendered("{% pagination page %}", page=Paginator(range(5), 50).page(1))
    assert page.all("a") == []


def test_bars_are_as_long_as_their_numbers() -> None:
    widths = [placed.width for placed in place_bars([Bar("a", 40), Bar("b", 10), Bar("c", 0)])]
    assert widths == [400, 100, 0]


# ---- Days and times ----

MOMENT = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["di 17 mrt", "17 mrt", "mrt", "dinsdag 17 maart", "17 maart 2026", "9.30 uur"]),
        ("en", ["Tue 17 Mar", "17 Mar", "Mar", "Tuesday 17 March", "17 March 2026", "9:30"]),
    ],
)
def test_days_are_written_as_people_say_them(language: str, expected: list[str]) -> None:
    with translation.override(language):
        shown = [
            dates.day(MOMENT),
            dates.day_short(MOMENT),
            dates.month_short(MOMENT),
            dates.day_long(MOMENT),
            dates.day_year(MOMENT),
            dates.at_time(MOMENT),
        ]
    assert shown == expected


def test_the_clock_is_that_of_amsterdam_in_summer_and_at_midnight() -> None:
    late = datetime(2026, 6, 30, 22, 15, tzinfo=UTC)
    assert dates.day_at_time(late) == "wo 1 jul, 0.15 uur"
    assert dates.day(date(2026, 6, 30)) == "di 30 jun"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "vandaag"), (1, "1 werkdag te laat"), (3, "3 werkdagen te laat")],
)
def test_lateness_is_counted_in_working_days(number: int, expected: str) -> None:
    assert dates.working_days_late(number) == expected


# ---- Layouts and error pages ----

LAYOUTS = ("layout/public.html", "layout/mijn.html", "layout/desk.html", "layout/print.html")


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_can_be_skipped_into_and_names_its_language(name: str) -> None:
    page = whole(name)
    skip = next(found for found in page.all("a") if "nl-skip-link" in found.get("class", ""))
    assert skip["href"].removeprefix("#") == page.all("main")[0]["id"]
    assert page.all("html")[0]["lang"] == "nl"
    assert len(page.all("main")) == 1


def test_only_the_desk_has_a_script_and_it_carries_the_nonce() -> None:
    scripts = {name: whole(name).all("script") for name in LAYOUTS}
    assert [found["nonce"] for found in scripts.pop("layout/desk.html")] == ["n0nce"]
    assert not any(scripts.values())


def test_logging_out_is_a_post() -> None:
    for name in ("layout/mijn.html", "layout/desk.html"):
        form = next(found for found in whole(name).all("form") if found["action"] == "/uit")
        assert form["method"] == "post"


def test_the_ribbon_is_there_in_demo_mode_only() -> None:
    assert "verzonnen" in whole("layout/public.html").words
    assert "verzonnen" not in whole("layout/public.html", demo=None).words


def test_right_to_left_languages_turn_the_page() -> None:
    with translation.override("ar"):
        assert whole("layout/public.html", LANGUAGE_CODE="ar").all("html")[0]["dir"] == "rtl"
    assert "dir" not in whole("layout/public.html").all("html")[0]


def test_an_unknown_page_offers_the_home_page_in_the_other_language() -> None:
    request = RequestFactory().get("/bestaat-niet/")
    page = whole("layout/public.html", request=request)
    assert {found["lang"]: found["href"] for found in page.all("a") if "hreflang" in found} == {
        "nl": "/",
        "en": "/en/",
    }


ERRORS = ("404", "405", "413", "csrf", "refused")


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_say_what_is_kept_and_where_to_go(name: str) -> None:
    page = whole(f"errors/{name}.html", sentence="Er loopt een overdracht.")
    assert len(page.all("h1")) == 1
    assert any(word in page.words for word in ("staat er nog", "niets gewijzigd", "niets verloren"))
    assert any(found.get("href") == "/" for found in page.all("a"))


@pytest.mark.parametrize("name", ["400", "500"])
def test_the_last_resort_needs_nothing_and_speaks_two_languages(name: str) -> None:
    source = (WEB / "templates" / "errors" / f"{name}.html").read_text(encoding="utf-8")
    assert "{" not in source
    page = Page(source)
    assert {found["href"] for found in page.all("a")} == {"/", "/en/"}
    assert "staat er nog" in page.words
    assert "still there" in page.words


# ---- Every template of every slice ----


def templates() -> Iterator[tuple[Path, str]]:
    for path in TEMPLATES:
        yield path, path.read_text(encoding="utf-8")


FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style[\s>]", re.IGNORECASE),
    "inline handler": re.compile(r"\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=\s*[\"']", re.IGNORECASE),
    "script in an address": re.compile(r"javascript:", re.IGNORECASE),
    "script in the page": re.compile(r"<script(?![^>]*\b(?:src|nonce)=)", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path, source in templates()
        for match in FORBIDDEN[what].finditer(source)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("inline style", '<p style="color:red">'),
        ("inline handler", '<a onclick="x()">'),
        ("script in the page", "<script>x()</script>"),
        ("script in an address", '<a href="javascript:x()">'),
        ("text that is not escaped", "{{ x|safe }}"),
    ],
)
def test_the_search_for_it_works(what: str, source: str) -> None:
    assert FORBIDDEN[what].search(source)


def sheets(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))


def known_classes() -> set[str]:
    assert VENDOR.is_dir(), "the design system is not here yet: run tools/assets.py"
    css = re.sub(r"/\*.*?\*/", "", sheets(OURS) + sheets(VENDOR), flags=re.DOTALL)
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", css))


def written_classes(source: str) -> set[str]:
    names: set[str] = set()
    for value in re.findall(r'\bclass="((?:[^"{]|\{[{%].*?[%}]\})*)"', source):
        names.update(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", value).split())
    return names


def test_every_class_a_template_writes_is_in_a_style_sheet() -> None:
    known = known_classes()
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, source in templates()
        for name in written_classes(source) - known
        if not name.endswith("-")  # the rest of the name comes from a value
    }
    assert unknown == set()


def test_every_class_on_the_page_with_all_parts_is_in_a_style_sheet(parts: Page) -> None:
    shown = {name for value in parts.values("class") for name in value.split()}
    assert len(shown) > 150
    assert shown - known_classes() == set()


def test_a_base_component_carries_the_name_of_the_design_system() -> None:
    partners = {"vd-button": "nl-button", "vd-tag": "nl-data-badge", "vd-alert": "utrecht-alert"}
    bare = [
        f"{path.relative_to(ROOT)}: {value}"
        for path, source in templates()
        for value in re.findall(r'\bclass="([^"]*)"', source)
        for ours, theirs in partners.items()
        if ours in value.split() and theirs not in value.split()
    ]
    assert bare == []


def test_templates_compile() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        get_template(str(path.relative_to(WEB / "templates")))
