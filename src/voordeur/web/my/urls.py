"""Addresses of Mijn Voordeur."""

from django.urls import path

from voordeur.web.my import (
    coming_in,
    copying,
    details,
    pages,
    profile,
    questions,
    sharing,
    trajectory,
    work,
)

app_name = "my"

urlpatterns = [
    path("", pages.home, name="home"),
    path("inloggen/", coming_in.login, name="login"),
    path("inloggen/verstuurd/", coming_in.sent, name="sent"),
    path("inloggen/<str:token>/", coming_in.code, name="code"),
    path("uitloggen/", coming_in.leave, name="logout"),
    path("vraag/<slug:ref>/", questions.question, name="question"),
    path("vraag/<slug:ref>/klaar/", questions.done, name="done"),
    path("vraag/<slug:ref>/stap/<slug:step>/", questions.finish, name="finish"),
    path("vraag/<slug:ref>/terug/", questions.come_back, name="come_back"),
    path("vraag/<slug:ref>/code/", questions.new_code, name="new_code"),
    path("vraag/<slug:ref>/traject/", trajectory.trajectory, name="trajectory"),
    path("vraag/<slug:ref>/traject/ja/", trajectory.agree, name="trajectory_agree"),
    path("vraag/<slug:ref>/traject/zeg/", trajectory.say, name="trajectory_say"),
    path("vraag/<slug:ref>/werk/", work.work, name="work"),
    path("vraag/<slug:ref>/werk/<slug:referral>/ja/", work.yes, name="work_yes"),
    path("vraag/<slug:ref>/werk/<slug:referral>/nee/", work.no, name="work_no"),
    path("delen/<slug:grant>/", sharing.stop, name="stop"),
    path("delen/<slug:grant>/weer/", sharing.again, name="again"),
    path("wie-keek/", pages.log, name="log"),
    path("lijsten/", pages.lists, name="lists"),
    path("gegevens/", details.details, name="details"),
    path("kansen/", work.chances, name="chances"),
    path("profiel/", profile.profile, name="profile"),
    path("profiel/tekst/", profile.text, name="profile_text"),
    path("profiel/doe/", profile.act, name="profile_act"),
    path("meenemen/", copying.copy, name="copy"),
    path("meenemen/alles.json", copying.copy_file, name="copy_file"),
]
