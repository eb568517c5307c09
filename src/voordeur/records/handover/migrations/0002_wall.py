"""The wall: triggers that hold the promises of the case whatever statement reaches the database.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

from django.db import migrations

SQLITE = [
    (
        "case_insert_guard",
        """CREATE TRIGGER case_insert_guard BEFORE INSERT ON case_file
        WHEN NEW.state <> 'open' OR NEW.episode <> 1 OR NEW.accepted_handover_id IS NOT NULL
          OR EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.id OR c.ref = NEW.ref)
        BEGIN SELECT RAISE(ABORT, 'wall: a case starts open, new and unhanded'); END""",
    ),
    (
        "case_update_guard",
        """CREATE TRIGGER case_update_guard BEFORE UPDATE ON case_file
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref
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
          OR (OLD.state = 'closed' AND NEW.state = 'closed' AND NEW.outcome <> OLD.outcome)
          OR (OLD.state = 'open' AND NEW.state = 'closed' AND (
                EXISTS (SELECT 1 FROM handover h WHERE h.case_id = OLD.id AND h.state = 'offered')
                OR NOT EXISTS (SELECT 1 FROM case_closure k WHERE k.case_id = OLD.id
                  AND k.episode = OLD.episode AND k.outcome = NEW.outcome)))
        BEGIN SELECT RAISE(ABORT, 'wall: a case may not change like this'); END""",
    ),
    (
        "case_delete_guard",
        """CREATE TRIGGER case_delete_guard BEFORE DELETE ON case_file
        BEGIN SELECT RAISE(ABORT, 'wall: a case is never removed'); END""",
    ),
    (
        "handover_insert_guard",
        """CREATE TRIGGER handover_insert_guard BEFORE INSERT ON handover
        WHEN NEW.state <> 'offered'
          OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.state = 'open'
            AND c.episode = NEW.episode AND c.accountable_id = NEW.sender_id)
          OR EXISTS (SELECT 1 FROM handover h WHERE h.id = NEW.id OR h.ref = NEW.ref
            OR (h.case_id = NEW.case_id AND h.state = 'offered'))
        BEGIN SELECT RAISE(ABORT, 'wall: only the accountable sender offers an open case, once'); END""",
    ),
    (
        "handover_update_guard",
        """CREATE TRIGGER handover_update_guard BEFORE UPDATE ON handover
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
          OR NEW.episode <> OLD.episode OR NEW.sender_id <> OLD.sender_id
          OR NEW.receiver_id <> OLD.receiver_id OR NEW.offered_at <> OLD.offered_at
          OR (OLD.state <> 'offered' AND (NEW.state <> OLD.state
                OR NEW.answered_at IS NOT OLD.answered_at
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
        """CREATE TRIGGER closure_insert_guard BEFORE INSERT ON case_closure
        WHEN EXISTS (SELECT 1 FROM case_closure k WHERE k.id = NEW.id
            OR (k.case_id = NEW.case_id AND k.episode = NEW.episode))
          OR NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id
            AND c.state = 'open' AND c.episode = NEW.episode)
        BEGIN SELECT RAISE(ABORT, 'wall: an episode closes once'); END""",
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
        WHEN NEW.sequence <> (SELECT sequence + 1 FROM journal_head WHERE id = 1)
          OR NEW.previous <> (SELECT digest FROM journal_head WHERE id = 1)
          OR EXISTS (SELECT 1 FROM journal j
            WHERE j.sequence = NEW.sequence OR j.digest = NEW.digest)
        BEGIN SELECT RAISE(ABORT, 'wall: the log only grows at its end'); END""",
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
            AND j.digest = NEW.digest) OR NEW.sequence <> OLD.sequence + 1
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
        """CREATE TRIGGER grant_insert_guard BEFORE INSERT ON case_grant
        WHEN EXISTS (SELECT 1 FROM case_grant g WHERE g.id = NEW.id OR g.ref = NEW.ref)
        BEGIN SELECT RAISE(ABORT, 'wall: a grant is given, never replaced'); END""",
    ),
    (
        "grant_update_guard",
        """CREATE TRIGGER grant_update_guard BEFORE UPDATE ON case_grant
        WHEN NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
          OR NEW.organisation_id <> OLD.organisation_id OR NEW.purpose <> OLD.purpose
          OR NEW.legal_basis <> OLD.legal_basis OR NEW.fields <> OLD.fields
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
        "NEW.state <> 'open' OR NEW.episode <> 1 OR NEW.accepted_handover_id IS NOT NULL",
        "wall: a case starts open, new and unhanded",
    ),
    (
        "case_update_guard",
        "case_file",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.ref <> OLD.ref
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
        OR (OLD.state = 'closed' AND NEW.state = 'closed' AND NEW.outcome <> OLD.outcome)
        OR (OLD.state = 'open' AND NEW.state = 'closed' AND (
              EXISTS (SELECT 1 FROM handover h WHERE h.case_id = OLD.id AND h.state = 'offered')
              OR NOT EXISTS (SELECT 1 FROM case_closure k WHERE k.case_id = OLD.id
                AND k.episode = OLD.episode AND k.outcome = NEW.outcome)))""",
        "wall: a case may not change like this",
    ),
    ("case_delete_guard", "case_file", "DELETE", "TRUE", "wall: a case is never removed"),
    (
        "handover_update_guard",
        "handover",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
        OR NEW.episode <> OLD.episode OR NEW.sender_id <> OLD.sender_id
        OR NEW.receiver_id <> OLD.receiver_id OR NEW.offered_at <> OLD.offered_at
        OR (OLD.state <> 'offered' AND (NEW.state <> OLD.state
              OR NEW.answered_at IS DISTINCT FROM OLD.answered_at
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
        """NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id
            AND c.state = 'open' AND c.episode = NEW.episode)""",
        "wall: an episode closes once",
    ),
    ("closure_update_guard", "case_closure", "UPDATE", "TRUE", "wall: an ending is never rewritten"),
    ("closure_delete_guard", "case_closure", "DELETE", "TRUE", "wall: an ending is never removed"),
    (
        "journal_insert_guard",
        "journal",
        "INSERT",
        """NEW.sequence <> (SELECT sequence + 1 FROM journal_head WHERE id = 1)
        OR NEW.previous <> (SELECT digest FROM journal_head WHERE id = 1)""",
        "wall: the log only grows at its end",
    ),
    ("journal_update_guard", "journal", "UPDATE", "TRUE", "wall: the log is never rewritten"),
    ("journal_delete_guard", "journal", "DELETE", "TRUE", "wall: the log is never removed"),
    (
        "journal_head_guard",
        "journal_head",
        "UPDATE",
        """NOT EXISTS (SELECT 1 FROM journal j WHERE j.sequence = NEW.sequence
            AND j.digest = NEW.digest) OR NEW.sequence <> OLD.sequence + 1""",
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
        "grant_update_guard",
        "case_grant",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.purpose <> OLD.purpose
        OR NEW.legal_basis <> OLD.legal_basis OR NEW.fields <> OLD.fields
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        OR (OLD.valid_until IS NOT NULL
            AND (NEW.valid_until IS NULL OR NEW.valid_until > OLD.valid_until))""",
        "wall: a grant only ever shrinks",
    ),
    ("grant_delete_guard", "case_grant", "DELETE", "TRUE", "wall: a grant is never removed"),
]

