"""Controls of the session itself: what it must refuse, it refuses."""

import socket

import pytest
from django.test import Client
from pytest_socket import SocketBlockedError

from tests import conftest


def test_the_network_is_off() -> None:
    with pytest.raises((SocketBlockedError, UserWarning), match="socket"):
        socket.socket()


def _execute(*_arguments: object) -> str:
    return "done"


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "cases_caserecord" VALUES (1)',
        "UPDATE cases_caserecord SET x=1",
        'DELETE FROM "x"',
    ],
)
def test_a_page_that_writes_is_refused(sql: str) -> None:
    with pytest.raises(conftest.GetWroteError):
        conftest.refuse_writes(_execute, sql, (), many=False, context=None)


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1", 'INSERT INTO "journal" VALUES (1)', 'UPDATE "django_session" SET x=1'],
)
def test_the_log_and_the_session_may_be_written(sql: str) -> None:
    assert conftest.refuse_writes(_execute, sql, (), many=False, context=None) == "done"


def test_an_undefined_template_variable_fails() -> None:
    from django.template import Context, engines

    template = engines["django"].engine.from_string("{{ nothing_here }}")
    with pytest.raises(pytest.fail.Exception):
        template.render(Context({}))


@pytest.mark.django_db
def test_the_guard_stands_around_the_test_client() -> None:
    assert Client().get("/gezond").status_code in {200, 503}
