"""Coming in: a mailed link once, the code, and nothing for anybody who tries."""

from typing import Any

import pytest
from django.test import Client

from tests.people import Cast
from tests.services.dossier import DAGMAR
from tests.web.my.visits import Visit, question
from voordeur.records.audit.models import JournalRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import resident_login
from voordeur.web import contexts


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def test_link_and_code_open_the_page(visit: Visit) -> None:
    answer = visit.come_in()
    assert answer.redirect_chain[-1][0] == "/mijn/"
    assert "Dag Dagmar" in shown(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert JournalRecord.objects.filter(name="ResidentCameIn").count() == 1


def test_an_unknown_address_gets_the_same_answer(visit: Visit) -> None:
    known = visit.ask()
    unknown = visit.ask("niemand@example.nl")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert OutboxRecord.objects.filter(kind="login_link").count() == 1


def test_the_mail_says_nothing_personal(visit: Visit) -> None:
    visit.ask()
    mail = OutboxRecord.objects.get(kind="login_link")
    assert mail.recipient == DAGMAR.email
    assert "Dagmar" not in mail.subject + mail.body
    assert visit.case.question not in mail.body


def test_two_people_with_one_address_each_get_their_own_mail(visit: Visit, cast: Cast) -> None:
    _case, code = question(cast.bob.context, "Piet Steekproef")
    visit.ask()
    bodies = [row.body for row in OutboxRecord.objects.filter(kind="login_link").order_by("id")]
    assert [name in body for name, body in zip(("D.V.", "P.S."), bodies, strict=True)] == [
        True,
        True,
    ]
    wrong_person = visit.client.post(visit.link(), {"code": visit.code})
    assert wrong_person.status_code == 422
    assert "Dag Piet" in shown(visit.client.post(visit.link(), {"code": code}, follow=True))


def test_a_link_works_once(visit: Visit) -> None:
    visit.come_in()
    link = visit.link()
    visit.client.post("/mijn/uitloggen/")
    for answer in (visit.client.get(link), visit.client.post(link, {"code": visit.code})):
        assert answer.status_code == 410
        assert "al gebruikt" in shown(answer)
    assert contexts.RESIDENT not in visit.client.session


def test_using_one_link_ends_the_others(visit: Visit) -> None:
    visit.ask()
    first = visit.link()
    visit.wait(seconds=5)
    visit.come_in()
    assert Client().get(first).status_code == 410


def test_a_link_lasts_half_an_hour(visit: Visit) -> None:
    visit.ask()
    visit.wait(minutes=resident_login.LINK_MINUTES)
    assert visit.client.get(visit.link()).status_code == 200
    visit.wait(seconds=1)
    answer = visit.client.post(visit.link(), {"code": visit.code})
    assert answer.status_code == 410
    assert "verlopen" in shown(answer)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link[:-6] + "/",
        lambda link: link.replace("-", "-9", 1),
        lambda _link: "/mijn/inloggen/x/",
        lambda _link: "/mijn/inloggen/-/",
        lambda _link: "/mijn/inloggen/" + "a-" * 4000 + "/",
        lambda _link: "/mijn/inloggen/%C3%A9%F0%9F%92%A9-1-2-3/",
    ],
)
def test_a_spoiled_link_is_refused_politely(visit: Visit, spoil: Any) -> None:
    visit.ask()
    for answer in (
        visit.client.get(spoil(visit.link())),
        visit.client.post(spoil(visit.link()), {"code": visit.code}),
    ):
        assert answer.status_code == 404
        assert "werkt niet meer" in shown(answer)


def test_codes_cannot_be_tried(visit: Visit) -> None:
    visit.ask()
    for _ in range(5):
        assert visit.client.post(visit.link(), {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    answer = Client().post(visit.link(), {"code": visit.code})
    assert answer.status_code == 429
    assert "Te vaak geprobeerd" in shown(answer)
    visit.wait(minutes=16)
    assert visit.client.post(visit.link(), {"code": visit.code}).status_code == 302


def test_a_code_may_be_typed_small_and_without_dashes(visit: Visit) -> None:
    visit.ask()
    typed = visit.code.replace("-", " ").lower()
    assert visit.client.post(visit.link(), {"code": typed}).status_code == 302


def test_links_cannot_be_asked_for_without_end(visit: Visit) -> None:
    for _ in range(5):
        visit.wait(seconds=1)
        assert visit.ask().status_code == 302
    assert visit.ask().status_code == 429
    assert [visit.ask("niemand@example.nl").status_code for _ in range(6)] == [302] * 5 + [429]
    assert OutboxRecord.objects.filter(kind="login_link").count() == 5


@pytest.mark.parametrize("email", ["", "geen adres", "a" * 300 + "@example.nl"])
def test_what_is_no_address_is_told(visit: Visit, email: str) -> None:
    answer = visit.client.post("/mijn/inloggen/", {"email": email})
    assert answer.status_code == 422
    assert not OutboxRecord.objects.filter(kind="login_link").exists()


def test_the_session_is_a_new_one(visit: Visit) -> None:
    visit.client.get("/mijn/inloggen/")
    session = visit.client.session
    session["planted"] = "yes"
    session.save()
    before = visit.client.cookies["voordeur"].value if "voordeur" in visit.client.cookies else ""
    visit.come_in()
    assert visit.client.cookies["voordeur"].value != before
    assert "planted" not in visit.client.session


def test_leaving_ends_the_session(visit: Visit) -> None:
    visit.come_in()
    assert visit.client.get("/mijn/uitloggen/").status_code == 405
    assert visit.client.post("/mijn/uitloggen/").status_code == 302
    assert visit.client.get("/mijn/").url == "/mijn/inloggen/"


def test_a_new_code_replaces_the_old(visit: Visit, cast: Cast) -> None:
    code = resident_login.renew_code(cast.bob.context, ref=visit.case.ref)
    visit.ask()
    assert visit.client.post(visit.link(), {"code": visit.code}).status_code == 422
    assert visit.client.post(visit.link(), {"code": code}).status_code == 302


def test_only_who_works_on_the_case_makes_a_new_code(visit: Visit, cast: Cast) -> None:
    from tests.services.dossier import undone
    from voordeur.domain.kernel.refusal import Reason

    undone(
        lambda: resident_login.renew_code(cast.charlie.context, ref=visit.case.ref),
        Reason.NOT_FOUND,
    )


def test_idle_and_absolute_time_out(visit: Visit) -> None:
    visit.come_in()
    visit.wait(minutes=29)
    assert visit.client.get("/mijn/").status_code == 200
    visit.wait(minutes=31)
    assert visit.client.get("/mijn/").url == "/mijn/inloggen/"
    visit.come_in()
    for _ in range(23):
        visit.wait(minutes=25)
        assert visit.client.get("/mijn/").status_code == 200
    visit.wait(minutes=29)
    assert visit.client.get("/mijn/").url == "/mijn/inloggen/"
