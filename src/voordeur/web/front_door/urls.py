"""Addresses of the front door."""

from django.urls import path

from voordeur.web.front_door import accounting, asking, booking, contact, pages

app_name = "front_door"

urlpatterns = [
    path("", pages.home, name="home"),
    path("vraag/", asking.ask, name="ask"),
    path("vraag/stap/", asking.step, name="step"),
    path("vraag/stap/<slug:fact>/", asking.step_fact, name="step_fact"),
    path("vraag/antwoord/", asking.answer, name="answer"),
    path("vraag/contact/", contact.contact, name="contact"),
    path("vraag/klaar/", contact.done, name="done"),
    path("vraag/code/", asking.keep, name="keep"),
    path("vraag/wissen/", asking.forget, name="forget"),
    path("verder/", asking.resume, name="resume"),
    path("werkgever/", pages.employer, name="employer"),
    path("spreekuren/", booking.hours, name="hours"),
    path("spreekuren/<slug:location>/", booking.book, name="book"),
    path("afspraak/<slug:ref>/<slug:token>/", booking.appointment, name="appointment"),
    path("afspraak/<slug:ref>/<slug:token>/verzetten/", booking.move, name="move"),
    path("afspraak/<slug:ref>/<slug:token>/afzeggen/", booking.cancel, name="cancel"),
    path("afspraak/<slug:ref>/<slug:token>/wachtlijst/", booking.wait, name="wait"),
    path("afspraak/<slug:ref>/<slug:token>/afspraak.ics", booking.calendar_file, name="calendar"),
    path("agenda/<slug:location>/<slug:token>.ics", booking.location_feed, name="feed"),
    path("wie-doet-wat/", pages.who, name="who"),
    path("wie-doet-wat/<slug:code>/", pages.who_party, name="party"),
    path("jouw-gegevens/", pages.privacy, name="privacy"),
    path("hoe-we-zoeken/", accounting.how_matching, name="how_matching"),
    path("algoritmes/", accounting.algorithms, name="algorithms"),
    path("algoritmes/register.json", accounting.algorithms_file, name="algorithms_file"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
]
