"""Generated entries: for any kind, whatever may stand in its fields."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.fields import Field, FieldKind, Kind

CODES = st.text("abcdefghij0123456789-_", min_size=1, max_size=12).filter(
    lambda code: any(sign.isalnum() for sign in code)
)
LETTERS = st.characters(
    blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff"
)
WORDS = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
TEXTS = st.one_of(
    st.fixed_dictionaries({"nl": WORDS}), st.fixed_dictionaries({"nl": WORDS, "en": WORDS})
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
MOMENTS = st.one_of(
    DAYS,
    st.integers(2000, 2099).map(str),
    st.tuples(st.integers(2000, 2099), st.integers(1, 4)).map(lambda q: f"{q[0]}-Q{q[1]}"),
    st.tuples(st.integers(2000, 2099), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02d}"),
)
RULES = st.fixed_dictionaries(
    {"events": st.lists(CODES, min_size=1, max_size=3)},
    optional={
        "where": st.dictionaries(CODES, st.lists(CODES, min_size=1, max_size=2), max_size=2),
        "once_per_case": st.booleans(),
    },
)
CONDITIONS = st.sampled_from(
    ("age: 18..26\nbenefit: ww, bijstand", "niet work: working\nof\nage: 55..", "age: ..26")
)

SIMPLE: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.TEXT: TEXTS,
    FieldKind.PROSE: TEXTS,
    FieldKind.LINE: WORDS,
    FieldKind.NUMBER: st.integers(-(10**9), 10**9),
    FieldKind.FLAG: st.booleans(),
    FieldKind.DAY: DAYS,
    FieldKind.MOMENT: MOMENTS,
    FieldKind.REFERENCE: CODES,
    FieldKind.REFERENCES: st.lists(CODES, min_size=1, max_size=3, unique=True),
    FieldKind.AMOUNT: st.one_of(st.integers(0, 10**14), st.sampled_from([*map(str, AmountWord)])),
    FieldKind.QUANTITY: st.one_of(
        st.integers(0, 10**9), st.sampled_from([*map(str, QuantityWord)])
    ),
    FieldKind.RULE: RULES,
    FieldKind.CONDITION: CONDITIONS,
}


def values(one: Field) -> st.SearchStrategy[Any]:
    """Return a strategy for what may stand in a field."""
    if one.kind is FieldKind.CHOICE:
        return st.sampled_from(sorted(one.choices))
    if one.kind is FieldKind.ROWS:
        says = blocks(one.rows).filter(lambda row: any(held is not False for held in row.values()))
        return st.lists(says, min_size=1, max_size=2)
    return SIMPLE[one.kind]


def blocks(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for the plain data of some fields; what is not needed may be absent."""
    return st.fixed_dictionaries(
        {one.code: values(one) for one in fields if one.needed},
        optional={one.code: values(one) for one in fields if not one.needed},
    )


def entries(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for the plain data of a whole entry."""
    periods = DAYS.map(
        lambda day: {
            "from": day,
            "until": (date.fromisoformat(day) + timedelta(days=40)).isoformat(),
        }
    )
    earlier = st.fixed_dictionaries({"title": TEXTS}, optional={"until": DAYS})
    common = st.fixed_dictionaries(
        {"code": CODES, "title": TEXTS},
        optional={
            "source": st.fixed_dictionaries({"document": WORDS}, optional={"section": WORDS}),
            "aliases": st.lists(WORDS, min_size=1, max_size=2),
            "earlier_names": st.lists(earlier, min_size=1, max_size=2),
            "valid": periods,
        },
    )
    return st.tuples(common, blocks(kind.fields)).map(lambda both: {**both[0], **both[1]})
