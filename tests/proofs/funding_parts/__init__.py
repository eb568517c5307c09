"""Parts of the proof 'funding'."""
