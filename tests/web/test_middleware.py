"""What holds for every page: no sign that breaks a database, no empty answer to a wrong method."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(region: object) -> Client:
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("path", ["/werk/dossier/%00/", "/spreekuren/x%00y/", "/en/%00"])
def test_a_nul_in_an_address_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_nul_in_a_form_or_a_query_is_a_bad_request(client: Client) -> None:
    assert client.get("/wie-doet-wat/", {"naam": "a\0b"}).status_code == 400
    assert client.post("/vraag/", {"vraag": "a\0b"}).status_code == 400
    assert client.get("/wie-doet-wat/", {"naam": "ab"}).status_code == 200


def test_more_than_a_page_can_take_is_said_to_be_too_much(client: Client) -> None:
    for told in ({"question": "x" * 3_100_000}, {f"vraag{n}": "x" for n in range(4_100)}):
        answer = client.post("/vraag/", told)
        assert answer.status_code == 413
        assert "Dit is te groot" in answer.content.decode()


def test_a_wrong_method_gets_a_page(client: Client) -> None:
    answer = client.get("/demo/inloggen/alice")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert b"<main" in answer.content


def test_nothing_is_kept_by_caches(client: Client) -> None:
    assert client.get("/")["Cache-Control"] == "no-store"
