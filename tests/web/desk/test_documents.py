"""Documents through the browser: sent as a form, taken as a file that nothing runs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import Cast
from tests.services import hostile_files
from tests.services.dossier import registered
from tests.web.desk.desk_client import browser, words
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord, DocumentRecord
from voordeur.services import documents


def send(client: Any, case: CaseRecord, name: str, content: bytes) -> Any:
    address = f"/werk/dossier/{case.ref}/doe/stuk/"
    opened = client.get(address).context["form"].initial
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(address, {**opened, "document": file}, follow=True)


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.bob.context)


@pytest.mark.parametrize("name", sorted(hostile_files.HONEST))
def test_a_document_goes_in_and_comes_out_as_it_was(
    cast: Cast, case: CaseRecord, name: str
) -> None:
    client = browser(cast.bob)
    content, kind = hostile_files.HONEST[name]
    assert send(client, case, name, content).status_code == 200
    row = DocumentRecord.objects.get()
    before = JournalRecord.objects.filter(kind="view").count()
    response = client.get(f"/werk/dossier/{case.ref}/stuk/{row.ref}/")
    assert response.content == content
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert JournalRecord.objects.filter(kind="view").count() == before + 1


@pytest.mark.parametrize("sort", ["page", "picture that runs", "program", "zip bomb", "any zip"])
def test_a_hostile_file_is_refused_in_words(cast: Cast, case: CaseRecord, sort: str) -> None:
    response = send(browser(cast.bob), case, "brief.pdf", hostile_files.HOSTILE[sort])
    assert response.status_code in {200, 409, 422}
    assert "Dit soort bestand kan niet. Kies een ander bestand." in words(response)
    assert not DocumentRecord.objects.exists()


@pytest.mark.parametrize("content", [b"", b"a" * 10_000_001])
def test_nothing_and_too_much_are_refused_in_words(
    cast: Cast, case: CaseRecord, content: bytes
) -> None:
    response = send(browser(cast.bob), case, "brief.txt", content)
    assert response.status_code == 422
    assert "Dit bestand is" in words(response)
    assert not DocumentRecord.objects.exists()


def test_a_name_can_not_break_out_of_its_header(cast: Cast, case: CaseRecord) -> None:
    name = 'a"; filename="weg.exe\r\nSet-Cookie: x=1.pdf'
    ref = documents.add_document(
        cast.bob.context, ref=case.ref, name=name, content=hostile_files.pdf()
    )
    response = browser(cast.bob).get(f"/werk/dossier/{case.ref}/stuk/{ref}/")
    assert response["Content-Disposition"] == (
        'attachment; filename="a filename=weg.exeSet-Cookie x=1.pdf"'
    )
    assert "Set-Cookie" not in response.headers


def test_charlie_and_strangers_get_no_byte(cast: Cast, case: CaseRecord, client: Any) -> None:
    ref = documents.add_document(
        cast.bob.context, ref=case.ref, name="brief.pdf", content=hostile_files.pdf()
    )
    address = f"/werk/dossier/{case.ref}/stuk/{ref}/"
    assert browser(cast.charlie).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert browser(cast.bob).post(address).status_code == 405


@pytest.mark.parametrize("document", ["WEG", "%00", "..%2f..%2fetc", "9" * 400, "%F0%9F%99%82"])
def test_an_address_that_makes_no_sense_is_not_found(
    cast: Cast, case: CaseRecord, document: str
) -> None:
    response = browser(cast.bob).get(f"/werk/dossier/{case.ref}/stuk/{document}/")
    assert response.status_code == 404
