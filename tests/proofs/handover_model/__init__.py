"""The model behind the proof 'model': the protocol, the search, and the bugs it must find."""
