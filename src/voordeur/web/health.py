"""Whether this installation is ready to help people."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from voordeur.services.region import current_region


def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and a region pack is loaded, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        current_region()
    except Exception:  # noqa: BLE001  whatever is wrong, we are not ready
        return HttpResponse("niet klaar\n", content_type="text/plain", status=503)
    return HttpResponse("gezond\n", content_type="text/plain")
