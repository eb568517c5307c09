"""What one takes along in open files comes back as the same people with the same questions."""

import io
import json
import zipfile

import pytest

from tests.people import Cast
from tests.services.profiled import COOKING, load_own_list, skill
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.profile.profile import Practical
from voordeur.records.cases.models import CaseRecord
from voordeur.services import audit, cases, imports, open_files, work_profile
from voordeur.services.people import EmployerDetails, PersonDetails

pytestmark = pytest.mark.django_db
PEOPLE = [
    ('=HYPERLINK("http://x")', '\'=1+1 klopt dat?\nTweede regel; met "tekens"', ""),
    ("Zoë van Voorbeeld", "+ ik wil leren", "1971"),
    ("Piet Steekproef", "Wat kan ik?", "2011"),
]


def register_people(cast: Cast) -> list[str]:
    return [
        cases.register(
            cast.alice.context,
            registration=cases.Registration(
                question=question,
                channel="phone",
                person=PersonDetails(
                    name=name, postcode=postcode, phone="+31600000001", birth_year=1980
                ),
            ),
        ).ref
        for name, question, postcode in PEOPLE
    ]


def asked() -> set[tuple[object, ...]]:
    rows = CaseRecord.objects.select_related("resident")
    return {
        (c.resident.name, c.question, c.channel, c.resident.phone, c.resident.postcode)
        for c in rows
        if c.resident
    }


def test_out_and_in_again_is_the_same(cast: Cast) -> None:
    register_people(cast)
    before = asked()
    assert len(before) == len(PEOPLE)
    eva = cast.eva.context
    files = open_files.take_along(eva, organisation="werkcentrum").files
    empty_the_house()
    assert not asked()
    made = imports.start(eva, kind="people", organisation="werkcentrum", content=files["cases.csv"])
    assert isinstance(made, imports.Started)
    imports.map_columns(eva, ref=made.ref, mapping=imports.page(eva, ref=made.ref).mapping)
    doubles = {row.number: True for row in imports.page(eva, ref=made.ref, shown="double").rows}
    imports.mend(eva, ref=made.ref, cells={}, skip={}, keep=doubles)
    assert imports.run(eva, ref=made.ref).finished
    assert asked() == before


def empty_the_house() -> None:
    """Make the questions of before belong to nobody, as in another installation."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("case_delete_guard", "grant_delete_guard"):
            cursor.execute(f"DROP TRIGGER {name}" + _table_of(name))
        for table in ("outbox", "case_grant", "case_file", "resident"):
            cursor.execute(f"DELETE FROM {table}")


def _table_of(name: str) -> str:
    from django.db import connection

    tables = {"case_delete_guard": "case_file", "grant_delete_guard": "case_grant"}
    return f" ON {tables[name]}" if connection.vendor == "postgresql" else ""


def test_no_cell_calculates_and_json_keeps_the_words(cast: Cast) -> None:
    register_people(cast)
    files = open_files.take_along(cast.eva.context, organisation="werkcentrum")
    text = files.files["cases.csv"].decode("utf-8-sig")
    assert ";'+ ik wil leren;" in text
    assert "\"'=HYPERLINK" in text
    lines = [json.loads(line) for line in files.files["cases.jsonl"].decode().splitlines()]
    assert [line["name"] for line in lines] == [name for name, *_ in PEOPLE]
    with zipfile.ZipFile(io.BytesIO(files.archive())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 11
        assert b"werkcentrum" in archive.read("README.txt")


def test_every_resident_reads_that_it_was_taken(cast: Cast) -> None:
    register_people(cast)
    open_files.take_along(cast.eva.context, organisation="werkcentrum")
    for case in CaseRecord.objects.all():
        names = [line.name for line in audit.lines_about(case.resident_id or 0)]
        assert "OpenFilesTaken" in names


def test_employers_are_in_it_too(cast: Cast) -> None:
    cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Ik zoek iemand",
            channel="phone",
            employer=EmployerDetails(name="Bakkerij Voorbeeld"),
        ),
    )
    files = open_files.take_along(cast.eva.context, organisation="werkcentrum").files
    assert json.loads(files["cases.jsonl"])["name"] == "Bakkerij Voorbeeld"


def test_only_ones_own(cast: Cast) -> None:
    register_people(cast)
    before = len(audit.newest(most=1000))
    for person in (cast.alice, cast.bob, cast.charlie):
        with pytest.raises(RefusedError) as caught:
            open_files.take_along(person.context, organisation=person.context.organisation)
        assert caught.value.refusal.reason is Reason.NOT_FOUND
    with pytest.raises(RefusedError):
        open_files.take_along(cast.eva.context, organisation="gemeente-velsen")
    assert len(audit.newest(most=1000)) == before


def test_a_profile_goes_along_with_its_person(cast: Cast) -> None:
    load_own_list()
    ref = register_people(cast)[1]
    alice = cast.alice.context
    work_profile.add_lines(alice, ref=ref, lines=[skill()], together=True)
    practical = Practical(hours_most=28, hours_now=12, more_hours=True, days=("mon", "tue"))
    work_profile.keep_practical(alice, ref=ref, practical=practical)
    files = open_files.take_along(cast.eva.context, organisation="werkcentrum").files
    (person,) = [json.loads(one) for one in files["profiles.jsonl"].decode().splitlines()]
    (line,) = [json.loads(one) for one in files["profile_lines.jsonl"].decode().splitlines()]
    residents = [json.loads(one) for one in files["residents.jsonl"].decode().splitlines()]
    names = {one["resident"]: one["name"] for one in residents}
    assert names[person["resident"]] == names[line["resident"]] == "Zoë van Voorbeeld"
    assert (person["hours_now"], person["more_hours"], person["days"]) == (12, True, "mon tue")
    assert line["code"] == COOKING
    assert ";true;mon tue;" in files["profiles.csv"].decode("utf-8-sig")
