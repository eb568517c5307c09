"""Parts of the proof 'ledger': who moves money at once, and who judges afterwards."""
