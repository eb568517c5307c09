"""What operators type: one module per subcommand of ``voordeur``."""
