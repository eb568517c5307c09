"""Ways to leave the usual way, and how trying something ends."""

from collections.abc import Mapping

from voordeur.domain.kernel.text import Text

SORTS: Mapping[str, Text] = {
    "deviation": Text("afwijking van de gewone weg", "deviation from the usual way"),
    "experiment": Text("experiment", "experiment"),
    "secondment": Text("detachering als brug", "secondment as a bridge"),
}
ENDED = ("finished", "stopped")
"""States with a lesson."""
