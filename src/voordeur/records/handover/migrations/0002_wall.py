"""The wall: triggers that hold the promises of the case whatever statement reaches the database.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

# What looks empty to a person: white space of every kind and signs without width.
UNSEEN = (
    *range(9, 14), *range(28, 33), 133, 160, 5760, *range(8192, 8206), 8232, 8233, 8239, 8287, 8288,
    12288, 65279,
)  # fmt: skip
FIRST_DAY, FIRST_DAY_NO_MORE = "2000-01-01", "2200-01-01"


def _sqlite_unseen(column: str) -> str:
    signs = ",".join(map(str, UNSEEN))
    return f"(typeof({column}) <> 'text' OR length(trim({column}, char({signs}))) = 0)"


def _sqlite_no_day(*columns: str) -> str:
    """SQLite takes any text for a date, and 30 February as it stands unless it must reckon."""
    return " OR ".join(
        f"{column} IS NOT date({column}, '+0 days') "
        f"OR {column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}'"
        for column in columns
    )


def _sqlite_no_moment(*columns: str) -> str:
    digits = "[0-9]" * 6
    return " OR ".join(
        f"({column} IS NOT NULL AND (typeof({column}) <> 'text' "
        f"OR datetime(substr({column}, 1, 19), '+0 days') IS NOT substr({column}, 1, 19) "
        f"OR (length({column}) <> 19 AND substr({column}, 20) NOT GLOB '.{digits}') "
        f"OR {column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}'))"
        for column in columns
    )


def _postgres_unseen(column: str) -> str:
    signs = "".join(f"\\u{sign:04X}" for sign in UNSEEN)
    return f"btrim({column}, E'{signs}') = ''"


def _postgres_beyond(*columns: str) -> str:
    """PostgreSQL also knows infinity, and years that nothing else can read."""
    return " OR ".join(
        f"{column} < '{FIRST_DAY}' OR {column} >= '{FIRST_DAY_NO_MORE}'" for column in columns
    )


SQLITE = [
    (
        "case_insert_guard",
        f"""CREATE TRIGGER case_insert_guard BEFORE INSERT ON case_file
        WHEN NEW.state <> 'open' OR NEW.episode <> 1 OR NEW.accepted_handover_id IS NOT NULL
          OR {_sqlite_unseen("NEW.next_step")} OR {_sqlite_no_day("NEW.next_date")}
          OR typeof(NEW.version) <> 'integer'
          OR NOT EXISTS (SELECT 1 FROM organisation o WHERE o.code = NEW.accountable_id)
          OR (NEW.resident_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM resident r WHERE r.id = NEW.resident_id))
          OR (NEW.employer_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM employer e WHERE e.id = NEW.employer_id))
          OR EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.id OR c.ref = NEW.ref)
        BEGIN SELECT RAISE(ABORT, 'wall: a case starts open, new and unhanded'); END""",
    ),
    (
        "case_update_guard",
        f"""CREATE TRIGGER case_update_guard BEFORE UPDATE ON case_file
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref
          OR NEW.version < OLD.version OR typeof(NEW.version) <> 'integer'
          OR (NEW.state = 'open' AND ({_sqlite_unseen("NEW.next_step")}
              OR {_sqlite_no_day("NEW.next_date")}))
          OR NEW.resident_id IS NOT OLD.resident_id OR NEW.employer_id IS NOT OLD.employer_id
          OR (NEW.accountable_id <> OLD.accountable_id) <>
             (NEW.accepted_handover_id IS NOT OLD.accepted_handover_id)
          OR (NEW.accountable_id <> OLD.accountable_id AND NOT EXISTS (
                SELECT 1 FROM handover h WHERE h.id = NEW.accepted_handover_id
                  AND h.id > coalesce(OLD.accepted_handover_id, 0) AND h.case_id = OLD.id
                  AND h.state = 'accepted' AND h.episode = OLD.episode
                  AND h.sender_id = OLD.accountable_id AND h.receiver_id = NEW.accountable_id))
          OR (OLD.state = 'open' AND NEW.state = 'open' AND NEW.episode <> OLD.episode)
          OR (OLD.state = 'closed' AND NEW.state = 'open' AND NEW.episode <> OLD.episode + 1)
          OR (NEW.state = 'closed' AND NEW.episode <> OLD.episode)
          OR (OLD.state = 'closed' AND NEW.state = 'closed'
              AND (NEW.outcome <> OLD.outcome OR NEW.closed_at <> OLD.closed_at))
          OR (OLD.state = 'open' AND NEW.state = 'closed' AND (
                EXISTS (SELECT 1 FROM handover h WHERE h.case_id = OLD.id AND h.state = 'offered')
                OR NOT EXISTS (SELECT 1 FROM case_closure k WHERE k.case_id = OLD.id
                  AND k.episode = OLD.episode AND k.outcome = NEW.outcome
                  AND k.closed_at = NEW.closed_at)))
        BEGIN SELECT RAISE(ABORT, 'wall: a case may not change like this'); END""",
    ),
    (
        "case_delete_guard",
        """CREATE TRIGGER case_delete_guard BEFORE DELETE ON case_file
        BEGIN SELECT RAISE(ABORT, 'wall: a case is never removed'); END""",
    ),
    (
        "handover_insert_guard",
        f"""CREATE TRIGGER handover_insert_guard BEFORE INSERT ON handover
        WHEN NEW.state <> 'offered'
          OR {_sqlite_no_day("NEW.reminder_on", "NEW.due_on", "NEW.escalate_on")}
          OR {_sqlite_no_moment("NEW.offered_at")}
          OR NOT EXISTS (SELECT 1 FROM organisation o WHERE o.code = NEW.receiver_id)
          OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.state = 'open'
            AND c.episode = NEW.episode AND c.accountable_id = NEW.sender_id)
          OR EXISTS (SELECT 1 FROM handover h WHERE h.id = NEW.id OR h.ref = NEW.ref
            OR (h.case_id = NEW.case_id AND h.state = 'offered'))
        BEGIN SELECT RAISE(ABORT, 'wall: only the accountable sender offers an open case, once'); END""",
    ),
    (
        "handover_update_guard",
        f"""CREATE TRIGGER handover_update_guard BEFORE UPDATE ON handover
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
          OR NEW.episode <> OLD.episode OR NEW.sender_id <> OLD.sender_id
          OR NEW.receiver_id <> OLD.receiver_id OR NEW.offered_at <> OLD.offered_at
          OR NEW.reason <> OLD.reason OR NEW.shared_fields <> OLD.shared_fields
          OR NEW.reminder_on <> OLD.reminder_on OR NEW.due_on <> OLD.due_on
          OR NEW.escalate_on <> OLD.escalate_on OR {_sqlite_no_moment("NEW.answered_at")}
          OR (NEW.state NOT IN ('offered', 'accepted') AND {_sqlite_unseen("NEW.answer_reason")})
          OR (OLD.state <> 'offered' AND (NEW.state <> OLD.state
                OR NEW.answered_at IS NOT OLD.answered_at
                OR NEW.answered_by_id IS NOT OLD.answered_by_id
                OR NEW.answer_reason <> OLD.answer_reason))
          OR (OLD.state = 'offered' AND NEW.state = 'accepted' AND NOT EXISTS (
                SELECT 1 FROM case_file c WHERE c.id = OLD.case_id AND c.state = 'open'
                  AND c.episode = OLD.episode AND c.accountable_id = OLD.sender_id))
        BEGIN SELECT RAISE(ABORT, 'wall: a handover is answered once and keeps its parties'); END""",
    ),
    (
        "handover_accepted",
        """CREATE TRIGGER handover_accepted AFTER UPDATE OF state ON handover
        WHEN OLD.state = 'offered' AND NEW.state = 'accepted'
        BEGIN UPDATE case_file SET accountable_id = NEW.receiver_id,
            accepted_handover_id = NEW.id, adviser_id = NULL, version = version + 1
          WHERE id = NEW.case_id; END""",
    ),
    (
        "handover_delete_guard",
        """CREATE TRIGGER handover_delete_guard BEFORE DELETE ON handover
        BEGIN SELECT RAISE(ABORT, 'wall: a handover is never removed'); END""",
    ),
    (
        "closure_insert_guard",
        f"""CREATE TRIGGER closure_insert_guard BEFORE INSERT ON case_closure
        WHEN {_sqlite_no_moment("NEW.closed_at")} OR {_sqlite_unseen("NEW.outcome")}
          OR EXISTS (SELECT 1 FROM case_closure k WHERE k.id = NEW.id
            OR (k.case_id = NEW.case_id AND k.episode = NEW.episode))
          OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id
            AND c.state = 'open' AND c.episode = NEW.episode
            AND c.accountable_id = NEW.organisation_id)
        BEGIN SELECT RAISE(ABORT, 'wall: an episode closes once, by who is accountable'); END""",
    ),
    (
        "closure_closes",
        """CREATE TRIGGER closure_closes AFTER INSERT ON case_closure
        BEGIN UPDATE case_file SET state = 'closed', outcome = NEW.outcome,
            closed_at = NEW.closed_at, next_step = '', next_date = NULL
          WHERE id = NEW.case_id; END""",
    ),
    (
        "closure_update_guard",
        """CREATE TRIGGER closure_update_guard BEFORE UPDATE ON case_closure
        BEGIN SELECT RAISE(ABORT, 'wall: an ending is never rewritten'); END""",
    ),
    (
        "closure_delete_guard",
        """CREATE TRIGGER closure_delete_guard BEFORE DELETE ON case_closure
        BEGIN SELECT RAISE(ABORT, 'wall: an ending is never removed'); END""",
    ),
    (
        "journal_insert_guard",
        """CREATE TRIGGER journal_insert_guard BEFORE INSERT ON journal
        WHEN NEW.sequence IS NOT (SELECT sequence + 1 FROM journal_head WHERE id = 1)
          OR NEW.previous IS NOT (SELECT digest FROM journal_head WHERE id = 1)
          OR typeof(NEW.digest) <> 'text' OR length(NEW.digest) <> 64
          OR NEW.digest GLOB '*[^0-9a-f]*'
          OR EXISTS (SELECT 1 FROM journal j
            WHERE j.sequence = NEW.sequence OR j.digest = NEW.digest)
        BEGIN SELECT RAISE(ABORT, 'wall: the log only grows at its end'); END""",
    ),
    (
        "journal_grows",
        """CREATE TRIGGER journal_grows AFTER INSERT ON journal
        BEGIN UPDATE journal_head SET sequence = NEW.sequence, digest = NEW.digest
          WHERE id = 1; END""",
    ),
    (
        "journal_update_guard",
        """CREATE TRIGGER journal_update_guard BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'wall: the log is never rewritten'); END""",
    ),
    (
        "journal_delete_guard",
        """CREATE TRIGGER journal_delete_guard BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'wall: the log is never removed'); END""",
    ),
    (
        "journal_head_guard",
        """CREATE TRIGGER journal_head_guard BEFORE UPDATE ON journal_head
        WHEN NOT EXISTS (SELECT 1 FROM journal j WHERE j.sequence = NEW.sequence
            AND j.digest = NEW.digest) OR NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id
        BEGIN SELECT RAISE(ABORT, 'wall: the head follows the log'); END""",
    ),
    (
        "journal_head_insert_guard",
        """CREATE TRIGGER journal_head_insert_guard BEFORE INSERT ON journal_head
        WHEN EXISTS (SELECT 1 FROM journal_head)
        BEGIN SELECT RAISE(ABORT, 'wall: the log has one head'); END""",
    ),
    (
        "journal_head_delete_guard",
        """CREATE TRIGGER journal_head_delete_guard BEFORE DELETE ON journal_head
        BEGIN SELECT RAISE(ABORT, 'wall: the log keeps its head'); END""",
    ),
    (
        "grant_insert_guard",
        f"""CREATE TRIGGER grant_insert_guard BEFORE INSERT ON case_grant
        WHEN EXISTS (SELECT 1 FROM case_grant g WHERE g.id = NEW.id OR g.ref = NEW.ref)
          OR {_sqlite_no_moment("NEW.valid_from", "NEW.valid_until", "NEW.withdrawn_at")}
          OR NOT EXISTS (SELECT 1 FROM organisation o WHERE o.code = NEW.organisation_id)
          OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id)
        BEGIN SELECT RAISE(ABORT, 'wall: a grant is given, never replaced'); END""",
    ),
    (
        "grant_update_guard",
        f"""CREATE TRIGGER grant_update_guard BEFORE UPDATE ON case_grant
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
          OR NEW.organisation_id <> OLD.organisation_id OR NEW.purpose <> OLD.purpose
          OR NEW.legal_basis <> OLD.legal_basis OR NEW.fields <> OLD.fields
          OR NEW.valid_from <> OLD.valid_from OR NEW.given_by <> OLD.given_by
          OR NEW.handover_id IS NOT OLD.handover_id
          OR {_sqlite_no_moment("NEW.valid_until", "NEW.withdrawn_at")}
          OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NOT OLD.withdrawn_at)
          OR (OLD.valid_until IS NOT NULL
              AND (NEW.valid_until IS NULL OR NEW.valid_until > OLD.valid_until))
        BEGIN SELECT RAISE(ABORT, 'wall: a grant only ever shrinks'); END""",
    ),
    (
        "grant_delete_guard",
        """CREATE TRIGGER grant_delete_guard BEFORE DELETE ON case_grant
        BEGIN SELECT RAISE(ABORT, 'wall: a grant is never removed'); END""",
    ),
]

# name, table, timing, condition under which the statement is refused, what it says
POSTGRES_GUARDS = [
    (
        "case_insert_guard",
        "case_file",
        "INSERT",
        f"""NEW.state <> 'open' OR NEW.episode <> 1 OR NEW.accepted_handover_id IS NOT NULL
        OR {_postgres_unseen("NEW.next_step")} OR {_postgres_beyond("NEW.next_date")}""",
        "wall: a case starts open, new and unhanded",
    ),
    (
        "case_update_guard",
        "case_file",
        "UPDATE",
        f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.version < OLD.version
        OR (NEW.state = 'open' AND ({_postgres_unseen("NEW.next_step")}
            OR {_postgres_beyond("NEW.next_date")}))
        OR NEW.resident_id IS DISTINCT FROM OLD.resident_id
        OR NEW.employer_id IS DISTINCT FROM OLD.employer_id
        OR (NEW.accountable_id <> OLD.accountable_id) <>
           (NEW.accepted_handover_id IS DISTINCT FROM OLD.accepted_handover_id)
        OR (NEW.accountable_id <> OLD.accountable_id AND NOT EXISTS (
              SELECT 1 FROM handover h WHERE h.id = NEW.accepted_handover_id
                AND h.id > coalesce(OLD.accepted_handover_id, 0) AND h.case_id = OLD.id
                AND h.state = 'accepted' AND h.episode = OLD.episode
                AND h.sender_id = OLD.accountable_id AND h.receiver_id = NEW.accountable_id))
        OR (OLD.state = 'open' AND NEW.state = 'open' AND NEW.episode <> OLD.episode)
        OR (OLD.state = 'closed' AND NEW.state = 'open' AND NEW.episode <> OLD.episode + 1)
        OR (NEW.state = 'closed' AND NEW.episode <> OLD.episode)
        OR (OLD.state = 'closed' AND NEW.state = 'closed'
            AND (NEW.outcome <> OLD.outcome OR NEW.closed_at <> OLD.closed_at))
        OR (OLD.state = 'open' AND NEW.state = 'closed' AND (
              EXISTS (SELECT 1 FROM handover h WHERE h.case_id = OLD.id AND h.state = 'offered')
              OR NOT EXISTS (SELECT 1 FROM case_closure k WHERE k.case_id = OLD.id
                AND k.episode = OLD.episode AND k.outcome = NEW.outcome
                AND k.closed_at = NEW.closed_at)))""",
        "wall: a case may not change like this",
    ),
    ("case_delete_guard", "case_file", "DELETE", "TRUE", "wall: a case is never removed"),
    (
        "handover_update_guard",
        "handover",
        "UPDATE",
        f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
        OR NEW.episode <> OLD.episode OR NEW.sender_id <> OLD.sender_id
        OR NEW.receiver_id <> OLD.receiver_id OR NEW.offered_at <> OLD.offered_at
        OR NEW.reason <> OLD.reason OR NEW.shared_fields <> OLD.shared_fields
        OR NEW.reminder_on <> OLD.reminder_on OR NEW.due_on <> OLD.due_on
        OR NEW.escalate_on <> OLD.escalate_on OR {_postgres_beyond("NEW.answered_at")}
        OR (NEW.state NOT IN ('offered', 'accepted') AND {_postgres_unseen("NEW.answer_reason")})
        OR (OLD.state <> 'offered' AND (NEW.state <> OLD.state
              OR NEW.answered_at IS DISTINCT FROM OLD.answered_at
              OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id
              OR NEW.answer_reason <> OLD.answer_reason))
        OR (OLD.state = 'offered' AND NEW.state = 'accepted' AND NOT EXISTS (
              SELECT 1 FROM case_file c WHERE c.id = OLD.case_id AND c.state = 'open'
                AND c.episode = OLD.episode AND c.accountable_id = OLD.sender_id))""",
        "wall: a handover is answered once and keeps its parties",
    ),
    ("handover_delete_guard", "handover", "DELETE", "TRUE", "wall: a handover is never removed"),
    (
        "closure_insert_guard",
        "case_closure",
        "INSERT",
        f"""{_postgres_beyond("NEW.closed_at")} OR {_postgres_unseen("NEW.outcome")}
        OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id
            AND c.state = 'open' AND c.episode = NEW.episode
            AND c.accountable_id = NEW.organisation_id)""",
        "wall: an episode closes once, by who is accountable",
    ),
    (
        "closure_update_guard",
        "case_closure",
        "UPDATE",
        "TRUE",
        "wall: an ending is never rewritten",
    ),
    ("closure_delete_guard", "case_closure", "DELETE", "TRUE", "wall: an ending is never removed"),
    (
        "journal_insert_guard",
        "journal",
        "INSERT",
        """NEW.sequence IS DISTINCT FROM (SELECT sequence + 1 FROM journal_head WHERE id = 1)
        OR NEW.previous IS DISTINCT FROM (SELECT digest FROM journal_head WHERE id = 1)
        OR NEW.digest !~ '^[0-9a-f]{64}$'""",
        "wall: the log only grows at its end",
    ),
    ("journal_update_guard", "journal", "UPDATE", "TRUE", "wall: the log is never rewritten"),
    ("journal_delete_guard", "journal", "DELETE", "TRUE", "wall: the log is never removed"),
    (
        "journal_head_guard",
        "journal_head",
        "UPDATE",
        """NOT EXISTS (SELECT 1 FROM journal j WHERE j.sequence = NEW.sequence
            AND j.digest = NEW.digest) OR NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id""",
        "wall: the head follows the log",
    ),
    (
        "journal_head_insert_guard",
        "journal_head",
        "INSERT",
        "EXISTS (SELECT 1 FROM journal_head)",
        "wall: the log has one head",
    ),
    ("journal_head_delete_guard", "journal_head", "DELETE", "TRUE", "wall: the log keeps its head"),
    (
        "grant_insert_guard",
        "case_grant",
        "INSERT",
        _postgres_beyond("NEW.valid_from", "NEW.valid_until", "NEW.withdrawn_at"),
        "wall: a grant is given for a time that can be read",
    ),
    (
        "grant_update_guard",
        "case_grant",
        "UPDATE",
        f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.purpose <> OLD.purpose
        OR NEW.legal_basis <> OLD.legal_basis OR NEW.fields <> OLD.fields
        OR NEW.valid_from <> OLD.valid_from OR NEW.given_by <> OLD.given_by
        OR NEW.handover_id IS DISTINCT FROM OLD.handover_id
        OR {_postgres_beyond("NEW.valid_until", "NEW.withdrawn_at")}
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        OR (OLD.valid_until IS NOT NULL
            AND (NEW.valid_until IS NULL OR NEW.valid_until > OLD.valid_until))""",
        "wall: a grant only ever shrinks",
    ),
    ("grant_delete_guard", "case_grant", "DELETE", "TRUE", "wall: a grant is never removed"),
]

