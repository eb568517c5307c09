"""Who may see which data of a case, for which purpose and until when."""
