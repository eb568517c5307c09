"""A test session stricter than production: nothing skipped in CI, no network, GET may not write."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connections
from django.test.client import ClientHandler
from django.utils import translation

from tests.people import cast, region

__all__ = ["cast", "region"]  # fixtures for every test

# A busy machine is no failure, and CI tries the same examples every time.
hypothesis.settings.register_profile(
    "voordeur", deadline=None, derandomize=bool(os.environ.get("CI")), database=None
)
hypothesis.settings.load_profile("voordeur")

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI", "").lower() in {"1", "true"}
NEEDS = {
    "postgres": ("VOORDEUR_TEST_POSTGRES", "no PostgreSQL here: apt-get install postgresql"),
    "browser": ("VOORDEUR_TEST_CHROMIUM", "no Chromium here: apt-get install chromium"),
}
THIS_MACHINE = ["127.0.0.1", "::1", "localhost"]

WRITE = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[\"`]?(\w+)", re.IGNORECASE
)
WRITTEN_ON_GET = {
    "match_list": "a list is kept as it was shown before a byte leaves",
    "journal": "a view of personal data is logged before a byte leaves",
    "django_session": "when the session was last used, and the language chosen",
    "usersessions_": "when and where the session was last used",
    "mfa_authenticator": "that somebody has seen their recovery codes",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.get_closest_marker(name) for name in ("postgres", "browser", "localhost")):
            item.add_marker(pytest.mark.allow_hosts(THIS_MACHINE))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (variable, message) in NEEDS.items():
        if item.get_closest_marker(name) and not os.environ.get(variable):
            pytest.skip(message)
    if item.get_closest_marker("shared") and not (ROOT.parent / "shared").is_dir():
        pytest.skip("the reference material is not beside this repository")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    excused = item.get_closest_marker("shared") or hasattr(report, "wasxfail")
    if CI and report.skipped and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not accept: {report.longrepr}"
    return report


class GetWroteError(AssertionError):
    """A page that only shows something changed a table."""


def refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: Any,
) -> Any:
    """Let statements through that change nothing but the log of views and sessions."""
    match = WRITE.match(sql)
    if match and not match[1].startswith(tuple(WRITTEN_ON_GET)):
        raise GetWroteError(f"GET may not write, and wrote to {match[1]}")
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def _starts_in_dutch() -> None:
    """Let no page asked for in English before leave its language behind."""
    translation.activate("nl")


@pytest.fixture(autouse=True)
def _get_may_not_write(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ClientHandler.__call__

    def guarded(self: ClientHandler, environ: dict[str, Any]) -> Any:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return answer(self, environ)
        with connections["default"].execute_wrapper(refuse_writes):
            return answer(self, environ)

    monkeypatch.setattr(ClientHandler, "__call__", guarded)
