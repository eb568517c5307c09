"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voordeur.config.settings")
application = get_wsgi_application()

from voordeur.config.warming import warm_up_beside  # noqa: E402 (the program is set up first)

warm_up_beside()
