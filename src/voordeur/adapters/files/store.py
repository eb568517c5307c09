"""Keeps the bytes of documents in a directory outside the web root."""

from pathlib import Path


class DirectoryStore:
    """Meets the need of a file store; names are made by us, never by whoever uploads."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, name: str, content: bytes) -> None:
        """Write the bytes under a temporary name first, so that half a file never stands."""
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._place(name)
        waiting = target.with_suffix(".part")
        waiting.write_bytes(content)
        waiting.replace(target)

    def fetch(self, name: str) -> bytes:
        """Return the bytes; raises ``FileNotFoundError``."""
        return self._place(name).read_bytes()

    def remove(self, name: str) -> None:
        """Remove the bytes; a name that is not there is fine."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if not name.isalnum():
            message = "a stored name is letters and digits"
            raise FileNotFoundError(message)
        return self._directory / name
