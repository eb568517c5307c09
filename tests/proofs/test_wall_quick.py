"""The wall in small: the quick modes of the proofs 'races' and 'hostile-sql'."""

import pytest

from tests.proofs import hostile_sql, races


@pytest.mark.postgres
@pytest.mark.slow
def test_races_have_exactly_one_winner() -> None:
    for line in races.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line


@pytest.mark.postgres
@pytest.mark.slow
def test_no_raw_statement_makes_an_illegal_row() -> None:
    for line in hostile_sql.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line
