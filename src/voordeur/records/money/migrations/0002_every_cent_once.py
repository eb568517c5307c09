"""Every cent moves once: triggers that keep balances equal to the ledger, whatever statement comes.

An entry is only added. Adding it changes the balances of its budget and claim in the same
statement, and nothing else can. The statements are spelled out here, per database, so that this
migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

BUDGET_ACCOUNTS = ("available", "reserved", "committed", "paid")
CLAIM_ACCOUNTS = ("reserved", "committed", "paid")
FIRST_DAY, FIRST_DAY_NO_MORE = "2000-01-01", "2200-01-01"


def _effect(entry: str, account: str) -> str:
    """Return what an entry does to an account, in cents."""
    return (
        f"CASE WHEN {entry}.to_account = '{account}' THEN {entry}.amount_cents "
        f"WHEN {entry}.from_account = '{account}' THEN -{entry}.amount_cents ELSE 0 END"
    )


def _allotted(entry: str) -> str:
    return (
        f"CASE WHEN {entry}.from_account = 'outside' THEN {entry}.amount_cents "
        f"WHEN {entry}.to_account = 'outside' THEN -{entry}.amount_cents ELSE 0 END"
    )


def _follows(column: str, owner: str, accounts: tuple[str, ...], *, allotted: bool) -> str:
    """Return the condition that a change of balances is not the effect of one new entry."""
    moved = [f"NEW.{one}_cents - OLD.{one}_cents = ({_effect('e', one)})" for one in accounts]
    if allotted:
        moved.append(f"NEW.allotted_cents - OLD.allotted_cents = ({_allotted('e')})")
    changed = [f"NEW.{one}_cents <> OLD.{one}_cents" for one in accounts]
    changed += ["NEW.allotted_cents <> OLD.allotted_cents"] if allotted else []
    return f"""({" OR ".join(changed)} OR NEW.last_entry <> OLD.last_entry) AND NOT (
      NEW.last_entry > OLD.last_entry AND EXISTS (SELECT 1 FROM ledger_entry e
        WHERE e.id = NEW.last_entry AND e.{column} = {owner} AND {" AND ".join(moved)}))"""


_BUDGET_UPDATE = (
    "NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.source <> OLD.source "
    "OR NEW.sort <> OLD.sort OR NEW.origin <> OLD.origin OR ("
    + _follows("budget_id", "NEW.id", BUDGET_ACCOUNTS, allotted=True)
    + ")"
)
_CLAIM_UPDATE = (
    "NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.cost_id <> OLD.cost_id "
    "OR NEW.budget_id <> OLD.budget_id OR ("
    + _follows("claim_id", "NEW.id", CLAIM_ACCOUNTS, allotted=False)
    + ")"
)
_CLAIMED = """NEW.claimed_cents <> coalesce((SELECT sum(c.reserved_cents + c.committed_cents
      + c.paid_cents) FROM claim c WHERE c.cost_id = NEW.id), 0)"""
_NOTHING = " OR ".join(
    f"NEW.{one} <> 0"
    for one in ("allotted_cents", *(f"{account}_cents" for account in BUDGET_ACCOUNTS))
)
_BUDGET_INSERT = f"{_NOTHING} OR NEW.last_entry <> 0"
_CLAIM_INSERT = """NEW.reserved_cents <> 0 OR NEW.committed_cents <> 0 OR NEW.paid_cents <> 0
    OR NEW.last_entry <> 0 OR EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id
      AND b.sort IN ('reserve', 'national'))"""
_COST_INSERT = "NEW.claimed_cents <> 0"
_COST_UPDATE = f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.project <> OLD.project
    OR coalesce(NEW.step_id, 0) <> coalesce(OLD.step_id, 0) OR {_CLAIMED}
    OR (NEW.due_on <> OLD.due_on AND OLD.claimed_cents > 0)"""
# Money is claimed in the period of its budget; what was claimed may be paid after it.
_ENTRY_FITS = """(NEW.claim_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim c
      WHERE c.id = NEW.claim_id AND c.budget_id = NEW.budget_id))
    OR (NEW.movement = 'reserve' AND NOT EXISTS (SELECT 1 FROM claim c
      JOIN cost k ON k.id = c.cost_id JOIN budget b ON b.id = c.budget_id
      WHERE c.id = NEW.claim_id AND k.due_on >= b.start_date AND k.due_on < b.end_date))"""
