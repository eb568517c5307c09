"""Every page of every persona: accessible, as wide as the screen, in both languages, on paper."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Installation, NewVisitor, Visitor
from tests.journeys.hands import Mouse
from tests.journeys.professional import Professional
from tests.journeys.resident import Resident
from voordeur.domain.register.catalogue import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PERSONAS = (
    *("alice", "eva", "bob", "charlie", "fatima", "joris", "nora", "pim", "carla"),
    *("secretaris", "bestuur", "petra", "sam"),
    *("backoffice", "budgethouder"),
)
NOT_A_PAGE = re.compile(r"\.(?:ics|zip|json|csv|xlsx|pdf)$|/download/$|/logout/$|/uitloggen/$")
DETAILS = (
    "/werk/dossier/",
    "/werk/overdracht/",
    "/werk/partners/",
    "/beheer/mensen/",
    "/besluiten/overleggen/",
    "/besluiten/voorstel/",
    "/besluiten/vergaderingen/",
    "/besluiten/raad/",
    "/geld/budget/",
)
"""Of each of these one link on a page is followed."""
OWN_AREAS = ("/werk", "/beheer", "/besluiten", "/geld")
ACTS = ("/doe/", "/overdragen/", "/wat-past/")
PUBLIC = (
    "/",
    "/vraag/",
    "/vraag/?deur=work",
    "/verder/",
    "/werkgever/",
    "/spreekuren/",
    "/spreekuren/place-6/",
    "/wie-doet-wat/",
    "/wie-doet-wat/uwv/",
    "/jouw-gegevens/",
    "/toegankelijkheid/",
    "/hoe-we-zoeken/",
    "/algoritmes/",
    "/paden/",
    "/paden/care/",
    "/paden/technology/",
    "/paden/functie/verzorgende-ig/",
    "/paden/opleidingen/",
    "/paden/route/?van=winkelmedewerker&naar=leraar-basisonderwijs&diploma=mbo2",
    "/link/van-werk-naar-werk/groep/",
    "/mijn/inloggen/",
    "/mijn/inloggen/verstuurd/",
    "/account/login/",
    "/account/password/reset/",
    "/onderdelen/",
    "/demo",
    "/demo/postbus",
    "/nergens/",
)


def without_parameters() -> list[str]:
    """Return every address of the program that names nothing, in Dutch."""
    from tests.web.test_matrix import routes

    found = [one.address({}) for one in routes() if "<" not in one.pattern]
    return [path for path in found if not NOT_A_PAGE.search(path) and "(" not in path]


MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
ONCE = re.compile(r"(?:csrfmiddlewaretoken\W+value=|nonce=|name=\"once\" value=)\"?[\w-]+")
LINK = re.compile(r"<a\b[^>]*?\bhref=\"(/[^\"?#]*)")
ADDRESS = re.compile(r"<title>.*?</title>|(?:href|action|value)=\"[^\"]*\"", re.DOTALL)


class Checked:
    """What was checked before: the same inside within the same frame is not checked again."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, int], bool] = {}

    def known(self, text: str, *, rules: bool) -> bool:
        """Tell whether both parts of a page were checked before, by the same rules or more."""
        held = MAIN.search(text)
        inside = ONCE.sub("", held[0]) if held else text
        frame = ADDRESS.sub("", ONCE.sub("", MAIN.sub("", text)))
        parts = [("inside", hash(inside)), ("frame", hash(frame))]
        before = all(one in self._parts and self._parts[one] >= rules for one in parts)
        for one in parts:
            self._parts[one] = self._parts.get(one, False) or rules
        return before


CHECKED = Checked()


def check(visitor: Visitor, path: str, *, rules: bool, source: str = "") -> bool:
    """Check one page, with the ``rules`` of WCAG or its width only; False when it is no page.

    With its ``source`` at hand, a page that was checked before is not opened again.
    """
    if source and CHECKED.known(source, rules=rules):
        return True
    if rules:
        visitor.wide(1280)
    answer = visitor.page.goto(visitor.address + path, wait_until="load")
    if answer is None or answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return False
    if not source and CHECKED.known(answer.text(), rules=rules):
        assert not visitor.failures, visitor.failures
        return True
    if rules:
        visitor.accessible()
    assert not visitor.failures, visitor.failures
    # A phone, and 200 % zoom on a screen of 1280; the page stays as wide as it was last.
    for width in (640, 320) if visitor.width == 640 else (320, 640):
        visitor.wide(width)
        visitor.fits()
    return True


def test_a_page_is_checked_again_as_soon_as_anything_in_it_differs() -> None:
    page = '<nav><a href="/a/">Werk</a></nav><main nonce="x1"><p>Een</p></main>'
    held = Checked()
    assert not held.known(page, rules=False)
    assert held.known(page.replace("/a/", "/b/").replace("x1", "x2"), rules=False)
    assert not held.known(page, rules=True)
    assert held.known(page, rules=True)
    assert not held.known(page.replace("Een", "Twee"), rules=False)
    assert not held.known(page.replace("Werk", "Plan"), rules=False)


def prints(visitor: Visitor) -> None:
    """Fail when on paper the page has no text, or runs off the sheet."""
    visitor.page.emulate_media(media="print")
    assert len(visitor.text) > 20, visitor.page.url
    visitor.wide(794)  # A4 at 96 points an inch
    visitor.fits()
    visitor.wide(1280)
    visitor.page.emulate_media(media="screen")


def english(path: str) -> str:
    return path if path.startswith("/demo") else f"/en{path}"


