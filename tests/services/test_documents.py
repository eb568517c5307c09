"""Documents: only what they are, under a safe name, kept once, seen by whoever may and logged."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import Cast
from tests.services import hostile_files
from tests.services.dossier import acts, refused, registered, undone
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import DocumentRecord
from voordeur.services import documents
from voordeur.services.document_kinds import ENDINGS, TEXT, kind_of
from voordeur.services.ports import ports
from voordeur.services.sharing import Sharing, share_case

LETTER = hostile_files.pdf(b"/Title (brief)")


def kept(cast: Cast, **changes: Any) -> DocumentRecord:
    case = changes.pop("case", None) or registered(cast.bob.context)
    values: dict[str, Any] = {"ref": case.ref, "name": "brief.pdf", "content": LETTER} | changes
    ref = documents.add_document(cast.bob.context, **values)
    return DocumentRecord.objects.select_related("case").get(ref=ref)


@pytest.mark.parametrize("name", sorted(hostile_files.HONEST))
def test_every_kind_that_is_kept_is_known_by_its_bytes(name: str) -> None:
    content, kind = hostile_files.HONEST[name]
    assert kind_of(content) == kind


def test_there_are_enough_hostile_files() -> None:
    assert len(set(hostile_files.HOSTILE.values())) >= 60


@pytest.mark.parametrize("name", sorted(hostile_files.HOSTILE))
def test_no_hostile_file_is_taken_for_a_document(name: str) -> None:
    assert kind_of(hostile_files.HOSTILE[name]) is None


@pytest.mark.parametrize("name", sorted(hostile_files.HONEST))
def test_no_honest_file_with_a_page_glued_on_is_kept(name: str) -> None:
    content, _kind = hostile_files.HONEST[name]
    tail = b"<script>" + b" " * 2_000
    assert kind_of(content + tail) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"PK\x03\x04"]))
def test_whatever_comes_in_gets_an_answer(tail: bytes, start: bytes) -> None:
    assert kind_of(start + tail) in {None, *ENDINGS}


@given(st.data())
def test_a_broken_document_gets_an_answer(data: Any) -> None:
    content, kind = data.draw(st.sampled_from(sorted(hostile_files.HONEST.values())))
    at = data.draw(st.integers(0, len(content) - 1))
    changed = content[:at] + bytes([data.draw(st.integers(0, 255))]) + content[at + 1 :]
    assert kind_of(changed) in {None, kind, TEXT}


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("brief.pdf", "brief.pdf"),
        ("Cv Dagmar (2026).PDF", "Cv Dagmar (2026).pdf"),
        ("rekening.pdf.exe", "rekening.pdf.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\bob\\brief.pdf", "brief.pdf"),
        ("brief\u202efdp.exe", "brieffdp.pdf"),
        ("\u2066brief\u2069.pdf", "brief.pdf"),
        ("brief\x00.exe\r\nX-Kop: weg.pdf", "brief.exeX-Kop weg.pdf"),
        ('"; filename="weg.exe', "filename=weg.pdf"),
        ("con.pdf", "document.pdf"),
        ("LPT1.txt", "document.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        (" - .pdf", "document.pdf"),
        ("<script>alert(1)</script>", "script.pdf"),
        ("brief\u3000\u2028twee.pdf", "brief twee.pdf"),
        ("\ud800brief.pdf", "brief.pdf"),
        ("a" * 5_000, "a" * 120 + ".pdf"),
        ("İstanbul café.pdf", "İstanbul café.pdf"),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept_name: str) -> None:
    assert documents.safe_name(given_name, "application/pdf") == kept_name


@given(st.text())
def test_any_name_becomes_one_that_can_be_kept_and_sent(typed: str) -> None:
    name = documents.safe_name(typed, TEXT)
    assert name.endswith(".txt")
    assert 5 <= len(name) <= 124
    assert not set(name) & set('/\\<>:"|?*%;\r\n\0')
    assert name.encode()
    assert documents.safe_name(name, TEXT) == name


def test_a_document_is_kept_under_a_name_of_our_own_with_its_digest(cast: Cast) -> None:
    row = kept(cast, name="../Brief van UWV.exe")
    assert (row.name, row.content_type) == ("Brief van UWV.pdf", "application/pdf")
    assert (row.size_bytes, row.digest) == (len(LETTER), hashlib.sha256(LETTER).hexdigest())
    assert len(row.stored_as) == 32
    assert row.stored_as.isalnum()
    assert ports().files.fetch(row.stored_as) == LETTER
    event = JournalRecord.objects.get(name="DocumentAdded")
    assert acts(row.case)[-1] == "DocumentAdded"
    assert row.digest in event.payload
    assert "Brief" not in event.payload


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": b""}, Reason.INVALID_INPUT),
        ({"content": b"a" * 10_000_001}, Reason.TOO_LARGE),
        ({"content": LETTER, "most_bytes": 10}, Reason.TOO_LARGE),
        ({"content": hostile_files.EXE}, Reason.KIND_NOT_ALLOWED),
        ({"content": hostile_files.SVG, "name": "foto.png"}, Reason.KIND_NOT_ALLOWED),
    ],
)
def test_what_is_refused_leaves_nothing(cast: Cast, changes: Any, reason: Reason) -> None:
    case = registered(cast.bob.context)
    undone(lambda: kept(cast, case=case, **changes), reason)
    assert not DocumentRecord.objects.exists()


def test_just_within_the_limit_is_kept(cast: Cast) -> None:
    assert kept(cast, content=b"a" * 10_000_000, name="lang.txt").size_bytes == 10_000_000


def test_a_download_is_in_the_log_before_it_is_there(cast: Cast) -> None:
    row = kept(cast)
    file = documents.document(cast.bob.context, ref=row.case.ref, document_ref=row.ref)
    assert (file.name, file.content_type, file.content) == ("brief.pdf", row.content_type, LETTER)
    seen = JournalRecord.objects.filter(kind="view", name="CaseSeen", case_id=row.case_id)
    assert [("document" in line.payload) for line in seen] == [True]


def test_charlie_finds_nothing_and_can_add_nothing(cast: Cast) -> None:
    row = kept(cast)
    charlie = cast.charlie.context
    with refused(Reason.NOT_FOUND):
        documents.document(charlie, ref=row.case.ref, document_ref=row.ref)
    undone(
        lambda: documents.add_document(charlie, ref=row.case.ref, name="a.pdf", content=LETTER),
        Reason.NOT_FOUND,
    )


@pytest.mark.parametrize("shares", [True, False])
def test_a_partner_gets_documents_only_when_they_are_shared(cast: Cast, shares: bool) -> None:
    row = kept(cast)
    fields = {FieldGroup.NAME} | ({FieldGroup.DOCUMENTS} if shares else set())
    allowed = Sharing(
        organisation="werkcentrum",
        purpose=Purpose.GUIDANCE,
        fields=fields,
        resident_agrees=True,
    )
    share_case(cast.bob.context, ref=row.case.ref, sharing=allowed)
    look = {"ref": row.case.ref, "document_ref": row.ref}
    if shares:
        assert documents.document(cast.alice.context, **look).content == LETTER
    else:
        with refused(Reason.NOT_FOUND):
            documents.document(cast.alice.context, **look)


def test_a_document_of_another_case_is_not_found(cast: Cast) -> None:
    row = kept(cast)
    other = registered(cast.bob.context)
    for ref in (row.ref, "", "\x00", "../" + row.ref, "9" * 500):
        with refused(Reason.NOT_FOUND):
            documents.document(cast.bob.context, ref=other.ref, document_ref=ref)


def test_bytes_that_are_gone_are_not_found_instead_of_a_crash(cast: Cast) -> None:
    row = kept(cast)
    DocumentRecord.objects.filter(pk=row.pk).update(stored_as="f" * 32)
    with refused(Reason.NOT_FOUND):
        documents.document(cast.bob.context, ref=row.case.ref, document_ref=row.ref)
