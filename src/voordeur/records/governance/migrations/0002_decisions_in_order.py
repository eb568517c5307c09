"""Decisions in order: triggers that hold the order of a route whatever statement comes.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

FIRST_DAY, FIRST_DAY_NO_MORE = "2000-01-01", "2200-01-01"
BLOCKS = "('refused', 'rejected', 'held')"


def _sqlite_no_day(column: str) -> str:
    """SQLite takes any text for a date, and 30 February as it stands unless it must reckon."""
    return (
        f"({column} IS NOT date({column}, '+0 days') "
        f"OR {column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}')"
    )


def _postgres_no_day(column: str) -> str:
    """PostgreSQL also knows infinity, and years that nothing else can read."""
    return f"({column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}')"


# What stays as it is once a proposal runs.
_FROZEN = (
    "title", "summary", "route", "parties", "entries", "amount_cents", "touches",
    "touches_default", "touches_reason", "content_digest",
)  # fmt: skip


def _frozen(differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _FROZEN)


def _proposal_update(differs: str, no_day: str) -> str:
    return f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.version < OLD.version
    OR (NEW.state <> OLD.state AND (OLD.state || ' ' || NEW.state) NOT IN (
        'drafted submitted', 'drafted withdrawn', 'submitted drafted', 'submitted decided',
        'submitted rejected', 'submitted withdrawn'))
    OR (OLD.state = 'submitted' AND NEW.state = 'drafted') <> (NEW.round <> OLD.round)
    OR (NEW.round <> OLD.round AND (NEW.round <> OLD.round + 1 OR NOT EXISTS (
        SELECT 1 FROM proposal_round_end e WHERE e.proposal_id = OLD.id
          AND e.round = OLD.round AND e.kind = 'revised')))
    OR (NEW.state = 'withdrawn' AND NOT EXISTS (
        SELECT 1 FROM proposal_round_end e WHERE e.proposal_id = OLD.id
          AND e.round = OLD.round AND e.kind = 'withdrawn'))
    OR (OLD.state <> 'drafted' AND ({_frozen(differs)}))
    OR (OLD.settled_on IS NOT NULL AND NEW.settled_on {differs} OLD.settled_on)
    OR (NEW.settled_on IS NOT NULL AND {no_day})
    OR (OLD.state = 'drafted' AND NEW.state = 'submitted' AND (
        NOT EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = OLD.id
          AND s.round = OLD.round AND s.act IN ('decision', 'adoption'))
        OR EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = OLD.id
          AND s.round = OLD.round AND s.state <> 'awaiting')))
    OR (OLD.state <> 'decided' AND NEW.state = 'decided' AND EXISTS (
        SELECT 1 FROM proposal_step s WHERE s.proposal_id = OLD.id AND s.round = OLD.round
          AND s.act IN ('decision', 'adoption')
          AND (s.state <> 'given' OR s.outcome IN {BLOCKS})))
    OR (OLD.state <> 'rejected' AND NEW.state = 'rejected' AND NOT EXISTS (
        SELECT 1 FROM proposal_step s WHERE s.proposal_id = OLD.id AND s.round = OLD.round
          AND s.outcome = 'rejected'))"""


_STEP_KEEPS = ("id", "proposal_id", "round", "position", "code", "act", "body", "organisation")
_STEP_SAYS = (
    "outcome",
    "given_on",
    "given_at",
    "given_by_id",
    "meeting_id",
    "present",
    "note",
    "objections",
)


def _step_update(differs: str, no_day: str, running: str) -> str:
    keeps = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _STEP_KEEPS)
    says = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _STEP_SAYS)
    return f"""{keeps} OR NEW.term_days {differs} OLD.term_days
    OR (OLD.state = 'given' AND (NEW.state <> 'given' OR {says}))
    OR (OLD.state = 'awaiting' AND NEW.state = 'awaiting' AND ({says}))
    OR (OLD.state = 'awaiting' AND NEW.state = 'given' AND ({no_day}
        OR NOT EXISTS ({running})
        OR EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = OLD.proposal_id
          AND s.round = OLD.round AND s.position < OLD.position
          AND (s.state <> 'given' OR s.outcome IN {BLOCKS} OR s.given_on > NEW.given_on))))"""


_RUNNING = """SELECT 1 FROM proposal p WHERE p.id = OLD.proposal_id AND p.round = OLD.round
          AND (p.state = 'submitted' AND OLD.act <> 'information'
            OR p.state = 'decided' AND OLD.act = 'information')"""
_ROUND_ENDS = """NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id
      AND p.round = NEW.round AND (p.state = 'submitted'
        OR (p.state = 'drafted' AND NEW.kind = 'withdrawn')))"""
_ABOVE = """NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id
      AND p.state = 'decided' AND p.route = 'reserve'
      AND NEW.amount_cents + coalesce((SELECT sum(w.amount_cents) FROM reserve_withdrawal w
        WHERE w.proposal_id = NEW.proposal_id), 0) <= p.amount_cents)"""
_DRAFTED = """SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id AND p.state = 'drafted'
      AND p.round = NEW.round"""
_STARTS = """NEW.state <> 'drafted' OR NEW.round <> 1 OR NEW.submitted_at IS NOT NULL"""
_HELD = """OLD.state = 'held' AND (NEW.state <> 'held' OR NEW.body <> OLD.body
    OR NEW.day <> OLD.day)"""
_AGENDA = """EXISTS (SELECT 1 FROM meeting m WHERE m.id = NEW.meeting_id AND m.state = 'held')"""
_PAPER = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.stored_as <> OLD.stored_as
    OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number"""


def _sqlite_known(table: str, *unique: str) -> str:
    """SQLite's REPLACE removes what is in the way without asking; so nothing may be in the way."""
    same = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", *unique))
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {same})"


