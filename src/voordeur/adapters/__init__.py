"""Who we talk to: one folder per outside party, each meeting a port of the services."""
