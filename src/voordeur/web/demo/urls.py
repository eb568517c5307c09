"""Addresses of the demo; they answer 'not found' anywhere else."""

from django.urls import path

from voordeur.web.demo import views

app_name = "demo"
urlpatterns = [
    path("inloggen/<slug:slug>", views.become, name="become"),
    path("postbus", views.kept_mail, name="outbox"),
]
