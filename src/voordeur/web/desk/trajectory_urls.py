"""Addresses of trajectories at the desk."""

from django.urls import path

from voordeur.web.desk import path_views, trajectory_payers
from voordeur.web.desk import trajectory_views as views

CASE = "dossier/<str:ref>/traject/"

urlpatterns = [
    path(CASE, views.trajectory, name="trajectory"),
    path(f"{CASE}nieuw/", views.draft, name="trajectory_draft"),
    path(f"{CASE}doe/", views.whole_act, name="trajectory_act"),
    path(f"{CASE}ja/", views.agree, name="trajectory_agree"),
    path(f"{CASE}afsluiten/", views.end, name="trajectory_end"),
    path(f"{CASE}betaler/", views.payer, name="trajectory_payer"),
    path(f"{CASE}betaler/gezegd/", views.payer_said, name="trajectory_payer_said"),
    path(f"{CASE}woord/", views.comment, name="trajectory_comment"),
    path(f"{CASE}weg/", path_views.way, name="trajectory_way"),
    path("paden/", path_views.use, name="path_use"),
    path(f"{CASE}stap/nieuw/", views.add_step, name="trajectory_add_step"),
    path(f"{CASE}stap/<str:step>/", views.change_step, name="trajectory_change_step"),
    path(f"{CASE}stap/<str:step>/doe/", views.step_act, name="trajectory_step_act"),
    path(f"{CASE}stap/<str:step>/klaar/", views.finish_step, name="trajectory_finish_step"),
    path(f"{CASE}stap/<str:step>/aanwezig/", views.attend, name="trajectory_attend"),
    path("trajecten/", views.queue, name="trajectory_queue"),
    path("trajecten/doorbetalen/", trajectory_payers.payers, name="trajectory_payers"),
    path(
        "trajecten/doorbetalen/<str:agreement>/",
        trajectory_payers.answer,
        name="trajectory_payer_answer",
    ),
    path("trajecten/<str:step>/", views.queue_act, name="trajectory_queue_act"),
]
