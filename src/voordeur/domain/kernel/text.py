"""Text a person reads, in Dutch and English, as it comes from the region pack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One short text in Dutch with its English counterpart; English falls back on Dutch."""

    nl: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in ``language`` ('en' or anything else for Dutch)."""
        return self.en if language == "en" and self.en else self.nl

    def __str__(self) -> str:
        return self.nl
