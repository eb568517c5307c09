"""What builds, starts and checks Voordeur; nothing of it is shipped."""
