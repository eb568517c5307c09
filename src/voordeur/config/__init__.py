"""Settings, addresses and wiring: the one place where ports meet adapters."""