POSTGRES_ACCEPTED = """
CREATE FUNCTION handover_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE case_file SET accountable_id = NEW.receiver_id, accepted_handover_id = NEW.id,
      adviser_id = NULL, version = version + 1 WHERE id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER handover_accepted AFTER UPDATE OF state ON handover FOR EACH ROW
  WHEN (OLD.state = 'offered' AND NEW.state = 'accepted')
  EXECUTE FUNCTION handover_accepted();
"""

# An offer reads the case; the row lock keeps a concurrent closing or acceptance out meanwhile.
POSTGRES_OFFERED = """
CREATE FUNCTION handover_insert_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM case_file c WHERE c.id = NEW.case_id AND c.state = 'open'
    AND c.episode = NEW.episode AND c.accountable_id = NEW.sender_id FOR UPDATE;
  IF NOT FOUND OR NEW.state <> 'offered' THEN
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


def build(apps, schema_editor):
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
    schema_editor.execute(POSTGRES_ACCEPTED, params=None)
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


def demolish(apps, schema_editor):
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, _statement in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for table in KEPT_TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}", params=None)
    schema_editor.execute("DROP FUNCTION never_truncated()", params=None)
    for name, table, *_rest in POSTGRES_GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)
    for name in ("handover_insert_guard", "handover_accepted"):
        schema_editor.execute(f"DROP TRIGGER {name} ON handover", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_first_records"),
        ("cases", "0002_links_between_records"),
        ("consent", "0001_first_records"),
        ("audit", "0001_first_records"),
    ]

    operations = [migrations.RunPython(build, demolish)]