_SAME_STEP = """EXISTS (SELECT 1 FROM proposal_step o WHERE o.proposal_id = NEW.proposal_id
      AND o.round = NEW.round AND o.code = NEW.code AND o.organisation = NEW.organisation)"""
_SAME_END = """EXISTS (SELECT 1 FROM proposal_round_end o WHERE o.proposal_id = NEW.proposal_id
      AND o.round = NEW.round)"""

KEPT = (
    ("proposal", "a proposal"),
    ("proposal_step", "a step"),
    ("proposal_round_end", "the end of a round"),
    ("reserve_withdrawal", "a withdrawal"),
    ("meeting", "a meeting"),
    ("board_document", "a board document"),
)

# name, table, timing, condition on SQLite, condition on PostgreSQL, what it says
GUARDS = [
    (
        "proposal_insert_guard",
        "proposal",
        "INSERT",
        (
            f"{_STARTS} OR {_sqlite_known('proposal', 'ref')} OR typeof(NEW.round) <> 'integer' "
            "OR typeof(coalesce(NEW.amount_cents, 0)) <> 'integer'"
        ),
        _STARTS,
        "wall: a proposal starts as a draft",
    ),
    (
        "proposal_update_guard",
        "proposal",
        "UPDATE",
        _proposal_update("IS NOT", _sqlite_no_day("NEW.settled_on"))
        + " OR typeof(NEW.version) <> 'integer' "
        "OR typeof(coalesce(NEW.amount_cents, 0)) <> 'integer'",
        _proposal_update("IS DISTINCT FROM", _postgres_no_day("NEW.settled_on")),
        "wall: a proposal may not change like this",
    ),
    (
        "proposal_step_insert_guard",
        "proposal_step",
        "INSERT",
        (
            f"NEW.state <> 'awaiting' OR NOT EXISTS ({_DRAFTED}) OR {_SAME_STEP} "
            f"OR {_sqlite_known('proposal_step')} OR typeof(NEW.position) <> 'integer'"
        ),
        f"NEW.state <> 'awaiting' OR NOT EXISTS ({_DRAFTED} FOR NO KEY UPDATE)",
        "wall: steps are laid out before a proposal runs",
    ),
    (
        "proposal_step_update_guard",
        "proposal_step",
        "UPDATE",
        _step_update("IS NOT", _sqlite_no_day("NEW.given_on"), _RUNNING),
        _step_update(
            "IS DISTINCT FROM",
            _postgres_no_day("NEW.given_on"),
            f"{_RUNNING} FOR NO KEY UPDATE",
        ),
        "wall: a step is given once, after the earlier ones",
    ),
    (
        "proposal_round_end_insert_guard",
        "proposal_round_end",
        "INSERT",
        f"{_ROUND_ENDS} OR {_SAME_END} OR {_sqlite_known('proposal_round_end')}",
        _ROUND_ENDS,
        "wall: only a proposal that waits is revised or withdrawn",
    ),
    (
        "proposal_round_end_update_guard",
        "proposal_round_end",
        "UPDATE",
        "TRUE",
        "TRUE",
        "wall: the end of a round is never rewritten",
    ),
    (
        "reserve_withdrawal_insert_guard",
        "reserve_withdrawal",
        "INSERT",
        (
            f"{_ABOVE} OR {_sqlite_known('reserve_withdrawal', 'ref')} "
            "OR typeof(NEW.amount_cents) <> 'integer' OR NEW.amount_cents <= 0"
        ),
        "",
        "wall: a withdrawal needs a decision, and never takes more than it says",
    ),
    (
        "reserve_withdrawal_update_guard",
        "reserve_withdrawal",
        "UPDATE",
        "TRUE",
        "TRUE",
        "wall: a withdrawal is never rewritten",
    ),
    (
        "meeting_update_guard",
        "meeting",
        "UPDATE",
        _HELD,
        _HELD,
        "wall: what took place stays",
    ),
    (
        "agenda_item_insert_guard",
        "agenda_item",
        "INSERT",
        _AGENDA,
        _AGENDA,
        "wall: the agenda of a meeting that took place stays",
    ),
    (
        "board_document_update_guard",
        "board_document",
        "UPDATE",
        _PAPER,
        _PAPER,
        "wall: a board document stays what it is",
    ),
    *(
        (f"{table}_delete_guard", table, "DELETE", "TRUE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]

# The sum is read after the proposal was locked, so that two withdrawals at once see each other.
POSTGRES_WITHDRAWAL = f"""
CREATE FUNCTION reserve_withdrawal_insert_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM proposal p WHERE p.id = NEW.proposal_id FOR NO KEY UPDATE;
  IF {_ABOVE} THEN
    RAISE EXCEPTION 'wall: a withdrawal needs a decision, and never takes more than it says'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reserve_withdrawal_insert_guard BEFORE INSERT ON reserve_withdrawal FOR EACH ROW
  EXECUTE FUNCTION reserve_withdrawal_insert_guard();
"""
WITHDRAWAL = "reserve_withdrawal_insert_guard"


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
        return
    for name, table, timing, _other, condition, says in GUARDS:
        if name != WITHDRAWAL:
            schema_editor.execute(_postgres(name, table, timing, condition, says), params=None)
    schema_editor.execute(POSTGRES_WITHDRAWAL, params=None)
    for table, _what in KEPT:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, *_rest in GUARDS:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for table, _what in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}", params=None)
    for name, table, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_first_records"), ("handover", "0002_wall")]

    operations = [migrations.RunPython(build, demolish)]