# Out of the reserve goes only what a decision allows, and nothing else carries a withdrawal.
_RESERVE = """(NEW.movement = 'cut' AND EXISTS (SELECT 1 FROM budget b
      WHERE b.id = NEW.budget_id AND b.sort = 'reserve') AND NOT EXISTS (
        SELECT 1 FROM reserve_withdrawal w WHERE w.id = NEW.withdrawal_id
          AND NEW.amount_cents + coalesce((SELECT sum(o.amount_cents) FROM ledger_entry o
            WHERE o.withdrawal_id = NEW.withdrawal_id AND o.movement = 'cut'), 0)
            <= w.amount_cents))
    OR (NEW.withdrawal_id IS NOT NULL AND NEW.movement NOT IN ('cut', 'allot'))"""


def _sqlite_known(table: str, *unique: str) -> str:
    """SQLite's REPLACE removes what is in the way without asking; so nothing may be in the way."""
    same = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", *unique))
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {same})"


def _sqlite_no_day(column: str) -> str:
    return (
        f"({column} IS NOT date({column}, '+0 days') "
        f"OR {column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}')"
    )


def _postgres_no_day(column: str) -> str:
    return f"({column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}')"


def _no_number(*columns: str) -> str:
    return " OR ".join(f"typeof(NEW.{column}) <> 'integer'" for column in columns)


_BUDGET_NUMBERS = ("allotted_cents", *(f"{one}_cents" for one in BUDGET_ACCOUNTS), "last_entry")
_CLAIM_NUMBERS = (*(f"{one}_cents" for one in CLAIM_ACCOUNTS), "last_entry")

KEPT = (
    ("budget", "a budget"),
    ("cost", "a cost"),
    ("claim", "a claim"),
    ("ledger_entry", "an entry"),
)

