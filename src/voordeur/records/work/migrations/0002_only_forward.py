"""No employer sees a person who did not say yes, and what ended stays: triggers on both databases.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

_STEPS = (
    ("suggested", "interested"),
    ("interested", "introduced"),
    ("introduced", "meeting"),
    ("introduced", "rejected"),
    ("introduced", "placed"),
    ("meeting", "rejected"),
    ("meeting", "placed"),
    ("suggested", "declined"),
    ("interested", "declined"),
    ("introduced", "declined"),
    ("meeting", "declined"),
    ("suggested", "ended"),
    ("interested", "ended"),
    ("introduced", "ended"),
    ("meeting", "ended"),
)
_A_STEP = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in _STEPS)
_REFERRAL_UPDATE = f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
    OR NEW.vacancy_id <> OLD.vacancy_id OR (NEW.state <> OLD.state AND NOT ({_A_STEP}))"""
_VACANCY_UPDATE = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.employer_id <> OLD.employer_id
    OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')"""
_PLACEMENT_UPDATE = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
    OR NEW.employer_id <> OLD.employer_id
    OR (OLD.referral_id IS NOT NULL AND NEW.referral_id <> OLD.referral_id)
    OR (OLD.ends_on IS NOT NULL AND NEW.ends_on IS NULL)"""
_TALK_UPDATE = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.employer_id <> OLD.employer_id
    OR (OLD.followed_at IS NOT NULL AND (NEW.followed_at IS NULL OR NEW.followed_at <> OLD.followed_at))"""
KEPT = (
    ("work_referral", "a referral"),
    ("work_vacancy", "a vacancy"),
    ("work_placement", "a placement"),
    ("work_talk", "a line of the contact log"),
)
YES_FIRST = "wall: an employer sees nobody who did not say yes"

# name, table, when and timing, condition, what it says
GUARDS = [
    (
        "work_referral_insert_guard",
        "work_referral",
        "BEFORE INSERT",
        "NEW.state <> 'suggested'",
        YES_FIRST,
    ),
    (
        "work_referral_update_guard",
        "work_referral",
        "BEFORE UPDATE",
        _REFERRAL_UPDATE,
        "wall: a referral goes step by step",
    ),
    (
        "work_vacancy_update_guard",
        "work_vacancy",
        "BEFORE UPDATE",
        _VACANCY_UPDATE,
        "wall: a withdrawn vacancy stays withdrawn",
    ),
    (
        "work_placement_update_guard",
        "work_placement",
        "BEFORE UPDATE",
        _PLACEMENT_UPDATE,
        "wall: a placement keeps its person and its end",
    ),
    (
        "work_talk_update_guard",
        "work_talk",
        "BEFORE UPDATE",
        _TALK_UPDATE,
        "wall: what was followed up stays",
    ),
    *(
        (f"{table}_delete_guard", table, "BEFORE DELETE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]


def _sqlite(name: str, table: str, timing: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name} {timing} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgres(name: str, table: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "BEFORE DELETE" else "NEW"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgres
    for guard in GUARDS:
        schema_editor.execute(write(*guard), params=None)
    if schema_editor.connection.vendor == "sqlite":
        return
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
    dependencies = [
        ("work", "0001_first_records"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(build, demolish)]