# What one row means for another, written by the database itself: name, table, event, update.
POSTGRES_CONSEQUENCES = [
    (
        "handover_accepted",
        "handover",
        """UPDATE OF state ON handover FOR EACH ROW
        WHEN (OLD.state = 'offered' AND NEW.state = 'accepted')""",
        """UPDATE case_file SET accountable_id = NEW.receiver_id, accepted_handover_id = NEW.id,
        adviser_id = NULL, version = version + 1 WHERE id = NEW.case_id""",
    ),
    (
        "closure_closes",
        "case_closure",
        "INSERT ON case_closure FOR EACH ROW",
        """UPDATE case_file SET state = 'closed', outcome = NEW.outcome,
        closed_at = NEW.closed_at, next_step = '', next_date = NULL WHERE id = NEW.case_id""",
    ),
    (
        "journal_grows",
        "journal",
        "INSERT ON journal FOR EACH ROW",
        """UPDATE journal_head SET sequence = NEW.sequence, digest = NEW.digest WHERE id = 1""",
    ),
]

# An offer reads the case; the row lock keeps a concurrent closing or acceptance out meanwhile.
# NO KEY: the check of a foreign key at somebody else's commit must never wait for it.
POSTGRES_OFFERED = f"""
CREATE FUNCTION handover_insert_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM case_file c WHERE c.id = NEW.case_id AND c.state = 'open'
    AND c.episode = NEW.episode AND c.accountable_id = NEW.sender_id FOR NO KEY UPDATE;
  IF NOT FOUND OR NEW.state <> 'offered'
    OR {_postgres_beyond("NEW.reminder_on", "NEW.due_on", "NEW.escalate_on", "NEW.offered_at")} THEN
    RAISE EXCEPTION 'wall: only the accountable sender offers an open case, once'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handover_insert_guard BEFORE INSERT ON handover FOR EACH ROW
  EXECUTE FUNCTION handover_insert_guard();
"""

