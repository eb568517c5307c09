"""A process that starts beside an unready database says so and goes on."""

import logging

import pytest

from voordeur.config import warming


def fails(*_context: object) -> None:
    message = "no region pack is loaded"
    raise LookupError(message)


def test_without_a_region_nothing_is_laid_out_and_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed: list[bool] = []
    monkeypatch.setattr(warming, "warm_up", fails)
    monkeypatch.setattr(warming.connection, "close", lambda: closed.append(True))
    with caplog.at_level(logging.WARNING):
        warming.warm_up_here()
    assert closed
    assert "nothing was laid out beforehand: LookupError" in caplog.text