# name, table, timing, condition on SQLite, condition on PostgreSQL, what it says
GUARDS = [
    (
        "budget_insert_guard",
        "budget",
        "INSERT",
        (
            f"{_BUDGET_INSERT} OR {_sqlite_known('budget', 'code')} OR {_no_number(*_BUDGET_NUMBERS)} "
            f"OR {_sqlite_no_day('NEW.start_date')} OR {_sqlite_no_day('NEW.end_date')}"
        ),
        (
            f"{_BUDGET_INSERT} OR {_postgres_no_day('NEW.start_date')} "
            f"OR {_postgres_no_day('NEW.end_date')}"
        ),
        "wall: a budget starts empty",
    ),
    (
        "budget_update_guard",
        "budget",
        "UPDATE",
        (
            f"{_BUDGET_UPDATE} OR {_no_number(*_BUDGET_NUMBERS)} "
            f"OR {_sqlite_no_day('NEW.start_date')} OR {_sqlite_no_day('NEW.end_date')}"
        ),
        (
            f"{_BUDGET_UPDATE} OR {_postgres_no_day('NEW.start_date')} "
            f"OR {_postgres_no_day('NEW.end_date')}"
        ),
        "wall: money moves only by an entry",
    ),
    (
        "cost_insert_guard",
        "cost",
        "INSERT",
        (
            f"{_COST_INSERT} OR {_sqlite_known('cost', 'ref')} "
            f"OR (NEW.step_id IS NOT NULL AND EXISTS (SELECT 1 FROM cost o WHERE o.step_id = NEW.step_id)) "
            f"OR {_no_number('amount_cents', 'claimed_cents')} OR {_sqlite_no_day('NEW.due_on')}"
        ),
        f"{_COST_INSERT} OR {_postgres_no_day('NEW.due_on')}",
        "wall: a cost starts unclaimed",
    ),
    (
        "cost_update_guard",
        "cost",
        "UPDATE",
        (
            f"{_COST_UPDATE} OR {_no_number('amount_cents', 'claimed_cents')} "
            f"OR {_sqlite_no_day('NEW.due_on')}"
        ),
        f"{_COST_UPDATE} OR {_postgres_no_day('NEW.due_on')}",
        "wall: a cost may not change like this",
    ),
    (
        "claim_insert_guard",
        "claim",
        "INSERT",
        (
            f"{_CLAIM_INSERT} OR {_sqlite_known('claim', 'ref')} OR {_no_number(*_CLAIM_NUMBERS)} "
            "OR EXISTS (SELECT 1 FROM claim o WHERE o.cost_id = NEW.cost_id "
            "AND o.budget_id = NEW.budget_id)"
        ),
        _CLAIM_INSERT,
        "wall: a claim starts empty, on a budget that may pay",
    ),
    (
        "claim_update_guard",
        "claim",
        "UPDATE",
        f"{_CLAIM_UPDATE} OR {_no_number(*_CLAIM_NUMBERS)}",
        _CLAIM_UPDATE,
        "wall: money moves only by an entry",
    ),
    (
        "ledger_entry_insert_guard",
        "ledger_entry",
        "INSERT",
        (
            f"{_ENTRY_FITS} OR {_RESERVE} OR {_sqlite_known('ledger_entry', 'key')} "
            f"OR {_no_number('amount_cents')} OR {_sqlite_no_day('NEW.day')}"
        ),
        f"{_ENTRY_FITS} OR {_RESERVE} OR {_postgres_no_day('NEW.day')}",
        "wall: this entry does not fit its budget, its claim or its decision",
    ),
    (
        "ledger_entry_update_guard",
        "ledger_entry",
        "UPDATE",
        "TRUE",
        "TRUE",
        "wall: an entry is never rewritten",
    ),
    *(
        (f"{table}_delete_guard", table, "DELETE", "TRUE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]

_TO_CLAIM = (
    "UPDATE claim SET "
    + ", ".join(f"{one}_cents = {one}_cents + ({_effect('NEW', one)})" for one in CLAIM_ACCOUNTS)
    + ", last_entry = NEW.id WHERE id = NEW.claim_id;"
)
_TO_COST = """UPDATE cost SET claimed_cents = (SELECT sum(c.reserved_cents + c.committed_cents
    + c.paid_cents) FROM claim c WHERE c.cost_id = cost.id)
    WHERE id = (SELECT c.cost_id FROM claim c WHERE c.id = NEW.claim_id);"""
_TO_BUDGET = (
    "UPDATE budget SET "
    + ", ".join(f"{one}_cents = {one}_cents + ({_effect('NEW', one)})" for one in BUDGET_ACCOUNTS)
    + f", allotted_cents = allotted_cents + ({_allotted('NEW')}), last_entry = NEW.id "
    "WHERE id = NEW.budget_id;"
)
APPLIED = "ledger_entry_applied"
# The budget is locked before anything is read, so that two at once see each other.
LOCKED = "ledger_entry_locks"
POSTGRES_LOCKS = f"""
CREATE FUNCTION {LOCKED}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM budget b WHERE b.id = NEW.budget_id FOR NO KEY UPDATE;
  PERFORM 1 FROM cost k WHERE k.id = (SELECT c.cost_id FROM claim c WHERE c.id = NEW.claim_id)
    FOR NO KEY UPDATE;
  PERFORM 1 FROM reserve_withdrawal w WHERE w.id = NEW.withdrawal_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER a_{LOCKED} BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION {LOCKED}();
"""
POSTGRES_APPLIED = f"""
CREATE FUNCTION {APPLIED}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.claim_id IS NOT NULL THEN
    {_TO_CLAIM}
    {_TO_COST}
  END IF;
  {_TO_BUDGET}
  RETURN NEW;
END $$;
CREATE TRIGGER {APPLIED} AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION {APPLIED}();
"""
SQLITE_APPLIED = f"""CREATE TRIGGER {APPLIED} AFTER INSERT ON ledger_entry BEGIN
  {_TO_CLAIM}
  {_TO_COST}
  {_TO_BUDGET}
END"""


def _sqlite(name: str, table: str, timing: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgres(name: str, table: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "DELETE" else "NEW"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    if schema_editor.connection.vendor == "sqlite":
        for name, table, timing, condition, _other, says in GUARDS:
            schema_editor.execute(_sqlite(name, table, timing, condition, says))
        schema_editor.execute(SQLITE_APPLIED)
        return
    schema_editor.execute(POSTGRES_LOCKS, params=None)
    for name, table, timing, _other, condition, says in GUARDS:
        schema_editor.execute(_postgres(name, table, timing, condition, says), params=None)
    schema_editor.execute(POSTGRES_APPLIED, params=None)
    for table, _what in KEPT:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name in (APPLIED, *(name for name, *_rest in GUARDS)):
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for table, _what in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}", params=None)
    for name, table in (
        (f"a_{LOCKED}", "ledger_entry"),
        (APPLIED, "ledger_entry"),
        *((name, table) for name, table, *_rest in GUARDS),
    ):
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name.removeprefix('a_')}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("money", "0001_first_records"),
        ("governance", "0002_decisions_in_order"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(build, demolish)]
