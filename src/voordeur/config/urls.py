"""Every address of Voordeur: Dutch at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from voordeur.web import health, showcase
from voordeur.web.demo import views as demo

urlpatterns = [
    path("gezond", health.ready, name="health"),
    path("demo", demo.choose, name="demo"),
    path("demo/", include("voordeur.web.demo.urls")),
    *i18n_patterns(
        path("", include("voordeur.web.front_door.urls")),
        path("account/mijn/", include("voordeur.web.account.urls")),
        path("account/", include("voordeur.web.account.login_urls")),
        path("werk/", include("voordeur.web.desk.urls")),
        path("link/", include("voordeur.web.employer_service.link_urls")),
        path("link/", include("voordeur.web.link.urls")),
        path("mijn/", include("voordeur.web.employer_service.my_urls")),
        path("mijn/", include("voordeur.web.my.urls")),
        path("onderdelen/", showcase.parts, name="parts"),
        path("beheer/", include("voordeur.web.governance.urls")),
        path("besluiten/", include("voordeur.web.decisions.urls")),
        path("paden/", include("voordeur.web.paths.urls")),
        path("gereedschap/", include("voordeur.web.toolbox.urls")),
        path("vaardigheden/", include("voordeur.web.skills.urls")),
        path("plan/", include("voordeur.web.plan.urls")),
        path("werkgevers/", include("voordeur.web.employer_service.urls")),
        path("werkgevers/", include("voordeur.web.work.urls")),
        path("geld/", include("voordeur.web.broker.urls")),
        path("register/", include("voordeur.web.register.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "voordeur.web.errors.bad_request"
handler403 = "voordeur.web.errors.forbidden"
handler404 = "voordeur.web.errors.not_found"
handler500 = "voordeur.web.errors.broken"
