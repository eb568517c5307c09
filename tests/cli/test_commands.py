"""What operators type: exit codes, sentences, and what is left behind."""

import argparse

import pytest
from django.db import connection

from tests.people import Cast
from voordeur.cli import personas, verify, worker
from voordeur.cli.__main__ import build_parser, main
from voordeur.services.context import Context


def run(*words: str) -> int:
    chosen = build_parser().parse_args(words)
    return int(chosen.run(chosen))


@pytest.mark.django_db
def test_verify_says_ok_and_the_end_of_the_log(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify") == 0
    said = capsys.readouterr().out
    assert said.startswith("OK: ")
    anchor = said.split()[-1]
    assert run("verify", "--anchor", anchor) == 0


@pytest.mark.django_db
def test_verify_sees_a_log_that_is_not_the_one_anchored(cast: Cast) -> None:
    assert run("verify", "--anchor", f"1:{'0' * 64}") == 1


def test_verify_refuses_an_anchor_that_is_none() -> None:
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(["verify", "--anchor", "nonsense"])
    assert stopped.value.code == 2
    assert verify.register  # the module is the one under test


@pytest.mark.django_db
def test_personas_are_listed_with_their_slug(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = argparse.Namespace()
    assert personas.run(chosen) == 0
    assert "alice-werkcentrum" in capsys.readouterr().out


@pytest.mark.django_db
def test_one_round_does_every_task_and_survives_a_broken_one(
    monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    done: list[str] = []

    def breaks(_context: Context) -> None:
        done.append("broken")
        raise ValueError("Dagmar Voorbeeld")

    def works(context: Context) -> None:
        done.append(f"works {context.kind}")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "TASKS", (breaks, works))
    assert worker.one_round() is False
    assert done == ["broken", "works system"]
    monkeypatch.setattr(worker, "TASKS", (works,))
    assert worker.one_round() is True


@pytest.mark.django_db
def test_a_failing_task_puts_nothing_personal_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_context: Context) -> None:
        raise ValueError("Dagmar Voorbeeld")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "TASKS", (breaks,))
    worker.one_round()
    assert "breaks failed: ValueError" in caplog.text
    assert "Dagmar" not in caplog.text


@pytest.mark.django_db
def test_the_real_tasks_run_on_the_real_database(
    monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert worker.one_round() is True


@pytest.mark.django_db
def test_migrate_check_is_content_with_a_migrated_database() -> None:
    assert run("migrate", "--check") == 0


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["fly"])
    assert stopped.value.code == 2


@pytest.mark.django_db
def test_sqlite_keeps_its_journal_as_decided() -> None:
    """Decision 3: no write-ahead log on a library in which it can be damaged."""
    if connection.vendor != "sqlite":
        return
    from sqlite3 import sqlite_version_info

    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    assert journal == ("wal" if sqlite_version_info >= (3, 51, 3) else "truncate")
