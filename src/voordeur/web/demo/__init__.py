"""The demo: become any persona, and read the mail that would have gone out."""
