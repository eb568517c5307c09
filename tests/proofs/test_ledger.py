"""The proof 'ledger' in small: many at once, every cent once, and the control goes wrong."""

import pytest

from tests.proofs import ledger


@pytest.mark.slow
def test_the_quick_proof_is_green() -> None:
    for line in ledger.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line
