"""Consents in order: triggers that hold a mix to what the owners of its money said.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

# What a mix says stays as it is from the moment it is chosen; its words can be forgotten later.
_MIX_KEEPS = (
    "id", "ref", "trajectory_id", "total_cents", "because", "chosen_at", "chosen_by_id",
    "answer_due_on",
)  # fmt: skip
_MIX_WORDS = ("legality", "effectiveness")
_CONSENT_KEEPS = ("id", "mix_id", "source", "owner_id", "amount_cents")
_CONSENT_SAYS = ("answered_at", "answered_by_id")


def _differs(columns: tuple[str, ...], word: str) -> str:
    return " OR ".join(f"NEW.{column} {word} OLD.{column}" for column in columns)


def _said(state: str) -> str:
    return f"EXISTS (SELECT 1 FROM mix_consent c WHERE c.mix_id = OLD.id AND c.state = '{state}')"


def _mix_update(differs: str) -> str:
    return f"""{_differs(_MIX_KEEPS, differs)} OR NEW.version < OLD.version
    OR (OLD.state IN ('asked', 'agreed') AND ({_differs(_MIX_WORDS, differs)}))
    OR (OLD.settled_at IS NOT NULL AND NEW.state = OLD.state
        AND NEW.settled_at {differs} OLD.settled_at)
    OR (OLD.reminded_at IS NOT NULL AND NEW.reminded_at {differs} OLD.reminded_at)
    OR (NEW.state <> OLD.state AND (NEW.settled_at IS NULL
        OR (OLD.state || ' ' || NEW.state) NOT IN (
            'asked agreed', 'asked refused', 'asked expired', 'asked withdrawn',
            'asked replaced', 'agreed withdrawn', 'agreed replaced')))
    OR (OLD.state <> 'agreed' AND NEW.state = 'agreed' AND (
        EXISTS (SELECT 1 FROM mix_consent c WHERE c.mix_id = OLD.id
          AND c.state NOT IN ('given', 'not_needed'))
        OR coalesce((SELECT sum(c.amount_cents) FROM mix_consent c WHERE c.mix_id = OLD.id), 0)
          <> OLD.total_cents))
    OR (OLD.state <> 'refused' AND NEW.state = 'refused' AND NOT {_said("refused")})
    OR (OLD.state <> 'withdrawn' AND NEW.state = 'withdrawn' AND NOT {_said("withdrawn")})
    OR (OLD.state <> 'expired' AND NEW.state = 'expired' AND NOT {_said("asked")})"""


def _waiting(mix: str) -> str:
    return f"SELECT 1 FROM mix m WHERE m.id = {mix}.mix_id AND m.state = 'asked'"


_LIVE = "SELECT 1 FROM mix m WHERE m.id = OLD.mix_id AND m.state IN ('asked', 'agreed')"


def _consent_insert(lock: str) -> str:
    return f"NEW.state NOT IN ('asked', 'not_needed') OR NOT EXISTS ({_waiting('NEW')}{lock})"


def _consent_update(differs: str, lock: str) -> str:
    return f"""{_differs(_CONSENT_KEEPS, differs)}
    OR (NEW.state = OLD.state AND ({_differs(_CONSENT_SAYS, differs)}))
    OR (NEW.state = OLD.state AND NEW.reason <> OLD.reason AND EXISTS ({_LIVE}))
    OR (NEW.state <> OLD.state AND (OLD.state || ' ' || NEW.state) NOT IN (
        'asked given', 'asked refused', 'given withdrawn'))
    OR (OLD.state = 'asked' AND NEW.state <> 'asked' AND NOT EXISTS ({_waiting("OLD")}{lock}))
    OR (OLD.state = 'given' AND NEW.state = 'withdrawn' AND NOT EXISTS ({_LIVE}{lock}))"""


_STARTS = "NEW.state <> 'asked' OR NEW.settled_at IS NOT NULL"
_LOCK = " FOR NO KEY UPDATE"
_PLAN_KEEPS = ("id", "ref", "policy", "asked_at", "asked_by_id", "organisation")
_PLAN_SAYS = (
    "state", "problem_digest", "people", "value", "bound", "milliseconds", "result", "finished_at",
)  # fmt: skip


def _plan_update(differs: str) -> str:
    return f"""{_differs(_PLAN_KEEPS, differs)}
    OR (OLD.state IN ('done', 'failed') AND ({_differs(_PLAN_SAYS, differs)}))
    OR (OLD.adopted_at IS NOT NULL AND NEW.adopted_at {differs} OLD.adopted_at)"""


def _sqlite_known(table: str, *unique: str) -> str:
    """SQLite's REPLACE removes what is in the way without asking; so nothing may be in the way."""
    same = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", *unique))
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {same})"


_SQLITE_LIVE = """(NEW.state IN ('asked', 'agreed') AND EXISTS (SELECT 1 FROM mix o
      WHERE o.trajectory_id = NEW.trajectory_id AND o.state IN ('asked', 'agreed')))"""
_SQLITE_SAME = """EXISTS (SELECT 1 FROM mix_consent o WHERE o.mix_id = NEW.mix_id
      AND o.source = NEW.source)"""

KEPT = (("mix", "a mix"), ("mix_consent", "a consent"), ("batch_plan", "a plan"))

# name, table, timing, condition on SQLite, condition on PostgreSQL, what it says
GUARDS = [
    (
        "mix_insert_guard",
        "mix",
        "INSERT",
        (
            f"{_STARTS} OR {_sqlite_known('mix', 'ref')} OR {_SQLITE_LIVE} "
            "OR typeof(NEW.total_cents) <> 'integer'"
        ),
        _STARTS,
        "wall: a mix starts by asking",
    ),
    (
        "mix_update_guard",
        "mix",
        "UPDATE",
        _mix_update("IS NOT"),
        _mix_update("IS DISTINCT FROM"),
        "wall: a mix stands as its owners said",
    ),
    (
        "mix_consent_insert_guard",
        "mix_consent",
        "INSERT",
        (
            f"{_consent_insert('')} OR {_sqlite_known('mix_consent')} OR {_SQLITE_SAME} "
            "OR typeof(NEW.amount_cents) <> 'integer' OR NEW.amount_cents <= 0"
        ),
        f"{_consent_insert(_LOCK)} OR NEW.amount_cents <= 0",
        "wall: a consent is asked while its mix waits",
    ),
    (
        "mix_consent_update_guard",
        "mix_consent",
        "UPDATE",
        _consent_update("IS NOT", ""),
        _consent_update("IS DISTINCT FROM", _LOCK),
        "wall: a consent is answered once",
    ),
    (
        "batch_plan_update_guard",
        "batch_plan",
        "UPDATE",
        _plan_update("IS NOT"),
        _plan_update("IS DISTINCT FROM"),
        "wall: what a plan found stays",
    ),
    *(
        (f"{table}_delete_guard", table, "DELETE", "TRUE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]


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
        schema_editor.execute(_postgres(name, table, timing, condition, says), params=None)
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
    dependencies = [("funding", "0003_plans_and_prices"), ("handover", "0002_wall")]

    operations = [migrations.RunPython(build, demolish)]
