"""The rows an attack starts from, and values good and bad for every column of the six tables."""

from collections.abc import Mapping, Sequence
from random import Random

Value = str | int | float | bytes | None
TABLES = ("case_file", "handover", "case_closure", "case_grant", "journal", "journal_head")
ORGANISATIONS = ("werkcentrum", "uwv", "velsen", "haarlem", "wsp")
MOMENT = "2026-03-02 09:00:00"
LATER = "2026-04-02 09:00:00"
ZEROS = "0" * 64

FURNITURE: tuple[tuple[str, Mapping[str, Value]], ...] = (
    *(("organisation", {"code": code, "kind": "municipality"}) for code in ORGANISATIONS),
    *(("resident", {"id": 900 + n, "ref": f"R{n}", "name": "Dagmar Voorbeeld"}) for n in range(3)),
    ("employer", {"id": 900, "ref": "EMP", "name": "Bakkerij Voorbeeld"}),
)  # fmt: skip
"""What the six tables point at; other obligatory columns get a value that fits their type."""

_STEPS: Sequence[Value] = (
    "", " ", "\t\n", "\u00a0", "\u200b \u3000", None, "Bellen", b"", b" ", 5, "x" * 150,
)  # fmt: skip
_DAYS: Sequence[Value] = (
    None, "", "2026-02-30", "infinity", "-infinity", "9999-12-31", "12026-01-01", "0001-01-01",
    "2026-05-01", "2199-12-31", "2200-01-01", "morgen", "now", 20260501, 2461000.5, b"2026-05-01",
)  # fmt: skip
_MOMENTS: Sequence[Value] = (
    None, "", MOMENT, LATER, "2026-04-02 09:00:00.000001", "infinity", "-infinity", "now", "straks",
    "2026-13-01 00:00:00", "9999-12-31 23:59:59", "1999-12-31 23:59:59", 0, b"x",
)  # fmt: skip
_STATES: Sequence[Value] = (
    "open", "closed", "offered", "accepted", "returned", "redirected", "withdrawn", "OPEN", "",
    None, "lost", 1,
)  # fmt: skip
_CODES: Sequence[Value] = ("", " ", "\u00a0", None, "work", "stopped", "too_far", 3, b"")
_COUNTS: Sequence[Value] = (0, 1, 2, 3, -1, None, "x", 1.5, 2147483647, 99999999999, "")
_JSON: Sequence[Value] = ("[]", '["name"]', '["name", "notes"]', "{", "", None, "null", 7)
_ORGANISATIONS: Sequence[Value] = (
    *ORGANISATIONS, *ORGANISATIONS, "nobody", "", None, "Werkcentrum", "werkcentrum ", 1,
)  # fmt: skip
_DIGESTS: Sequence[Value] = (ZEROS, "f" * 64, "F" * 64, "x", "", None, "f" * 63, b"f" * 64)
_PEOPLE: Sequence[Value] = (900, 901, 902, None, 0, 77, "x")
_TEXTS: Sequence[Value] = ("", "x", None, 1)

_POOLS: Mapping[str, Sequence[Value]] = {
    "state": _STATES, "next_step": _STEPS, "outcome": _CODES, "answer_reason": _CODES,
    "reason": _CODES, "purpose": _CODES, "legal_basis": _CODES, "next_party": _CODES,
    "given_by": _CODES, "episode": _COUNTS, "version": _COUNTS, "link_version": _COUNTS,
    "term_days": _COUNTS, "sequence": _COUNTS, "shared_fields": _JSON, "fields": _JSON,
    "situation": _JSON, "previous": _DIGESTS, "digest": _DIGESTS, "resident_id": _PEOPLE,
    "employer_id": _PEOPLE, "adviser_id": _PEOPLE, "answered_by_id": _PEOPLE,
    "offered_by_id": _PEOPLE, "account_id": _PEOPLE,
}  # fmt: skip
_BY_ENDING: Mapping[str, Sequence[Value]] = {
    "_date": _DAYS, "_on": _DAYS, "_at": _MOMENTS, "_from": _MOMENTS, "_until": _MOMENTS,
}  # fmt: skip
_LINKS = frozenset({"id", "case_id", "handover_id", "follows_id", "accepted_handover_id"})
_PARTIES = ("accountable_id", "finally_responsible_id", "proposed_id", "organisation_id",
            "sender_id", "receiver_id")  # fmt: skip


def wild(random: Random, column: str) -> Value:
    """Return a value for ``column``: sometimes right, sometimes absurd."""
    if column in _LINKS:
        return random.choice((None, 0, -1, 1, 2, 3, random.randrange(1, 60), 999999, "x"))
    if column in _PARTIES:
        return random.choice(_ORGANISATIONS)
    if column == "ref":
        return random.choice(("", None, "C1", "H1", "G1", f"W{random.randrange(10**9)}", 5))
    pool = _POOLS.get(column)
    if pool is None:
        ending = next((pool for end, pool in _BY_ENDING.items() if column.endswith(end)), None)
        pool = ending or (_MOMENTS if column == "at" else _TEXTS)
    return random.choice(pool)


def filler(kind: str) -> Value:
    """Return a harmless value for an obligatory column of a type this proof does not care about."""
    kind = kind.lower()
    if "json" in kind:
        return "{}"
    if "bool" in kind:
        return "false"
    if "timestamp" in kind or "datetime" in kind:
        return MOMENT
    if "date" in kind:
        return "2026-03-02"
    return 1 if any(word in kind for word in ("int", "numeric", "double", "real")) else "x"