def all_problems(
    visitor: Visitor,
    paths: list[str],
    *,
    least: int,
    thorough: bool = True,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Check every page in both languages, and tell all that is wrong at once.

    The rules of WCAG hold for the templates of a page, whatever the language: they are tried in
    English too when ``thorough``.
    """
    wrong, seen = [], 0
    for path in paths:
        for one in dict.fromkeys((path, english(path))):
            try:
                rules = thorough or one == path
                seen += check(visitor, one, rules=rules, source=sources.get(one, ""))
            except AssertionError as problem:
                wrong.append(str(problem).splitlines()[0])
    assert not wrong, "\n".join(wrong)
    assert seen >= least, seen


def test_public_pages(visitor: NewVisitor) -> None:
    anybody = visitor()
    all_problems(anybody, list(PUBLIC), least=30)
    anybody.go("/demo")
    anybody.keep("demo")
    for path in PUBLIC[:10]:
        anybody.go(path)
        prints(anybody)


def test_no_page_is_missing_here() -> None:
    paths = without_parameters()
    assert len(paths) >= 40
    assert "/werk/vandaag/" in paths


def links_on(visitor: Visitor, css: str, most: int) -> list[str]:
    """Return the addresses of links on this page, without our own host."""
    found = visitor.page.locator(css).evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    return list(dict.fromkeys(found))[:most]


def source_of(visitor: Visitor, path: str) -> str:
    """Return a page as it comes from the program; nothing when it is not there for this visitor."""
    answer = visitor.context.request.get(visitor.address + path)
    return answer.text() if answer.ok else ""


def links_in(text: str, *parts: str) -> list[str]:
    """Return the addresses in the main part of a page that hold one of ``parts``."""
    main = MAIN.search(text)
    found = LINK.findall(main[0]) if main else []
    return list(dict.fromkeys(one for one in found if any(part in one for part in parts)))


def test_links_are_read_from_the_main_part_of_a_page() -> None:
    page = '<a href="/werk/dossier/A/">x</a><main><a class="b" href="/werk/dossier/B/?q=1">y</a>'
    assert links_in(f'{page}<a href="/elders/">z</a></main>', *DETAILS) == ["/werk/dossier/B/"]
    assert links_in("<p>Geen pagina</p>", *DETAILS) == []


@pytest.mark.parametrize("slug", PERSONAS)
def test_pages_of_a_persona(visitor: NewVisitor, slug: str) -> None:
    somebody = visitor()
    somebody.become(slug)
    areas = (*OWN_AREAS, "/account") if slug == "alice" else OWN_AREAS
    own = [path for path in without_parameters() if path.startswith(areas)]
    pages = {path: text for path in own if (text := source_of(somebody, path))}
    details: list[str] = []
    for path, text in pages.items():
        if path.startswith(OWN_AREAS):
            for part in DETAILS:
                details += [one for one in links_in(text, part)[:1] if one not in details]
    if details:
        acts = links_in(source_of(somebody, details[0]), *ACTS)
        details += acts[: 30 if slug == "alice" else 2]
    all_problems(
        somebody,
        [*pages, *dict.fromkeys(details)],
        least=4,
        thorough=slug == "alice",
        sources=pages,
    )
    somebody.go(details[0] if details else "/werk/")
    prints(somebody)


REGISTER_FORMS = ("plan_line", "route", "body", "article", "bottleneck", "focus_group")
"""Kinds that together have every shape a form can take."""


def test_pages_of_the_register(visitor: NewVisitor) -> None:
    pim = visitor()
    pim.become("pim")
    pages = [path for path in without_parameters() if path.startswith("/register/")]
    for kind in REGISTER_FORMS:
        pim.go(f"/register/{kind}/")
        first = links_on(pim, f"tbody a[href*='/register/{kind}/']", 1)
        pages += [f"/register/{kind}/", f"/register/{kind}/nieuw/"]
        pages += [one + ending for one in first for ending in ("", "wijzigen/", "uit-gebruik/")]
    pages.append("/register/zoeken/?q=rmt")
    all_problems(pim, pages, least=50, thorough=False)
    others = [f"/register/{kind}/" for kind in KINDS if kind not in REGISTER_FORMS]
    for path in others:
        assert check(pim, path, rules=False)
    pim.go(pages[0])
    prints(pim)


def test_pages_of_a_resident(visitor: NewVisitor, installation: Installation) -> None:
    ria = Resident(visitor(), Mouse(), name="Ria Voorbeeld", email="ria@example.nl")
    ria.ask()
    ria.leave_details()
    ria.book()
    ria.come_in(installation)
    mine = [path for path in without_parameters() if path.startswith("/mijn/")]
    ria.visitor.go("/mijn/")
    mine += links_on(ria.visitor, "main a[href*='/mijn/'], main a[href*='/afspraak/']", 12)
    mine = [path for path in mine if not NOT_A_PAGE.search(path)]
    all_problems(ria.visitor, mine, least=8)
    ria.visitor.go("/mijn/")
    prints(ria.visitor)


@pytest.mark.parametrize("path", PUBLIC)
def test_without_a_script(browser: Browser, installation: Installation, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(installation.address + path)
        assert len(page.locator("main").first.inner_text()) > 40
    finally:
        context.close()


def test_partners(visitor: NewVisitor) -> None:
    alice = Professional(visitor(), "alice")
    alice.visitor.go("/werk/partners/")
    alice.visitor.keep("partners")


def test_a_professional_needs_no_script_to_see_a_list(visitor: NewVisitor) -> None:
    alice = Professional(visitor(script=False), "alice")
    alice.visitor.go("/werk/dossiers/")
    alice.leave(alice.main("tbody a"))
    alice.visitor.reads("De vraag", "Tijdlijn")
