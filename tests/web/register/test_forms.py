"""What stands in a form is what is kept, and what people type is understood or said to be wrong."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.register.entries import entries
from tests.web.register.register_world import sent_by
from voordeur.domain.register.amounts import read_cents
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.differences import changes
from voordeur.domain.register.entry import plain, read_entry
from voordeur.domain.register.fields import Field, FieldKind
from voordeur.domain.rules.reading import Reader
from voordeur.services.register_choices import Choosable
from voordeur.services.register_words import Named
from voordeur.web.register.forms import EntryForm
from voordeur.web.register.typed import control_of, data_of, tidied, typed_of
from voordeur.web.register.written import day_of, euros_of, moment_of, whole_of

LINE = KINDS["plan_line"]


@pytest.mark.parametrize("code", KINDS)
@settings(max_examples=3, deadline=None)
@given(st.data())
def test_a_form_posted_back_unchanged_changes_nothing(code: str, data: Any) -> None:
    kind = KINDS[code]
    entry = read_entry(Reader(), kind, data.draw(entries(kind)), ())
    with translation.override("nl"):
        form = EntryForm(
            kind,
            _choices(kind.fields, entry.values),
            typed_of(kind, plain(kind, entry)),
            language="nl",
        )
        written = "".join(str(form[name]) for name in form.fields)
        understood = data_of(kind, tidied(kind, sent_by(f'<form method="post">{written}</form>')))
    assert understood.problems == ()
    reader = Reader()
    again = read_entry(reader, kind, {**understood.data, "code": entry.code}, ())
    assert reader.problems == []
    assert changes(kind, entry, again) == ()


def _choices(fields: tuple[Field, ...], values: Any) -> Choosable:
    """Offer some of what stands in the entry, in another order; what is gone stays choosable."""
    found: dict[str, tuple[Named, ...]] = {}
    for one in fields:
        held = values.get(one.code)
        if one.kind is FieldKind.REFERENCES and held:
            found[one.target] = tuple(Named(code, code) for code in sorted(held)[1:])
    return Choosable(found)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1250", 125000),
        ("1.250", 125000),
        ("1.250,5", 125050),
        ("1.250,50", 125050),
        ("1250.50", 125050),
        ("1,250.50", 125050),
        ("€ 1.250,-", 125000),
        ("\u00a0€\u202f1 250,50 ", 125050),
        ("0", 0),
        ("0,01", 1),
        ("12,345", None),
        ("-5", None),
        ("1.2.3", None),
        ("veel", None),
        ("", None),
        ("1e9", None),
        ("١٢", None),
        ("9" * 30, None),
    ],
)
def test_amounts_as_people_type_them(typed: str, cents: int | None) -> None:
    assert read_cents(typed) == cents


@given(st.integers(0, 10**14))
def test_an_amount_is_shown_as_it_can_be_typed(cents: int) -> None:
    assert read_cents(euros_of(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026", "2026"),
        ("2026-q4", "2026-Q4"),
        ("Q4 2026", "2026-Q4"),
        ("kwartaal 4 2026", "2026-Q4"),
        ("juni 2026", "2026-06"),
        ("3 June 2026", "2026-06-03"),
        ("3-6-2026", "2026-06-03"),
        ("31-2-2026", ""),
        ("volgend jaar", ""),
        ("26", ""),
        ("juni", ""),
    ],
)
def test_moments_as_people_type_them(typed: str, kept: str) -> None:
    assert moment_of(typed) == kept


def test_days_and_numbers_as_people_type_them() -> None:
    assert day_of("31-12-2026") == day_of("2026-12-31") == "2026-12-31"
    assert day_of("31-02-2026") == day_of("20261231") == day_of("morgen") == ""
    assert (whole_of("1.250"), whole_of("-3"), whole_of("1,5"), whole_of("9" * 40)) == (
        1250,
        -3,
        None,
        None,
    )
    assert whole_of("١٢") is None


def understood(**typed: str) -> dict[str, str]:
    """Return what is said to be wrong, by control."""
    whole = {
        "title.nl": "x",
        "plan": "p",
        "level": "running",
        "activity.nl": "y",
        "mandate": "rba",
        "status": "running",
    }
    sent = {name: [held] for name, held in {**whole, **typed}.items()}
    with translation.override("nl"):
        found = data_of(LINE, tidied(LINE, sent))
    return {problem.name: problem.words for problem in found.problems}


MONEY, RESULT = "finances.0.amount_cents.number", "results.0.target.number"
COUNTED = {"results.0.promise.nl": "x", RESULT: "1"}
EVENTS, WHERE = "results.0.counted.events", "results.0.counted.where"


@pytest.mark.parametrize(
    ("typed", "control", "words"),
    [
        ({"title.nl": " "}, "title.nl", "Vul dit nog in"),
        ({"plan": ""}, "plan", "Kies er nog een"),
        ({"level": "<script>"}, "level", "Deze keuze"),
        ({"activity.nl": "", "activity.en": "Do"}, "activity.nl", "Nederlandse"),
        ({"activity.nl": "a" * 20_001}, "activity.nl", "Je schreef er 20001"),
        ({"from": "ooit"}, "from", "Schrijf een jaar"),
        ({MONEY: "veel"}, MONEY, "geen bedrag"),
        ({MONEY: "-1"}, MONEY, "geen bedrag"),
        ({"finances.0.part.nl": "Uren"}, MONEY, "Vul dit nog in"),
        ({MONEY: "1", "finances.0.amount_cents.word": "in_kind"}, MONEY, "Niet allebei"),
        ({**COUNTED, RESULT: "9" * 18}, RESULT, "met cijfers"),
        ({**COUNTED, WHERE: "a: b"}, EVENTS, "gebeurtenissen"),
        ({**COUNTED, EVENTS: "A", WHERE: "zomaar"}, WHERE, "gegeven"),
        ({"source.section": "§1"}, "source.document", "document"),
        ({"earlier_names.0.until": "2020-01-01"}, "earlier_names.0.title.nl", "Vul dit nog in"),
    ],
)
def test_what_is_wrong_is_said_at_its_control(
    typed: dict[str, str], control: str, words: str
) -> None:
    found = understood(**typed)
    assert list(found) == [control]
    assert words in found[control]


def test_control_nothing_is_wrong_with_a_good_line() -> None:
    assert understood() == {}
    assert (
        understood(**{"nonsense": "x", "finances.999999.part.nl": "x", "results.0.x.y.z": ""}) == {}
    )


def test_empty_blocks_go_and_one_is_taken_away_by_name() -> None:
    typed = {
        "finances.0.part.nl": [" "],
        "finances.3.part.nl": ["Uren"],
        "finances.7.part.nl": ["Zaal"],
        "title.nl": ["x"],
    }
    assert tidied(LINE, typed) == {
        "title.nl": ["x"],
        "finances.0.part.nl": ["Uren"],
        "finances.1.part.nl": ["Zaal"],
    }
    kept = tidied(LINE, typed, empty_too=True, without="finances.3")
    assert kept["finances.0.part.nl"] == [" "]
    assert kept["finances.1.part.nl"] == ["Zaal"]


def test_a_problem_finds_the_control_it_is_about() -> None:
    names = ["title.nl", "finances.0.amount_cents.number", "pillars", "valid.until"]
    assert control_of(names, ("title", "nl")) == control_of(names, ("title",)) == "title.nl"
    assert control_of(names, ("finances", 0, "amount_cents")) == names[1]
    assert control_of(names, ("pillars", 3)) == "pillars"
    assert control_of(names, ("nowhere",)) == ""
