"""Which way of searching a process takes."""

import pytest

from voordeur.domain.matching import compiled
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.search_numpy import NumpySearch


def test_numba_that_comes_while_the_process_runs_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled, "IS_COMPILED", False)
    assert isinstance(fastest(), NumpySearch)