KEPT_TABLES = ("case_file", "handover", "case_closure", "journal", "journal_head", "case_grant")


def _postgres_guard(name: str, table: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "DELETE" else "NEW"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _postgres_consequence(name: str, event: str, update: str) -> str:
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {update}; RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}();
"""


def build(apps: Apps, schema_editor: Editor) -> None:
    """Make the head of the log and every trigger."""
    head = apps.get_model("audit", "JournalHeadRecord")
    head.objects.using(schema_editor.connection.alias).get_or_create(id=1)
    if schema_editor.connection.vendor == "sqlite":
        for _name, statement in SQLITE:
            schema_editor.execute(statement)
        return
    for guard in POSTGRES_GUARDS:
        schema_editor.execute(_postgres_guard(*guard), params=None)
    schema_editor.execute(POSTGRES_OFFERED, params=None)
    for name, _table, event, update in POSTGRES_CONSEQUENCES:
        schema_editor.execute(_postgres_consequence(name, event, update), params=None)
    schema_editor.execute(
        "CREATE FUNCTION never_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'wall: this table is never emptied' "
        "USING ERRCODE = 'check_violation'; END $$",
        params=None,
    )
    for table in KEPT_TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, _statement in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for table in KEPT_TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}", params=None)
    schema_editor.execute("DROP FUNCTION never_truncated()", params=None)
    offered = ("handover_insert_guard", "handover")
    for name, table, *_rest in (*POSTGRES_GUARDS, *POSTGRES_CONSEQUENCES, offered):
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_first_records"),
        ("cases", "0002_links_between_records"),
        ("consent", "0001_first_records"),
        ("audit", "0001_first_records"),
    ]

    operations = [migrations.RunPython(build, demolish)]
