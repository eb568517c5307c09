"""Compares lists that were shown with the log, which holds the digest of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from voordeur.records.matching.models import MatchListRecord
from voordeur.services.audit import LoggedLine
from voordeur.services.match_lists import LOGGED_AS, digest_of


@dataclass
class ListReplay:
    """The digest per line of the log that stands beside a list."""

    digests: dict[int, str] = field(default_factory=dict)

    def take(self, line: LoggedLine) -> None:
        """Take one line of the log in, when a list stands beside it."""
        digest = line.payload.get("digest")
        if line.name in LOGGED_AS and isinstance(digest, str):
            self.digests[line.sequence] = digest

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """Yield what is not as the log says: what, expected and found (one query)."""
        expected = dict(self.digests)
        for row in MatchListRecord.objects.order_by("id").iterator(chunk_size=500):
            found = row.digest if row.forgotten else digest_of(row)
            said = expected.pop(row.entry, "")
            if found != said:
                yield f"list {row.pk}", said, found
        for entry, said in expected.items():
            yield f"list beside line {entry}", said, ""
